using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>
/// Another position from a day on, or the end of service where <paramref name="Unit"/> is null. The former position, the roles at its unit
/// and the delegations end with it; open work goes to a colleague on that day.
/// </summary>
/// <param name="Roles">Roles at the new unit.</param>
/// <param name="WorkTo">Who takes the open work; needed when there is any.</param>
internal sealed record MoveStaff(string Staff, string? Unit, string? Title, IReadOnlyList<string> Roles, DateOnly On, string Decision, string? WorkTo);

/// <summary>On this day open work goes over; whoever leaves can no longer sign in.</summary>
[Job("identity.carry-move")]
internal sealed record CarryMove(Guid Move);

internal sealed class MoveStaffHandler(Database db, Units units, StaffQuery staff, IEnumerable<OpenWork> kindsOfWork, IServiceProvider services)
{
    /// <summary>What the person has in hand, by kind.</summary>
    public async Task<IReadOnlyList<(string Text, long Count)>> InHand(string id, CancellationToken ct)
    {
        var found = new List<(string, long)>();
        foreach (var kind in kindsOfWork)
            if (await kind.Count(new WorkOf([], id), services, ct) is > 0 and var count)
                found.Add((kind.Text, count));
        return found;
    }

    public async Task<Result<Done>> Handle(MoveStaff input, Actor actor, CancellationToken ct)
    {
        if (await staff.Find(input.Staff, ct) is not { } card)
            return PeopleProblems.NoStaff(input.Staff);
        if ((StaffRules.RefuseSelf(actor, card) ?? StepUp.Refuse(actor, StepUpFor.Security, db.Now)) is { } refused)
            return refused;
        var to = input.Unit is null ? null : (await units.On(input.On, ct)).Find(input.Unit);
        if (to is not null && StaffRules.Refuse(actor, to.Path) is { } there)
            return there;
        await using var work = await db.Begin(actor, ct);
        await work.LockStaff(card.Id, ct);
        if (await Wrong(work, input, card, to, ct) is [_, ..] problems)
            return problems;
        Write(work, input, card, to);
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<Problem[]> Wrong(Work work, MoveStaff input, StaffCard card, Unit? to, CancellationToken ct)
    {
        var found = new List<Problem>();
        if (!card.Active)
            found.Add(Problem.Conflict("identity.people.left"));
        if (input.Unit is not null && to is null)
            found.Add(PeopleProblems.NoUnit("Unit", input.Unit));
        if (input.Unit is not null && string.IsNullOrWhiteSpace(input.Title))
            found.Add(PeopleProblems.Missing("Title"));
        if (string.IsNullOrWhiteSpace(input.Decision))
            found.Add(PeopleProblems.Missing("Decision"));
        if (input.On < units.Today)
            found.Add(PeopleProblems.Past("On"));
        var known = (await work.Query<string>("select code from identity.role", ct: ct)).ToHashSet();
        found.AddRange(input.Roles.Where(r => !known.Contains(r)).Select(r => PeopleProblems.NoRole("Roles", r)));
        if (await work.One<bool>("select exists (select from identity.position where staff_id = @Id and valid_from >= @On and main)", new { card.Id, input.On }, ct))
            found.Add(Problem.Invalid("identity.people.moved-later", "On"));
        if (input.WorkTo == card.Id || input.WorkTo is not null
            && !await work.One<bool>("select exists (select from identity.staff where id = @WorkTo and active)", new { input.WorkTo }, ct))
            found.Add(Problem.Invalid("identity.people.no-colleague", "WorkTo"));
        else if (input.WorkTo is null && await InHand(card.Id, ct) is [_, ..])
            found.Add(Problem.Invalid("identity.people.work-open", "WorkTo"));
        return [.. found];
    }

    private static void Write(Work work, MoveStaff input, StaffCard card, Unit? to)
    {
        var id = Guid.CreateVersion7(work.Now);
        var of = new { card.Id, input.On, Decision = input.Decision.Trim() };
        // Leaving ends every position and role; a transfer the main position, and the roles at the unit it was at and below.
        var leaving = input.Unit is null;
        work.Add("update identity.position set valid_to = @On, end_reason = @Decision where staff_id = @Id and valid_to is null and valid_from < @On" + (leaving ? "" : " and main"), of);
        work.Add("""
            update identity.role_assignment a set valid_to = @On, end_reason = @Decision, ended_by = @By
            where staff_id = @Id and (valid_to is null or valid_to > @On) and valid_from < @On
              and (@leaving or exists (select from directory.v_unit_last u where u.code = a.unit_code
                and (u.path = @UnitPath or starts_with(u.path, @UnitPath || '/') or starts_with(@UnitPath, u.path || '/'))))
            """, new { card.Id, input.On, of.Decision, By = work.Actor.Id, leaving, card.UnitPath });
        work.Add("""
            update identity.delegation set valid_to = greatest(@On, valid_from + 1), end_reason = @Decision
            where (from_id = @Id or to_id = @Id) and ended_at is null and valid_to > @On
            """, of);
        if (to is not null)
        {
            work.Add("insert into identity.position (staff_id, unit_code, title, valid_from, decision) values (@Id, @Code, @Title, @On, @Decision)",
                new { card.Id, to.Code, Title = input.Title!.Trim(), input.On, of.Decision });
            foreach (var role in input.Roles.Distinct())
                work.Add("""
                    insert into identity.role_assignment (staff_id, role, unit_code, valid_from, decision, given_by) values (@Id, @role, @Code, @On, @Decision, @By)
                    on conflict do nothing
                    """, new { card.Id, role, to.Code, input.On, of.Decision, By = work.Actor.Id });
        }
        work.Add("""
            insert into identity.move (id, staff_id, kind, effect_on, from_unit, work_to, decision, made_by, made_at)
            values (@Move, @Id, @Kind, @On, @UnitCode, @WorkTo, @Decision, @By, @Now)
            """, new { Move = id, card.Id, Kind = leaving ? "leave" : "transfer", input.On, card.UnitCode, input.WorkTo, of.Decision, By = work.Actor.Id, work.Now });
        work.Enqueue(new CarryMove(id), new Ref("staff", card.Id), new DateTimeOffset(input.On.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7)));
        work.Audit(leaving ? "staff.leave" : "staff.transfer", new Ref("staff", card.Id), input.Decision,
            before: new { card.UnitCode, card.Title }, after: new { Unit = to?.Code, input.Title, input.Roles, input.On, input.WorkTo });
    }
}

