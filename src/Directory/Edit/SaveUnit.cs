using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Edit;

/// <summary>A unit as an official writes it, from a day on; a new one where <paramref name="Version"/> is 0.</summary>
/// <param name="On">First day of what is written. The first day of the present period puts that period right.</param>
/// <param name="Decision">The act that orders it, with number and date.</param>
/// <param name="Version">Version of the period that the page showed.</param>
internal sealed record SaveUnit(string Code, string Name, string? ShortName, string? NameEn, string Kind, string? Parent, string? Territory,
    DateOnly On, string Decision, int Version);

internal sealed class SaveUnitHandler(Database db, Units units)
{
    public async Task<Result<Unit>> Handle(SaveUnit input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        await work.LockUnits(ct);
        units.Forget();
        var day = await units.On(input.On, ct);
        var ever = await units.On(DateOnly.MaxValue, ct);
        var known = ever.LastKnown(input.Code);
        var parent = input.Parent is null ? null : day.Find(input.Parent);
        foreach (var path in new[] { known?.Path, parent?.Path }.OfType<string>().DefaultIfEmpty(""))
            if (Problems.NotManager(actor, path) is { } refused)
                return refused;
        if (Wrong(input, known, parent, ever) is [_, ..] problems)
            return problems;
        var row = Row(input, known, parent);
        if (input.Version == 0)
            work.OpenUnit(row, byHand: true);
        else if (await Change(work, row, known!, input, ever, ct) is { } stale)
            return stale;
        work.UnitsChanged(1);
        work.Audit(input.Version == 0 ? "directory.add-unit" : "directory.change-unit", new Ref("unit", input.Code), input.Decision, known?.Row(""), row);
        await work.Commit(ct);
        units.Forget();
        return (await units.On(input.On, ct)).Find(input.Code)!;
    }

    /// <summary>Writes the period and, where the path changes, a period for everything below; open work of those follows on the day.</summary>
    private async Task<Problem?> Change(Work work, UnitRow row, Unit known, SaveUnit input, UnitsOn ever, CancellationToken ct)
    {
        var version = await work.One<int>("select version from directory.unit_version where code = @Code and valid_to is null", new { known.Code }, ct);
        if (version != input.Version)
            return Problem.Conflict("directory.stale", known.Name);
        Write(work, row, known);
        if (row.Path == known.Path)
            return null;
        foreach (var part in ever.Below(known.Path).Skip(1))
            Write(work, part.Row(input.Decision) with { Path = row.Path + part.Path[known.Path.Length..], ValidFrom = part.ValidFrom > input.On ? part.ValidFrom : input.On }, part);
        work.Enqueue(new CarryMove(row.Code, known.Path, row.Path, input.On), new Ref("unit", row.Code), input.On.Begins());
        return null;
    }

    private static void Write(Work work, UnitRow row, Unit known)
    {
        if (row.ValidFrom <= known.ValidFrom)
        {
            work.CorrectUnit(row with { ValidFrom = known.ValidFrom }, byHand: true);
            return;
        }
        work.CloseUnit(row.Code, row.ValidFrom);
        work.OpenUnit(row, byHand: true);
    }

    private static UnitRow Row(SaveUnit input, Unit? known, Unit? parent)
    {
        var name = input.Name.Trim().Normalize();
        var shortName = Text(input.ShortName) ?? name;
        return new UnitRow(input.Code, input.Kind, name, shortName, Text(input.NameEn) ?? shortName, parent?.Code,
            parent is null ? input.Code : $"{parent.Path}/{input.Code}", Text(input.Territory), input.On, input.Decision.Trim(), known?.Demonstration ?? false);
    }

    private static Problem[] Wrong(SaveUnit input, Unit? known, Unit? parent, UnitsOn ever)
    {
        var found = new List<Problem>();
        if (!Problems.IsCode(input.Code))
            found.Add(Problems.BadCode("Code", input.Code));
        else if (input.Version == 0 && (known is not null || ever.Find(input.Code) is not null))
            found.Add(Problems.CodeTaken("Code", input.Code));
        if (input.Version > 0 && known is not { ValidTo: null })
            found.Add(Problem.Invalid("directory.unit-ended", "On"));
        if (known is not null && input.On < known.ValidFrom)
            found.Add(Problem.Invalid("directory.before-begin", "On", known.ValidFrom));
        if (input.Name.Trim().Length is < 3 or > 200)
            found.Add(Problems.Missing("Name"));
        if (!UnitKind.All.Contains(input.Kind))
            found.Add(Problems.Missing("Kind"));
        if (Text(input.Territory) is { } territory && !Problems.IsTerritory(territory))
            found.Add(Problems.BadTerritory("Territory"));
        if (string.IsNullOrWhiteSpace(input.Decision))
            found.Add(Problems.Missing("Decision"));
        // A root stays a root; everything else lies under a unit of that day, and never under itself.
        if (input.Parent is not null && parent is null || input.Parent is null && known is not { ParentCode: null })
            found.Add(Problem.Invalid("directory.no-parent", "Parent"));
        else if (parent is not null && known is not null && (parent.Path == known.Path || parent.Path.StartsWith(known.Path + "/", StringComparison.Ordinal)))
            found.Add(Problem.Invalid("directory.under-itself", "Parent"));
        return [.. found];
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>On this day a unit stands elsewhere in the tree: open work that keeps its path follows.</summary>
[Job("directory.carry-move")]
internal sealed record CarryMove(string Unit, string FromPath, string ToPath, DateOnly On);

/// <summary>Tells every module the new paths of a moved unit and its parts.</summary>
internal sealed class CarryMoveHandler(Database db, Units units)
{
    public async Task Run(CarryMove job, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("directory"), ct);
        foreach (var unit in (await units.On(job.On, ct)).Below(job.ToPath))
            work.Publish(new UnitSucceeded(unit.Code, job.FromPath + unit.Path[job.ToPath.Length..], unit.Code, unit.Path, job.On, []));
        work.UnitsChanged(0);
        work.Audit("directory.carry-move", new Ref("unit", job.Unit), after: job);
        await work.Commit(ct);
        units.Forget();
    }
}
