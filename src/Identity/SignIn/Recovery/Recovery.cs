using System.Security.Cryptography;
using Sen.Data;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>A request that two administrators let somebody back in, as a list shows it.</summary>
internal sealed record RecoveryRow(
    Guid Id, string StaffId, string UserName, string Name, string? UnitPath, string Reason, string AskedBy, string AskedByName, DateTimeOffset AskedAt,
    string? ApprovedByName, string State, DateTimeOffset ExpiresAt);

/// <summary>Half of a code, shown once to the administrator who hands it over.</summary>
internal sealed record HalfCode(Guid Request, string Name, string Code);

/// <summary>
/// Recovery by two administrators: one asks and gives the reason, another approves. Each gets one half of a code to hand to
/// the person; with both halves the person sets a new password within a day. Neither administrator alone can take an
/// account over, and neither may be the person.
/// </summary>
internal sealed class Recovery(Database db)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);
    private const int ShortestReason = 10, LongestReason = 500;
    private static readonly string Columns = """
        select r.id, r.staff_id, s.user_name, s.name, u.path as unit_path, r.reason, r.asked_by, a.name as asked_by_name, r.asked_at,
          b.name as approved_by_name, r.state, r.expires_at
        from identity.recovery r
        join identity.staff s on s.id = r.staff_id
        join identity.staff a on a.id = r.asked_by
        left join identity.staff b on b.id = r.approved_by
        left join identity.position p on p.staff_id = s.id and p.valid_to is null
        left join directory.v_unit u on u.code = p.unit_code
        """;

    private sealed record Person(string Id, string UserName, string Name, string? UnitPath);

    /// <summary>Requests of the last month for people of the actor's units, the latest first.</summary>
    public Task<IReadOnlyList<RecoveryRow>> List(Actor actor, CancellationToken ct) => db.Query<RecoveryRow>(Columns + $"""

        where r.asked_at > @since and {Access.AtUnits("u.path")}
        order by r.asked_at desc limit 100
        """, new { since = db.Now.AddDays(-30), units = actor.UnitsFor(Permissions.AccountRecover) }, ct);

    /// <summary>One request, or null.</summary>
    public Task<RecoveryRow?> Find(Guid id, CancellationToken ct) => db.OneOrNone<RecoveryRow>(Columns + " where r.id = @id", new { id }, ct);

    /// <summary>Asks for somebody, by user name; the actor gets the first half.</summary>
    public async Task<Result<HalfCode>> Ask(string userName, string reason, Actor actor, CancellationToken ct)
    {
        var person = await db.OneOrNone<Person>("""
            select s.id, s.user_name, s.name, u.path as unit_path from identity.staff s
            left join identity.position p on p.staff_id = s.id and p.valid_to is null
            left join directory.v_unit u on u.code = p.unit_code
            where s.user_name = @name and s.active
            """, new { name = userName.Trim().ToLowerInvariant() }, ct);
        reason = reason.Trim();
        if (person is null)
            return Problem.Invalid("identity.recover-nobody", "UserName");
        if (reason.Length is < ShortestReason or > LongestReason)
            return Problem.Invalid("identity.recover-reason", "Reason", ShortestReason, LongestReason);
        if (Refuse(actor, person.Id, person.UnitPath) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        // Of two who ask at once the second finds the first.
        await work.LockStaff(person.Id, ct);
        if (await work.OneOrNone<Guid?>("select id from identity.recovery where staff_id = @Id and state in ('waiting', 'approved') and expires_at > @Now for update",
            new { person.Id, work.Now }, ct) is not null)
            return Problem.Conflict("identity.recover-open");
        var (id, half) = (Guid.CreateVersion7(), NewHalf());
        work.Add("update identity.recovery set state = 'cancelled', ended_at = @Now where staff_id = @Id and state in ('waiting', 'approved')", new { person.Id, work.Now });
        work.Add("""
            insert into identity.recovery (id, staff_id, reason, asked_by, asked_at, first_half, expires_at)
            values (@Request, @Id, @Reason, @By, @Now, @Half, @Expires)
            """, new { Request = id, person.Id, Reason = reason, By = actor.Id, work.Now, Half = Codes.Hash(half), Expires = work.Now + Lasts });
        Told(work, person.Id, "staff.ask-recovery", reason, "identity.recovery-asked");
        await work.Commit(ct);
        return new HalfCode(id, person.Name, half);
    }

    /// <summary>Approves what another administrator asked; the actor gets the second half.</summary>
    public async Task<Result<HalfCode>> Approve(Guid id, Actor actor, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } request)
            return Problem.NotFound("identity.recover-gone");
        if (Refuse(actor, request.StaffId, request.UnitPath) is { } refused)
            return refused;
        if (request.AskedBy == actor.Id)
            return Problem.Forbidden("identity.recover-two");
        await using var work = await db.Begin(actor, ct);
        if (await work.OneOrNone<Guid?>("select id from identity.recovery where id = @id and state = 'waiting' and expires_at > @Now for update", new { id, work.Now }, ct) is null)
            return Problem.Conflict("identity.recover-gone");
        var half = NewHalf();
        work.AddOne("update identity.recovery set state = 'approved', approved_by = @By, approved_at = @Now, second_half = @Half where id = @id and state = 'waiting'",
            new { id, By = actor.Id, work.Now, Half = Codes.Hash(half) });
        Told(work, request.StaffId, "staff.approve-recovery", request.Reason, "identity.recovery-approved");
        await work.Commit(ct);
        return new HalfCode(id, request.Name, half);
    }

    /// <summary>Withdraws or turns down a request that has not been used.</summary>
    public async Task<Result<Done>> Cancel(Guid id, Actor actor, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } request)
            return Problem.NotFound("identity.recover-gone");
        // The person themselves may always say no.
        if (request.StaffId != actor.Id && Refuse(actor, request.StaffId, request.UnitPath) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.recovery set state = 'cancelled', ended_at = @Now where id = @id and state in ('waiting', 'approved')", new { id, work.Now });
        work.Audit("staff.cancel-recovery", new Ref("staff", request.StaffId));
        await work.Commit(ct);
        return Done.It;
    }

    private Problem? Refuse(Actor actor, string staffId, string? unitPath) =>
        Access.Refuse(actor, Permissions.AccountRecover, unitPath ?? "")
        ?? StepUp.Refuse(actor, StepUpFor.Security, db.Now)
        ?? (staffId == actor.Id ? Problem.Forbidden("identity.recover-self") : null);

    private static void Told(Work work, string staffId, string act, string reason, string template)
    {
        var subject = new Ref("staff", staffId);
        work.Audit(act, subject, reason);
        work.Notify(new Notice(staffId, template, subject, [work.Actor.Name, reason], "/tai-khoan"));
    }

    private static string NewHalf() => RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8);
}
