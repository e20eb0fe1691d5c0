using System.CommandLine;
using Sen.Data;
using Sen.Identity;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen demo</c>: an invented province at work, for trying and showing.</summary>
internal static class Demo
{
    public static Command Command()
    {
        var accounts = new Option<bool>("--accounts") { Description = "Only list the invented accounts, with their roles and how to sign in." };
        var command = new Command("demo", """
            Make the demonstration: invented people and dossiers, once, on an installation whose packs are applied.
            Refused where Sen:Demo is not true, so that no invented dossier gets among real ones.
            """) { accounts };
        command.SetAction((result, ct) => Run(result.GetValue(accounts), ct));
        return command;
    }

    private static async Task<int> Run(bool onlyList, CancellationToken ct)
    {
        await using var app = WebApp.Compose([]);
        if (!app.Configuration.GetValue<bool>("Sen:Demo"))
        {
            Say.Wrong("This installation is not a demonstration.", "Set Sen:Demo to true, on a database without real dossiers.");
            return 1;
        }
        await using var scope = app.Services.CreateAsyncScope();
        if (!onlyList)
            foreach (var part in app.Services.GetServices<DemoPart>().OrderBy(p => p.Order))
                Say.Done(await AnsiConsole.Status().StartAsync(part.Name.EscapeMarkup(), _ => part.Make(scope.ServiceProvider, ct)));
        await List(scope.ServiceProvider, ct);
        return 0;
    }

    private static async Task List(IServiceProvider services, CancellationToken ct)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("User name", "Password", "Name", "Roles", "Title and unit");
        foreach (var account in await services.GetRequiredService<DemoAccounts>().All(ct))
            table.AddRow(
                account.UserName.EscapeMarkup(), account.Password.EscapeMarkup(), account.Name.EscapeMarkup(),
                string.Join(", ", account.Roles).EscapeMarkup(), $"{account.Title}, {account.Unit}".EscapeMarkup());
        if (table.Rows.Count > 0)
            AnsiConsole.Write(table);
    }
}