/// <summary>Carries a move out on its day; once, however often it is tried.</summary>
internal sealed class CarryMoveHandler(Database db)
{
    private sealed record Row(string StaffId, string Kind, DateOnly EffectOn, string? WorkTo, DateTimeOffset? CarriedAt);

    public async Task Run(CarryMove job, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("identity"), ct);
        var row = await work.OneOrNone<Row>("select staff_id, kind, effect_on, work_to, carried_at from identity.move where id = @Move for update", job, ct);
        if (row is null or { CarriedAt: not null })
            return;
        if (row.WorkTo is not null)
            work.Publish(new WorkHandedOver(row.StaffId, row.WorkTo, null));
        if (row.Kind == "leave")
        {
            work.Add("update identity.staff set active = false, left_on = @EffectOn, version = version + 1 where id = @StaffId", row);
            work.Add("update identity.session set ended_at = @Now, ended_by = 'identity' where subject_id = @StaffId and kind = 'staff' and ended_at is null", new { work.Now, row.StaffId });
        }
        work.Add("update identity.move set carried_at = @Now where id = @Move", new { work.Now, job.Move });
        work.Audit("staff.carry-move", new Ref("staff", row.StaffId), after: new { row.Kind, row.EffectOn, row.WorkTo });
        await work.Commit(ct);
    }
}
