using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Succeed;

/// <summary>On the day of a succession: tells every module which unit's open work goes where. Runs once, however often it is tried.</summary>
internal sealed class CarryOut(Database db, Units units)
{
    private sealed record Row(DateOnly EffectOn, string State);

    public async Task Run(CarrySuccession job, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("directory"), ct);
        var row = await work.OneOrNone<Row>("select effect_on, state from directory.succession where id = @Succession for update", job, ct);
        if (row is not { State: "planned" })
            return;
        var all = await work.Query<(string From, string To, bool Main)>("select from_code, to_code, main from directory.successor where succession_id = @Succession", job, ct);
        var shares = await work.Query<Share>("select kind, key, to_code as \"to\" from directory.succession_share where succession_id = @Succession order by kind, key", job, ct);
        units.Forget();
        var now = await units.On(row.EffectOn, ct);
        // Work lies at parts and what it hangs on above them: the parts first, so that the rest can follow.
        var pairs = all.Where(p => p.Main).OrderByDescending(p => now.LastKnown(p.From)!.Path.Length).ThenBy(p => p.From, StringComparer.Ordinal).ToArray();
        foreach (var (from, to, _) in pairs)
            work.Publish(new UnitSucceeded(from, now.LastKnown(from)!.Path, to, now.Find(to)!.Path, row.EffectOn,
                [.. shares.Select(s => Given(s, from, all, now)).OfType<UnitShare>()]));
        work.Add("update directory.succession set state = 'carried', carried_at = @Now where id = @Succession", new { job.Succession, work.Now });
        work.UnitsChanged(pairs.Length);
        work.Audit("directory.carry-succession", new Ref("succession", job.Succession.ToString()), after: new { row.EffectOn, Pairs = pairs.Select(p => $"{p.From} → {p.To}") });
        await work.Commit(ct);
        units.Forget();
    }

    /// <summary>Of a share's unit, the part that follows this one.</summary>
    private static UnitShare? Given(Share share, string from, IReadOnlyList<(string From, string To, bool Main)> pairs, UnitsOn now) =>
        now.Find(share.To) is not { } unit ? null : pairs.Where(p => p.From == from).Select(p => now.Find(p.To)).OfType<Unit>()
            .Where(u => u.Path == unit.Path || u.Path.StartsWith(unit.Path + "/", StringComparison.Ordinal))
            .Select(u => new UnitShare(share.Kind, share.Key, u.Code, u.Path)).FirstOrDefault();
}

/// <summary>Takes a succession back while its day has not come: the units stand as if it had never been decided.</summary>
internal sealed class CancelSuccessionHandler(Database db, Units units)
{
    private sealed record Row(DateOnly EffectOn, string State, string[] Closed, string[] Created)
    {
        public Row() : this(default, "", [], []) { }
    }

    public async Task<Result<Done>> Handle(Guid id, string? reason, Actor actor, CancellationToken ct)
    {
        if (StepUp.Refuse(actor, StepUpFor.MassAct, db.Now) is { } late)
            return late;
        await using var work = await db.Begin(actor, ct);
        await work.LockUnits(ct);
        var row = await work.OneOrNone<Row>("select effect_on, state, closed, created from directory.succession where id = @id for update", new { id }, ct);
        if (row is null)
            return Problem.NotFound("directory.no-succession");
        var ever = await units.On(DateOnly.MaxValue, ct);
        foreach (var code in row.Closed)
            // As it was decided: a ward does not undo what the province decided on it.
            if (ever.LastKnown(code) is { } unit && !row.Closed.Contains(unit.ParentCode) && Problems.NotManager(actor, MakeSuccessionHandler.ParentPath(unit)) is { } refused)
                return refused;
        if (row.State != "planned" || row.EffectOn <= units.Today)
            return Problem.Conflict("directory.succession.carried");
        if (reason?.Trim() is not { Length: >= 5 and <= 500 } why)
            return Problem.Invalid("directory.reason-missing", "Reason");
        foreach (var table in new[] { "successor", "succession_share" })
            work.Add($"delete from directory.{table} where succession_id = @Id", new { Id = id });
        work.Add("update directory.unit_version set valid_to = null, version = version + 1 where code = any (@Closed) and valid_to = @EffectOn", row);
        foreach (var table in new[] { "opening_hours", "contact_point", "unit_alias" })
            work.Add($"delete from directory.{table} where unit_code = any (@Created)", row);
        // Parts before what they are part of.
        work.Add("delete from directory.unit_version where code = any (@Created)", row);
        work.Add("delete from directory.unit where code = any (@Created)", row);
        work.Add("update directory.succession set state = 'cancelled' where id = @Id", new { Id = id });
        work.UnitsChanged(row.Closed.Length + row.Created.Length);
        foreach (var code in row.Closed.Take(1).Concat(row.Created.Take(1)))
            work.Audit("directory.cancel-succession", new Ref("unit", code), why, before: new { row.EffectOn, row.Closed, row.Created });
        work.Audit("directory.cancel-succession", new Ref("succession", id.ToString()), why);
        await work.Commit(ct);
        units.Forget();
        return Done.It;
    }
}
