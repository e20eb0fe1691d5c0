using System.CommandLine;
using System.Globalization;
using Sen.Data;
using Sen.Kernel;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen import NAME FILE</c>: takes a file of reference data in, after a look at every row.</summary>
internal static class Import
{
    private const int MostErrors = 100;

    public static Command Command()
    {
        var name = new Argument<string>("NAME") { Description = "What the file brings: units (CSV of provinces or of communes), staff (Excel), procedures and laws (JSON lines)." };
        var file = new Argument<FileInfo>("FILE") { Description = "The file." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every row and say what would happen; write nothing." };
        var skip = new Option<bool>("--skip-wrong") { Description = "Take in the rows that hold although others do not." };
        var from = new Option<string?>("--from") { Description = "Day from which it holds, 2025-07-01.", HelpName = "DATE" };
        from.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Day(text) is null)
                result.AddError("--from is a day such as 2025-07-01.");
        });
        var command = new Command("import", """
            Take a file in. Each row that does not hold is named with its line and the reason; then nothing is written,
            unless --skip-wrong. A file taken in twice changes nothing. Exit code 1 when rows were wrong.
            """) { name, file, dryRun, skip, from };
        command.SetAction((result, ct) => Run(result.GetRequiredValue(name), result.GetRequiredValue(file), result.GetValue(dryRun), result.GetValue(skip), result.GetValue(from), ct));
        return command;
    }

    private static async Task<int> Run(string name, FileInfo file, bool dryRun, bool skip, string? from, CancellationToken ct)
    {
        await using var app = WebApp.Compose([]);
        var importers = app.Services.GetServices<Importer>().ToArray();
        if (Array.Find(importers, i => i.Name == name) is not { } importer)
        {
            Say.Wrong($"Nothing imports '{name}'.", string.Join("\n  ", importers.Select(i => $"{i.Name}: {i.About}")));
            return 2;
        }
        await using var content = file.OpenRead();
        var request = new ImportRequest(content, file.Name, dryRun, skip, Day(from), Actor.Part("command-line:" + Environment.UserName));
        var report = await AnsiConsole.Status().StartAsync(file.Name.EscapeMarkup(), _ => importer.Run(request, app.Services, ct));
        Show(report, app.Services.GetRequiredService<Texts>());
        return report.Errors.Count == 0 ? 0 : 1;
    }

    private static void Show(ImportReport report, Texts texts)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Line", "Column", "Why it cannot be taken in");
        foreach (var error in report.Errors.Take(MostErrors))
            table.AddRow(error.Row.ToString(CultureInfo.InvariantCulture), (error.Problem.Field ?? "").EscapeMarkup(), texts.Get("en", error.Problem).EscapeMarkup());
        if (table.Rows.Count > 0)
            AnsiConsole.Write(table);
        if (report.Errors.Count > MostErrors)
            Say.Plain($"... and {report.Errors.Count - MostErrors} more.");
        foreach (var note in report.Notes)
            Say.Plain("  " + texts.Get("en", note));
        var figures = $"rows: {report.Rows}, new: {report.Added}, changed: {report.Changed}, as before: {report.Same}, wrong: {report.Errors.Count}";
        if (report.Written)
            Say.Done("Taken in. " + figures);
        else
            Say.Plain("Nothing was written. " + figures);
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
