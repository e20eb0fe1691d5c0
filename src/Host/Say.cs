using System.Globalization;
using Spectre.Console;

namespace Sen.Host;

/// <summary>What commands say, the same everywhere.</summary>
internal static class Say
{
    private const int LogWidth = 200;

    /// <summary>No colours and no narrow columns in logs and pipes.</summary>
    public static void PlainWhenRedirected()
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        AnsiConsole.Profile.Width = LogWidth;
    }

    public static void Done(string what) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]✓[/] {what}");

    public static void Plain(string what) => AnsiConsole.WriteLine(what);

    public static void Wrong(string what, string next)
    {
        var error = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (Console.IsErrorRedirected)
            error.Profile.Width = LogWidth;
        error.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]✗[/] {what}");
        error.WriteLine("  " + next);
    }
}
