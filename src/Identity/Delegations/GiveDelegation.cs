using Dapper;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Packs;
using Sen.Identity.Personnel;
using Sen.Kernel;

namespace Sen.Identity.Delegations;

/// <summary>Lets another person do these acts in one's stead, at a unit and below, from a day until a day.</summary>
/// <param name="From">Who delegates.</param>
/// <param name="Until">First day on which it no longer holds.</param>
/// <param name="Decision">The written act, with number and date.</param>
internal sealed record GiveDelegation(string From, string To, IReadOnlyList<string> Permissions, string Unit, DateOnly Begin, DateOnly Until, string Decision);

/// <summary>Takes a delegation back at once, with those passed on from it.</summary>
internal sealed record EndDelegation(Guid Delegation, string Reason);

/// <summary>
/// Who holds a permission by a role may delegate it where its rule says so; who holds it by delegation may pass it on only
/// where the law lets them (signing under a delegation: never, Decree 30/2020/NĐ-CP, art. 13).
/// </summary>
internal sealed class DelegationHandler(Database db, Units units, GrantsQuery grants, StaffQuery staff)
{
    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Parent(Guid Id, string[] Permissions, string UnitCode, DateOnly ValidFrom, DateOnly ValidTo);

    public async Task<Result<Done>> Handle(GiveDelegation input, Actor actor, CancellationToken ct)
    {
        if (await staff.Find(input.From, ct) is not { } giver)
            return PeopleProblems.NoStaff(input.From);
        if (StaffRules.RefuseOther(actor, giver) is { } refused)
            return refused;
        if (giver.Id != actor.Id && input.To == actor.Id)
            return PeopleProblems.ToYourself();
        await using var work = await db.Begin(actor, ct);
        await work.LockStaff(giver.Id, ct);
        var tree = await units.On(input.Begin, ct);
        var unit = tree.Find(input.Unit);
        if (await Form(work, input, giver, unit, ct) is [_, ..] wrong)
            return wrong;
        var parents = new Dictionary<string, Guid?>();
        if (await Sources(work, input, unit!, tree, parents, ct) is [_, ..] problems)
            return problems;
        foreach (var group in parents.GroupBy(p => p.Value, p => p.Key))
            Write(work, input with { Permissions = [.. group] }, unit!.Code, group.Key, null);
        await work.Commit(ct);
        return Done.It;
    }

    /// <summary>Buffers a delegation; an absence makes its own the same way.</summary>
    public static void Write(Work work, GiveDelegation input, string unit, Guid? parent, Guid? absence)
    {
        var id = Guid.CreateVersion7(work.Now);
        work.Add("""
            insert into identity.delegation (id, from_id, to_id, permissions, unit_code, valid_from, valid_to, decision, parent_id, absence_id, made_by, made_at)
            values (@Id, @From, @To, @Permissions, @Unit, @Begin, @Until, @Decision, @Parent, @Absence, @By, @Now)
            """, new
        {
            Id = id,
            input.From,
            input.To,
            Permissions = input.Permissions.ToArray(),
            Unit = unit,
            input.Begin,
            input.Until,
            Decision = input.Decision.Trim(),
            Parent = parent,
            Absence = absence,
            By = work.Actor.Id,
            work.Now,
        });
        var about = new { input.From, input.To, input.Permissions, Unit = unit, input.Begin, input.Until, Parent = parent, Absence = absence };
        foreach (var person in new[] { input.From, input.To })
            work.Audit("access.delegate", new Ref("staff", person), input.Decision, after: about);
    }

