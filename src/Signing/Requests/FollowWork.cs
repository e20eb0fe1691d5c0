using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Signing;

/// <summary>Open work of a member of staff goes to another: transfer, leaving, a long absence.</summary>
[Event("identity.work-handed-over", 1)]
internal sealed record WorkHandedOver(string From, string To, string? UnitPath);

/// <summary>
/// Steps that wait for somebody whose work goes to another: that one signs as deputy, in the own name, where the right to sign is
/// held and the law lets it pass on. A step that stays is told to whoever asked for the signature. What somebody asked for who has left is
/// the other's to recall and to follow.
/// </summary>
internal sealed class FollowWork(Database db, Staff staff)
{
    private sealed record Step(Guid Id, Guid RequestId, string StaffId, string StaffName, string Capacity, string State, DateTimeOffset? DueAt, string? DeputyId, string Title, string UnitPath, string CreatedBy);

    /// <summary>Runs again without harm: what has a new signer no longer waits for the former one.</summary>
    public async Task Handle(WorkHandedOver given, CancellationToken ct)
    {
        var steps = await db.Query<Step>("""
            select s.id, s.request_id, s.staff_id, s.staff_name, s.capacity, s.state, s.due_at, s.deputy_id, r.title, r.unit_path, r.created_by
            from signing.step s join signing.request r on r.id = s.request_id
            where r.state = 'Open' and s.kind = 'Personal' and s.state in ('Waiting', 'Open')
              and (s.deputy_id = @From or (s.staff_id = @From and s.deputy_id is null))
              and (@UnitPath::text is null or r.unit_path = @UnitPath or starts_with(r.unit_path, @UnitPath || '/'))
            order by s.id
            """, given, ct);
        var to = await staff.Find(given.To, ct);
        await Asked(given, to, ct);
        if (steps.Count == 0)
            return;
        await using var work = await db.Begin(Actor.Part("signing"), ct);
        foreach (var step in steps)
            if (step.DeputyId is not null)
                GiveBack(work, step);
            else if (to is not null && step.Capacity != Capacity.Authorised && (await staff.HoldersOf(Permissions.DossierSign, step.UnitPath, ct)).Any(h => h.Id == to.Id))
                Give(work, step, to);
            else
                Stay(work, step);
        await work.Commit(ct);
    }

    private async Task Asked(WorkHandedOver given, StaffMember? to, CancellationToken ct)
    {
        if (to is null || await staff.Find(given.From, ct) is not null)
            return;
        await using var work = await db.Begin(Actor.Part("signing"), ct);
        var open = await work.Query<Guid>("select id from signing.request where state = 'Open' and created_by = @From order by id for update", given, ct);
        if (open.Count == 0)
            return;
        work.Add("update signing.request set created_by = @Id, created_name = @Name, version = version + 1 where id = any (@open)", new { to.Id, to.Name, open = open.ToArray() });
        foreach (var request in open)
            work.Audit("signing.hand-over", Steps.Ref(request), before: new { given.From }, after: new { to.Id });
        await work.Commit(ct);
    }

    private static void Give(Work work, Step step, StaffMember to)
    {
        work.AddOne("update signing.step set deputy_id = @To, deputy_name = @Name, deputy_reason = 'Bàn giao công việc' where id = @Id and state = @State and deputy_id is null",
            new { To = to.Id, to.Name, step.Id, step.State });
        Tell(work, step, to.Id);
        work.Audit("signing.give", Steps.Ref(step.RequestId), after: new { step = step.Id, from = step.StaffId, deputy = to.Id });
    }

    // A deputy has no deputy: the step is again the signer's.
    private static void GiveBack(Work work, Step step)
    {
        work.AddOne("update signing.step set deputy_id = null, deputy_name = null, deputy_reason = null where id = @Id and state = @State and deputy_id = @DeputyId", step);
        Tell(work, step, step.StaffId);
        work.Audit("signing.give-back", Steps.Ref(step.RequestId), before: new { step = step.Id, deputy = step.DeputyId }, after: new { step.StaffId });
    }

    // What is authorised may not be passed on (Decree 30/2020/NĐ-CP, article 13, 4); nor may one sign who holds no right to.
    private static void Stay(Work work, Step step)
    {
        work.Notify(new Notice(step.CreatedBy, "signing.stays", Steps.Ref(step.RequestId), [step.Title, step.StaffName], $"/ky-so/{step.RequestId}"));
        work.Audit("signing.stay", Steps.Ref(step.RequestId), after: new { step = step.Id, step.StaffId });
    }

    private static void Tell(Work work, Step step, string signer)
    {
        if (step.State == "Open")
            Steps.Announce(work, new(step.RequestId, step.Title, step.UnitPath), SignatureKind.Personal, signer, step.DueAt);
    }
}
