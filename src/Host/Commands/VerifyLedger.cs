using System.CommandLine;
using System.Globalization;
using Sen.Data;
using Sen.Kernel;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen ledger verify</c>: proves that no entry of the ledger was changed, removed or slipped in.</summary>
internal static class VerifyLedger
{
    public static Command Command()
    {
        var from = new Option<long>("--from") { Description = "First block to check; without it the whole ledger.", DefaultValueFactory = _ => 1, HelpName = "BLOCK" };
        var verify = new Command("verify", """
            Check each body against its hash, each entry against its block, each block against the one before, each
            time stamp against its block; and report the tail that is not sealed yet. Exit code 1 at the first fault.
            Keep the newest root elsewhere: it proves later that nothing was cut off the end.
            """) { from };
        verify.SetAction((result, ct) => Run(result.GetValue(from), ct));
        return new Command("ledger", "The record of every act: who, what, why, when.") { verify };
    }

    private static async Task<int> Run(long from, CancellationToken ct)
    {
        await using var app = WebApp.Compose([]);
        var verifier = app.Services.GetRequiredService<LedgerVerifier>();
        var report = await AnsiConsole.Status().StartAsync("Checking the ledger", _ => verifier.Verify(Math.Max(1, from), ct));
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        void Row(string what, object? value) =>
            table.AddRow(what, string.Create(CultureInfo.InvariantCulture, $"{value:N0}").EscapeMarkup());
        Row("Entries checked", report.Entries);
        Row("Blocks", report.Blocks);
        Row("Not sealed yet", report.Unsealed);
        Row("Bodies erased, each recorded", report.Erased);
        Row("Time stamps", report.Stamps);
        table.AddRow("Time proved by the last", report.LastStamp?.ToString("u", CultureInfo.InvariantCulture) ?? "–");
        AnsiConsole.Write(table);
        Say.Plain($"Newest root, block {report.NewestBlock}: {report.NewestRoot ?? "–"}");
        if (report.Fault is { } fault)
        {
            Say.Wrong(app.Services.GetRequiredService<Texts>().Get("en", fault), "Somebody or something changed the database beside Sen: keep it as it is, and compare with the backups.");
            return 1;
        }
        Say.Done("The ledger holds.");
        return 0;
    }
}
