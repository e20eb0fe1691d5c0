using System.Diagnostics;

namespace Sen.Bench;

/// <summary>Other people's programs of npm, installed beside their script and run as processes.</summary>
internal static class Node
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Find();

    public static void Install(string folder)
    {
        if (!System.IO.Directory.Exists(Path.Combine(folder, "node_modules")))
            Run(folder, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <returns>What the program wrote.</returns>
    public static string Run(string folder, string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sen.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
