using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>A unit's open work goes to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string FromPath, string To, string ToPath);

/// <summary>
/// Takes dossiers that are not settled, and drafts, to the unit that follows theirs. What is settled keeps the office that
/// settled it; the follower's staff read it by the succession.
/// </summary>
internal sealed class FollowUnit(Database db)
{
    private sealed record Open(Guid Id, string? Number, string PersonId, int Status);

    // Finished but not handed over still lies at a desk.
    private const string NotDone = "status not in (3, 7, 8, 10)";

    /// <summary>Runs again without harm: what has moved lies no longer at the former unit.</summary>
    public async Task Handle(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("procedures"), ct);
        var open = await work.Query<Open>(
            $"select id, number, person_id, status from procedures.dossier where office = @From and office_path = @FromPath and {NotDone} order by id for update", moved, ct);
        var to = await work.OneOrNone<string>("select name from directory.v_unit_last where code = @To", moved, ct) ?? moved.To;
        foreach (var dossier in open)
        {
            var subject = Names.Dossier(dossier.Id);
            work.Add("update procedures.dossier set office = @To, office_path = @ToPath, version = version + 1 where id = @Id",
                new { moved.To, moved.ToPath, dossier.Id });
            // A new place in the tree is nothing that the applicant must know.
            if (moved.From != moved.To)
            {
                work.Step(dossier.Id, (DossierStatus)dossier.Status, "office-changed", to);
                work.Notify(new Notice(dossier.PersonId, "dossier-office-changed", subject, [dossier.Number, to], $"/ho-so/{dossier.Number}"));
            }
            work.Audit("dossier.change-office", subject, before: new { moved.From, moved.FromPath }, after: new { moved.To, moved.ToPath });
        }
        if (open.Count > 0)
            await work.Commit(ct);
        await Drafts(moved, ct);
    }

    private async Task Drafts(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("procedures"), ct);
        work.Add("update procedures.draft set office = @To, version = version + 1 where office = @From and @From <> @To", new { moved.From, moved.To });
        await work.Commit(ct);
    }

    /// <summary>Dossiers that a merger would move.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is not null ? Task.FromResult(0L) : db.One<long>(
        $"select count(*) from procedures.dossier where office_path = any (@Paths) and {NotDone}", new { Paths = of.Paths.ToArray() }, ct);
}
