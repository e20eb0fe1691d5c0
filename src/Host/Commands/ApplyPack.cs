using System.CommandLine;
using Sen.Data;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen pack apply DIR</c>: brings the rules, units and procedures of a folder into the database.</summary>
internal static class ApplyPack
{
    public static Command Command()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the pack, for example packs/vietnam; the national one before the province's." };
        var apply = new Command("apply", """
            Apply every part of a pack. A part that has nothing new changes nothing; an unknown key is refused with
            its file and line.
            """) { folder };
        apply.SetAction((result, ct) => Run(result.GetRequiredValue(folder), ct));
        return new Command("pack", "Rules, units and procedures as data.") { apply };
    }

    private static async Task<int> Run(string folder, CancellationToken ct)
    {
        var pack = new Pack(folder);
        await using var app = WebApp.Compose([]);
        await using var scope = app.Services.CreateAsyncScope();
        foreach (var part in app.Services.GetServices<PackPart>().OrderBy(p => p.Order))
        {
            var report = await AnsiConsole.Status().StartAsync(part.Name.EscapeMarkup(), _ => part.Apply(scope.ServiceProvider, pack, ct));
            if (report.Length > 0)
                Say.Done($"{part.Name}: {report}");
        }
        return 0;
    }
}
