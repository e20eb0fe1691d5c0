using Sen.Data;
using Sen.Directory;
using Sen.Flows;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>A unit's open work goes to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string FromPath, string To, string ToPath, UnitShare[]? Shares = null);

/// <summary>What a split gives to another unit: of ours a field of procedures, or one dossier.</summary>
internal sealed record UnitShare(string Kind, string Key, string To, string ToPath);

/// <summary>
/// Takes dossiers that are not settled, and drafts, to the unit that follows theirs. What is settled keeps the office that
/// settled it; the follower's staff read it by the succession.
/// </summary>
internal sealed class FollowUnit(Database db, Processes processes)
{
    private const string Field = "procedures.field", One = "procedures.dossier";

    private sealed record Open(Guid Id, string? Number, string PersonId, int Status, string Field, string? OnBehalfName);

    // Finished but not handed over still lies at a desk.
    private const string NotDone = "status not in (3, 7, 8, 10)";
    private const string Procedure = "from procedures.dossier d join procedures.procedure p on p.code = d.procedure_code and p.version = d.procedure_version";

    /// <summary>Runs again without harm: what has moved lies no longer at the former unit.</summary>
    public async Task Handle(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("procedures"), ct);
        var open = await work.Query<Open>(
            $"select d.id, number, person_id, status, p.field, on_behalf_name {Procedure} where office = @From and office_path = @FromPath and {NotDone} order by d.id for update of d", moved, ct);
        var shares = (moved.Shares ?? []).ToDictionary(s => (s.Kind, s.Key));
        var names = (await work.Query<(string Code, string Name)>("select code, name from directory.v_unit_last where code = any (@codes)",
            new { codes = shares.Values.Select(s => s.To).Append(moved.To).ToArray() }, ct)).ToDictionary(n => n.Code, n => n.Name);
        foreach (var dossier in open)
        {
            var subject = Names.Dossier(dossier.Id);
            var (goesTo, path) = (shares.GetValueOrDefault((One, dossier.Id.ToString())) ?? shares.GetValueOrDefault((Field, dossier.Field))) is { } share
                ? (share.To, share.ToPath) : (moved.To, moved.ToPath);
            var to = names.GetValueOrDefault(goesTo, goesTo);
            work.Add("update procedures.dossier set office = @To, office_path = @ToPath, version = version + 1 where id = @Id",
                new { To = goesTo, ToPath = path, dossier.Id });
            // A new place in the tree is nothing that the applicant must know.
            if (moved.From != goesTo)
            {
                work.Step(dossier.Id, (DossierStatus)dossier.Status, "office-changed", to);
                work.Notify(new Notice(dossier.PersonId, "dossier-office-changed", subject, [dossier.OnBehalfName is null ? dossier.Number : $"{dossier.Number} ({dossier.OnBehalfName})", to], $"/ho-so/{dossier.Number}"));
            }
            work.Audit("dossier.change-office", subject, before: new { moved.From, moved.FromPath }, after: new { To = goesTo, ToPath = path });
        }
        if (open.Count > 0)
            await work.Commit(ct);
        if (shares.Count > 0)
            await Running(moved, ct);
        await Drafts(moved, ct);
    }

    /// <summary>
    /// Flows takes all that runs at the former unit to the main follower, before or after this; what belongs to a dossier that was
    /// given away goes where the dossier is. A transaction of its own: who completes a task locks the process first.
    /// </summary>
    private async Task Running(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("procedures"), ct);
        var found = await work.Query<(string Dossier, string ToPath)>($"""
            select distinct d.id::text, s.to_path {Procedure}
            join unnest(@kinds, @keys, @paths) s (kind, key, to_path) on (s.kind = '{One}' and s.key = d.id::text)
              or (s.kind = '{Field}' and s.key = p.field and not (d.id::text = any (@apart)))
            where {NotDone} and (d.office_path = s.to_path or starts_with(d.office_path, s.to_path || '/'))
            order by 1
            """, new
        {
            kinds = moved.Shares!.Select(s => s.Kind).ToArray(),
            keys = moved.Shares!.Select(s => s.Key).ToArray(),
            paths = moved.Shares!.Select(s => s.ToPath).ToArray(),
            apart = moved.Shares!.Where(s => s.Kind == One).Select(s => s.Key).ToArray(),
        }, ct);
        var any = false;
        foreach (var (dossier, path) in found)
            any |= await processes.Relocate(work, new Ref("dossier", dossier), [moved.FromPath, moved.ToPath], path, ct);
        if (any)
            await work.Commit(ct);
    }

    private async Task Drafts(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("procedures"), ct);
        foreach (var share in (moved.Shares ?? []).Where(s => s.Kind == Field))
            work.Add("""
                update procedures.draft d set office = @To, version = d.version + 1 from procedures.procedure p
                where p.code = d.procedure_code and p.version = d.procedure_version and p.field = @Key and d.office = @From
                """, new { share.To, share.Key, moved.From });
        work.Add("update procedures.draft set office = @To, version = version + 1 where office = @From and @From <> @To", new { moved.From, moved.To });
        await work.Commit(ct);
    }

    /// <summary>Open dossiers by field: what a split can give to either of its followers.</summary>
    public Task<IReadOnlyList<WorkPortion>> Portions(IReadOnlyList<string> paths, CancellationToken ct) => db.Query<WorkPortion>(
        $"select '{Field}' as kind, p.field as key, p.field as name, count(*) {Procedure} where office_path = any (@Paths) and {NotDone} group by p.field order by p.field",
        new { Paths = paths.ToArray() }, ct);

    /// <summary>An open dossier by its number.</summary>
    public Task<WorkPortion?> Single(string number, IReadOnlyList<string> paths, CancellationToken ct) => db.OneOrNone<WorkPortion>(
        $"select '{One}' as kind, d.id::text as key, number as name, null::bigint as count {Procedure} where number = @number and office_path = any (@Paths) and {NotDone}",
        new { number, Paths = paths.ToArray() }, ct);

    /// <summary>Dossiers that a merger would move.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is not null ? Task.FromResult(0L) : db.One<long>(
        $"select count(*) from procedures.dossier where office_path = any (@Paths) and {NotDone}", new { Paths = of.Paths.ToArray() }, ct);
}
