using System.CommandLine;
using Sen.Host.Checks;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen doctor</c>: what is missing or wrong, and the next step.</summary>
internal static class Doctor
{
    public static Command Command()
    {
        var command = new Command("doctor", "Say in plain words what is missing or wrong, and the next step. Changes nothing. Exit code 1 when something is wrong.");
        command.SetAction((_, ct) => Run(ct));
        return command;
    }

    private static async Task<int> Run(CancellationToken ct)
    {
        var isSet = true;
        await using var app = WebApp.Compose([], builder =>
        {
            isSet = builder.Configuration.Sen("Database") is not null;
            // The other checks need no database; without an address nothing can be composed.
            if (!isSet)
                builder.Configuration["Sen:Database"] = "Host=/not-set";
        });
        var findings = new List<Diagnosis>();
        if (isSet)
            findings.AddRange(await new DatabaseChecks(app.Services).All(ct));
        else
            findings.Add(Diagnosis.Wrong("Database", "Sen:Database is not set.", "Set Sen__Database, for example: Host=/var/run/postgresql;Database=sen;Username=sen_app"));
        findings.AddRange(new FolderChecks(app.Configuration).All());
        findings.AddRange(await new OutsideChecks(app.Configuration, app.Environment).All(ct));
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var finding in findings)
        {
            table.AddRow(Mark(finding.Grade), finding.What.EscapeMarkup(), finding.Says.EscapeMarkup());
            if (finding.Next is { } next)
                table.AddRow("", "", $"[blue]→ {next.EscapeMarkup()}[/]");
        }
        AnsiConsole.Write(table);
        var wrong = findings.Count(f => f.Grade is Grade.Wrong);
        Say.Plain(wrong == 0 ? "Ready to serve." : $"To put right before serving: {wrong}");
        return wrong == 0 ? 0 : 1;
    }

    private static string Mark(Grade grade) => grade switch
    {
        Grade.Fine => "[green]✓[/]",
        Grade.Advice => "[yellow]![/]",
        _ => "[red]✗[/]",
    };
}
