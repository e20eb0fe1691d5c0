using System.CommandLine;
using System.Text;
using Npgsql;
using Sen.Data;
using Sen.Host.Commands;

namespace Sen.Host;

/// <summary>The commands of <c>sen</c>. Exit codes: 0 done, 1 refused or something is wrong, 2 the command line was not understood.</summary>
internal static class CommandLine
{
    private const string About = """
        Sen: the digital government of one province, as one program on one PostgreSQL.

        Where settings come from, later wins: appsettings.json, /etc/sen/sen.json, the environment.
        Sen:Database in a file is Sen__Database in the environment. The ones to know:
          Sen:Database        connection string of the program's role, sen_app
          Sen:DatabaseOwner   connection string of the owner: migrate, pack apply and demo only
          Sen:DataFolder      files at rest; every copy of the program sees the same one
          Sen:FileKey         the key that encrypts them; keep it apart from the backups
          Sen:PublicUrl       the address that citizens use

        A new installation:  sen doctor; sen migrate; sen pack apply packs/vietnam; sen serve
        Exit codes:          0 done, 1 refused or something is wrong, 2 not understood
        """;

    public static async Task<int> Run(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        Say.PlainWhenRedirected();
        var result = Root().Parse(args);
        var serves = result.CommandResult.Command.Name == "serve";
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // The web server has its own orderly stop.
            ProcessTerminationTimeout = serves ? null : TimeSpan.FromSeconds(5),
        };
        try
        {
            var code = await result.InvokeAsync(invocation);
            return result.Errors.Count > 0 ? 2 : code;
        }
        catch (Exception e) when (Explain(e) is { } explanation)
        {
            Say.Wrong(e.Message, explanation);
            return 1;
        }
    }

    internal static RootCommand Root() => new(About)
    {
        Serve.Command(),
        Migrate.Command(),
        ApplyPack.Command(),
        Import.Command(),
        Demo.Command(),
        VerifyLedger.Command(),
        Jobs.Command(),
        Doctor.Command(),
    };

    /// <summary>The next step for what can be expected to go wrong; null for a defect, which keeps its stack trace.</summary>
    private static string? Explain(Exception e) => e switch
    {
        SettingMissingException => "Set it in the environment or in /etc/sen/sen.json; `sen --help` lists the settings.",
        StandInsInProductionException => "Set Sen:StandIns to false, or run in another environment than Production.",
        PackException => "Put the file of the pack right; what was applied before stays.",
        MigrationChangedException => "Put the file back as it was, and write what you want to change as a new migration.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => "Is the role the right one? `sen doctor` tells which rights are missing.",
        PostgresException or NpgsqlException => "`sen doctor` tells what is wrong with the database.",
        IOException or UnauthorizedAccessException => "Is the path right, and may this user read and write there?",
        OperationCanceledException => "Stopped. Nothing half done was kept.",
        _ => null,
    };
}
