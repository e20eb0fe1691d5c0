using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Edit;

/// <summary>A day off, in exchange for a day of rest worked where one is given (Labour Code 45/2019, arts. 111-112).</summary>
/// <param name="Off">The day off.</param>
/// <param name="Worked">The day of rest that is worked for it, or null.</param>
/// <param name="Decision">The announcement that orders it.</param>
internal sealed record AddDay(DateOnly Off, DateOnly? Worked, string Decision);

/// <summary>Takes back a day that an official had written, with the day worked for it.</summary>
internal sealed record RemoveDay(DateOnly Off);

/// <summary>Days off are the same for all units: they belong to whoever manages the directory at a root.</summary>
internal sealed class DaysHandler(Database db, TimeProvider clock)
{
    public async Task<Result<Done>> Handle(AddDay input, Actor actor, CancellationToken ct)
    {
        if (Refuse(actor) is { } refused)
            return refused;
        var problems = new List<Problem>();
        if (input.Off < clock.ProvinceToday())
            problems.Add(Problem.Invalid("directory.in-the-past", "Off"));
        if (input.Worked is { } worked && (worked < clock.ProvinceToday() || worked == input.Off))
            problems.Add(Problem.Invalid("directory.in-the-past", "Worked"));
        if (string.IsNullOrWhiteSpace(input.Decision))
            problems.Add(Problems.Missing("Decision"));
        await using var work = await db.Begin(actor, ct);
        if (await work.One<bool>("select exists (select from directory.holiday where on_date = @Off)", input, ct))
            problems.Add(Problem.Invalid("directory.day-off-already", "Off"));
        if (input.Worked is not null && await work.One<bool>("select exists (select from directory.extra_working_day where on_date = @Worked)", input, ct))
            problems.Add(Problem.Invalid("directory.day-worked-already", "Worked"));
        // The calendar of a year counts as known when its holidays are: a single day must not open a year that nobody stated.
        if (await work.OneOrNone<DateOnly?>("select max(on_date) from directory.holiday", ct: ct) is not { } last || input.Off.Year > last.Year)
            problems.Add(Problem.Invalid("directory.year-unknown", "Off", input.Off.Year));
        if (problems.Count > 0)
            return problems.ToArray();
        var decision = input.Decision.Trim();
        work.Add("insert into directory.holiday (on_date, kind, by_hand, note) values (@Off, @Kind, true, @decision)",
            new { input.Off, Kind = input.Worked is null ? "decided" : "swapped", decision });
        if (input.Worked is { } on)
            work.Add("insert into directory.extra_working_day (on_date, reason, by_hand) values (@on, @reason, true)", new { on, reason = $"{input.Off:yyyy-MM-dd}" });
        return await Commit(work, "directory.add-day-off", decision, input.Off, input, ct);
    }

    public async Task<Result<Done>> Handle(RemoveDay input, Actor actor, CancellationToken ct)
    {
        if (Refuse(actor) is { } refused)
            return refused;
        if (input.Off < clock.ProvinceToday())
            return Problem.Invalid("directory.in-the-past", "Off");
        await using var work = await db.Begin(actor, ct);
        if (!await work.One<bool>("select exists (select from directory.holiday where on_date = @Off and by_hand)", input, ct))
            return Problem.Conflict("directory.not-by-hand");
        work.Add("delete from directory.holiday where on_date = @Off and by_hand", input);
        work.Add("delete from directory.extra_working_day where reason = @reason and by_hand", new { reason = $"{input.Off:yyyy-MM-dd}" });
        return await Commit(work, "directory.remove-day-off", null, input.Off, input, ct);
    }

    public static Problem? Refuse(Actor actor) =>
        actor.Grants.Any(g => g.Permission == Problems.Manage && !g.UnitPath.Contains('/')) ? null : Problem.Forbidden("directory.not-root", Problems.Manage, Problems.Manage);

    private static async Task<Result<Done>> Commit(Work work, string act, string? reason, DateOnly day, object after, CancellationToken ct)
    {
        work.Publish(new HolidaysChanged(day.Year, day.Year));
        work.Audit(act, new Ref("day", $"{day:yyyy-MM-dd}"), reason, after: after);
        await work.Commit(ct);
        return Done.It;
    }
}
