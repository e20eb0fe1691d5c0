using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Edit;

/// <summary>Another code leads to a unit in a period: a former one, or one that another system gives it.</summary>
internal sealed record AddCode(string Unit, string Code, DateOnly From, DateOnly? Until, string Reason);

/// <summary>From this day on another code no longer leads to its unit.</summary>
internal sealed record EndCode(string Unit, string Code);

internal sealed class CodesHandler(Database db, Units units)
{
    public async Task<Result<Done>> Handle(AddCode input, Actor actor, CancellationToken ct)
    {
        var managed = await units.Managed(input.Unit, actor, ct);
        if (!managed.Ok)
            return managed.Problem;
        var unit = managed.Value;
        await using var work = await db.Begin(actor, ct);
        await work.LockUnits(ct);
        units.Forget();
        var ever = await units.On(DateOnly.MaxValue, ct);
        var problems = new List<Problem>();
        if (!Problems.IsCode(input.Code))
            problems.Add(Problems.BadCode("Code", input.Code));
        else if (ever.LastKnown(input.Code) is not null
            || await work.OneOrNone<string>("select alias from directory.unit_alias where alias = @Code", input, ct) is not null)
            problems.Add(Problems.CodeTaken("Code", input.Code));
        if (input.Until <= input.From)
            problems.Add(Problem.Invalid("directory.until-before-from", "Until"));
        if (string.IsNullOrWhiteSpace(input.Reason))
            problems.Add(Problems.Missing("Reason"));
        if (problems.Count > 0)
            return problems.ToArray();
        work.Add("insert into directory.unit_alias (alias, unit_code, reason, valid_from, valid_to) values (@Code, @Unit, @Reason, @From, @Until)",
            new { input.Code, Unit = unit.Code, Reason = input.Reason.Trim(), input.From, input.Until });
        return await Commit(work, unit, "directory.add-code", input, ct);
    }

    public async Task<Result<Done>> Handle(EndCode input, Actor actor, CancellationToken ct)
    {
        var managed = await units.Managed(input.Unit, actor, ct);
        if (!managed.Ok)
            return managed.Problem;
        var unit = managed.Value;
        await using var work = await db.Begin(actor, ct);
        await work.LockUnits(ct);
        var of = new { Unit = unit.Code, input.Code, units.Today };
        // A code of no day at all was a slip: it goes away.
        work.Add("delete from directory.unit_alias where alias = @Code and unit_code = @Unit and valid_from >= @Today", of);
        work.Add("update directory.unit_alias set valid_to = @Today where alias = @Code and unit_code = @Unit and (valid_to is null or valid_to > @Today)", of);
        return await Commit(work, unit, "directory.end-code", input, ct);
    }

    private async Task<Result<Done>> Commit(Work work, Unit unit, string act, object after, CancellationToken ct)
    {
        work.UnitsChanged(0);
        work.Audit(act, new Ref("unit", unit.Code), after: after);
        await work.Commit(ct);
        units.Forget();
        return Done.It;
    }
}
