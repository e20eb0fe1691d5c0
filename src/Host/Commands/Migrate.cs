using System.CommandLine;
using Sen.Data;

namespace Sen.Host.Commands;

/// <summary><c>sen migrate</c>: brings the database to the program's version.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", """
            Bring the database to the program's version, as its owner (Sen:DatabaseOwner).
            Each step is safe while the old program still serves; running it again changes nothing.
            """);
        command.SetAction((_, ct) => Run(ct));
        return command;
    }

    private static async Task<int> Run(CancellationToken ct)
    {
        await using var app = WebApp.Compose([]);
        var ran = await app.Services.GetRequiredService<Migrator>().Migrate(app.Configuration.Owner(), step => Say.Plain("  " + step), ct);
        Say.Done(ran.Count == 0 ? "The database was at the program's version already." : $"The database is at the program's version. Steps: {ran.Count}");
        return 0;
    }
}
