using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Succeed;

/// <summary>On this day's midnight the open work goes over.</summary>
[Job("directory.carry-succession")]
internal sealed record CarrySuccession(Guid Succession);

/// <summary>
/// Decides a merger, a split or a new code: validity of the units is written at once, from the day on; a job of that day
/// hands the open work over. Until then it can be cancelled.
/// </summary>
internal sealed class MakeSuccessionHandler(Database db, Units units)
{
    /// <summary>What it would write, or every reason why it cannot be.</summary>
    public async Task<Result<Plan>> Preview(Succession input, Actor actor, CancellationToken ct)
    {
        var before = await units.On(input.On.AddDays(-1), ct);
        foreach (var code in input.From)
            if (before.Find(code) is { } unit && Problems.NotManager(actor, ParentPath(unit)) is { } refused)
                return refused;
        return Planner.Make(input, before, await units.On(DateOnly.MaxValue, ct));
    }

    public async Task<Result<Guid>> Handle(Succession input, Actor actor, CancellationToken ct)
    {
        if (StepUp.Refuse(actor, StepUpFor.MassAct, db.Now) is { } late)
            return late;
        await using var work = await db.Begin(actor, ct);
        await work.LockUnits(ct);
        units.Forget();
        var made = await Preview(input, actor, ct);
        if (!made.Ok)
            return Result<Guid>.Refused(made.Problems);
        var plan = made.Value;
        var id = Guid.CreateVersion7(work.Now);
        foreach (var unit in plan.Closed)
            work.CloseUnit(unit.Code, input.On);
        foreach (var row in plan.Created)
            work.OpenUnit(row, byHand: true);
        Record(work, id, input, plan);
        Hours(work, plan, input.On);
        work.UnitsChanged(plan.Closed.Count + plan.Created.Count);
        var about = new { Kind = input.Kind.ToString(), input.From, To = input.To.Select(t => t.Code), input.On, Main = input.MainCode, Files = input.FilesCode, input.Shares };
        foreach (var code in input.From.Concat(input.To.Select(t => t.Code)).Distinct())
            work.Audit("directory.decide-succession", new Ref("unit", code), input.Decision, after: about);
        work.Enqueue(new CarrySuccession(id), new Ref("succession", id.ToString()), input.On.Begins(), id.ToString());
        await work.Commit(ct);
        units.Forget();
        return id;
    }

    private static void Record(Work work, Guid id, Succession input, Plan plan)
    {
        work.Add("""
            insert into directory.succession (id, kind, effect_on, decision, closed, created, made_by, made_at)
            values (@Id, lower(@Kind), @On, @Decision, @Closed, @Created, @By, @Now)
            """, new
        {
            Id = id,
            Kind = input.Kind,
            input.On,
            Decision = input.Decision.Trim(),
            Closed = plan.Closed.Select(u => u.Code).ToArray(),
            Created = plan.Created.Select(u => u.Code).ToArray(),
            By = work.Actor.Id,
            work.Now,
        });
        foreach (var pair in plan.Pairs)
            work.Add("insert into directory.successor (succession_id, from_code, to_code, effect_on, main, files) values (@Id, @From, @To, @On, @Main, @Files)",
                new { Id = id, From = pair.From.Code, pair.To, input.On, pair.Main, pair.Files });
        foreach (var share in input.Shares.Where(s => s.To != input.MainCode))
            work.Add("insert into directory.succession_share (succession_id, kind, key, to_code) values (@Id, @Kind, @Key, @To)", new { Id = id, share.Kind, share.Key, share.To });
    }

    /// <summary>A new part keeps the hours of the first unit that it follows, where that had its own.</summary>
    private static void Hours(Work work, Plan plan, DateOnly on)
    {
        foreach (var row in plan.Created)
            if (plan.Pairs.FirstOrDefault(p => p.To == row.Code) is { } pair)
                work.Add("""
                    insert into directory.opening_hours (unit_code, weekday, opens, closes, demonstration, valid_from)
                    select @To, weekday, opens, closes, demonstration, @On from directory.opening_hours
                    where unit_code = @From and valid_from <= @On and (valid_to is null or valid_to > @On)
                    """, new { pair.To, From = pair.From.Code, On = on });
    }

    /// <summary>Where somebody must manage to decide on a unit: at the one above it, where there is one.</summary>
    public static string ParentPath(Unit unit) => unit.Path.LastIndexOf('/') is > 0 and var cut ? unit.Path[..cut] : unit.Path;
}