    private static async Task<Problem[]> Form(Work work, GiveDelegation input, StaffCard giver, Unit? unit, CancellationToken ct)
    {
        var found = new List<Problem>();
        if (!giver.Active)
            found.Add(Problem.Conflict("identity.people.left"));
        if (input.To == input.From || !await work.One<bool>("select exists (select from identity.staff where id = @To and active)", new { input.To }, ct))
            found.Add(Problem.Invalid("identity.people.no-colleague", "To"));
        if (input.Permissions.Count == 0)
            found.Add(Problem.Invalid("identity.delegation.no-act", "Permissions"));
        if (unit is null)
            found.Add(PeopleProblems.NoUnit("Unit", input.Unit));
        if (input.Begin < DateOnly.FromDateTime(work.Now.ToOffset(TimeSpan.FromHours(7)).DateTime))
            found.Add(PeopleProblems.Past("Begin"));
        if (input.Until <= input.Begin)
            found.Add(PeopleProblems.EndBeforeBegin("Until"));
        if (string.IsNullOrWhiteSpace(input.Decision))
            found.Add(PeopleProblems.Missing("Decision"));
        return [.. found];
    }

    /// <summary>Finds by what the giver holds each permission: null for a role, else the delegation that is passed on.</summary>
    private async Task<Problem[]> Sources(Work work, GiveDelegation input, Unit unit, UnitsOn tree, Dictionary<string, Guid?> parents, CancellationToken ct)
    {
        var own = await grants.Own(input.From, input.Begin, ct);
        var rules = (await work.Query<DelegationRule>("select permission, delegable, redelegable, law from identity.permission_rule", ct: ct)).ToDictionary(r => r.Permission);
        var received = await work.Query<Parent>("""
            select id, permissions, unit_code, valid_from, valid_to from identity.delegation
            where to_id = @From and ended_at is null and valid_from <= @Begin and valid_to > @Begin
            """, new { input.From, input.Begin }, ct);
        var found = new List<Problem>();
        foreach (var permission in input.Permissions.Distinct())
        {
            if (rules.GetValueOrDefault(permission) is not { Delegable: true } rule)
                found.Add(Problem.Invalid("identity.delegation.not-delegable", "Permissions", permission) with { Rule = rules.GetValueOrDefault(permission)?.Law });
            else if (own.Any(g => g.Permission == permission && g.Covers(unit.Path)))
                parents[permission] = null;
            else if (received.FirstOrDefault(r => r.Permissions.Contains(permission) && tree.Find(r.UnitCode) is { } at && new Grant(permission, at.Path, "").Covers(unit.Path)) is not { } parent)
                found.Add(Problem.Invalid("identity.delegation.not-held", "Permissions", permission, unit.Name));
            else if (!rule.Redelegable)
                found.Add(Problem.Invalid("identity.delegation.no-redelegation", "Permissions", permission, rule.Law) with { Rule = rule.Law });
            else if (parent.ValidTo < input.Until)
                found.Add(Problem.Invalid("identity.delegation.beyond-parent", "Until", parent.ValidTo.AddDays(-1)));
            else
                parents[permission] = parent.Id;
        }
        return [.. found];
    }
}

internal sealed class EndDelegationHandler(Database db, StaffQuery staff)
{
    private sealed record Row(string FromId, string ToId, DateTimeOffset? EndedAt);

    public async Task<Result<Done>> Handle(EndDelegation input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var row = await work.OneOrNone<Row>("select from_id, to_id, ended_at from identity.delegation where id = @Delegation for update", input, ct);
        if (row is null)
            return Problem.NotFound("identity.delegation.none");
        // The giver takes it back, the receiver may decline it, whoever manages the giver's unit may end it.
        if (actor.Id != row.ToId && await staff.Find(row.FromId, ct) is { } giver && StaffRules.RefuseOther(actor, giver) is { } refused)
            return refused;
        if (row.EndedAt is not null)
            return Problem.Conflict("identity.delegation.ended");
        if (string.IsNullOrWhiteSpace(input.Reason))
            return PeopleProblems.Missing("Reason");
        work.Add("update identity.delegation set ended_at = @Now, ended_by = @By, end_reason = @Reason where id = @Delegation and ended_at is null",
            new { work.Now, By = actor.Id, Reason = input.Reason.Trim(), input.Delegation });
        foreach (var person in new[] { row.FromId, row.ToId })
            work.Audit("access.end-delegation", new Ref("staff", person), input.Reason, before: new { input.Delegation, row.FromId, row.ToId });
        await work.Commit(ct);
        return Done.It;
    }
}
