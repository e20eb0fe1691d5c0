using System.CommandLine;
using System.Globalization;
using Sen.Data;
using Sen.Kernel;
using Spectre.Console;

namespace Sen.Host.Commands;

/// <summary><c>sen jobs</c>: what waits, runs and is stuck, and why; the same acts as the operators' page.</summary>
internal static class Jobs
{
    public static Command Command()
    {
        var state = new Option<JobState>("--state") { Description = "waiting, running, dead, done or cancelled.", DefaultValueFactory = _ => JobState.Dead, HelpName = "STATE" };
        var list = new Command("list", "The newest 50 jobs of a state, without it the stuck ones, and how many lie in each state.") { state };
        list.SetAction((result, ct) => List(result.GetValue(state), ct));

        var id = new Argument<long>("ID") { Description = "Number of the job, from `sen jobs list`." };
        var reason = new Option<string>("--reason") { Description = "Why; it stands in the ledger.", Required = true, HelpName = "WORDS" };
        var retry = new Command("retry", "Give a stuck or cancelled job all its attempts anew.") { id, reason };
        retry.SetAction((result, ct) => Act((desk, who) => desk.Retry(result.GetRequiredValue(id), who, result.GetRequiredValue(reason), ct)));
        var nudge = new Command("nudge", "Let a job that waits for later run now.") { id, reason };
        nudge.SetAction((result, ct) => Act((desk, who) => desk.Nudge(result.GetRequiredValue(id), who, result.GetRequiredValue(reason), ct)));
        return new Command("jobs", "Work behind the scenes: printing, messages, exchange.") { list, retry, nudge };
    }

    private static async Task<int> List(JobState state, CancellationToken ct)
    {
        await using var app = WebApp.Compose([]);
        var desk = app.Services.GetRequiredService<JobDesk>();
        var counts = await desk.Counts(ct);
        Say.Plain(string.Join("   ", counts.Of.Select(c => string.Create(CultureInfo.InvariantCulture,
            $"{c.Key.ToString().ToLowerInvariant()}: {c.Value:N0}{(c.Value >= JobCounts.Cap ? " or more" : "")}"))));
        var table = new Table().Border(TableBorder.Simple).AddColumns("Job", "Kind", "About", "Attempts", "Due", "Why");
        foreach (var job in await desk.List(state, kind: null, before: null, limit: 50, ct))
            table.AddRow(
                job.Id.ToString(CultureInfo.InvariantCulture), job.Kind.EscapeMarkup(), $"{job.SubjectKind} {job.SubjectId}".EscapeMarkup(),
                job.Attempts.ToString(CultureInfo.InvariantCulture), job.RunAt.ToString("u", CultureInfo.InvariantCulture), (job.Reason ?? "").EscapeMarkup());
        if (table.Rows.Count > 0)
            AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> Act(Func<JobDesk, Actor, Task<Result<Done>>> act)
    {
        await using var app = WebApp.Compose([]);
        // The ledger shows which login of the machine acted.
        var result = await act(app.Services.GetRequiredService<JobDesk>(), Actor.Part("command-line:" + Environment.UserName));
        if (result.Ok)
        {
            Say.Done("Done, and recorded in the ledger.");
            return 0;
        }
        Say.Wrong(app.Services.GetRequiredService<Texts>().Get("en", result.Problem), "`sen jobs list` shows how it stands.");
        return 1;
    }
}
