using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Gives a role at a unit and below.</summary>
/// <param name="Until">First day without it, or null.</param>
internal sealed record GiveRole(string Staff, string Role, string Unit, DateOnly From, DateOnly? Until, string Decision);

/// <summary>Ends a role from a day on.</summary>
internal sealed record EndRole(string Staff, long Assignment, DateOnly On, string Reason);

internal sealed class RolesHandler(Database db, Units units, StaffQuery staff)
{
    private sealed record Row(string Role, string UnitCode, DateOnly ValidFrom, DateOnly? ValidTo);

    public async Task<Result<Done>> Handle(GiveRole input, Actor actor, CancellationToken ct)
    {
        if (await staff.Find(input.Staff, ct) is not { } card)
            return PeopleProblems.NoStaff(input.Staff);
        if (card.Id == actor.Id)
            return PeopleProblems.ToYourself();
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } late)
            return late;
        var unit = (await units.On(input.From, ct)).Find(input.Unit);
        if (unit is not null && StaffRules.Refuse(actor, unit.Path) is { } refused)
            return refused;
        var problems = new List<Problem>();
        if (unit is null)
            problems.Add(PeopleProblems.NoUnit("Unit", input.Unit));
        if (input.Until <= input.From)
            problems.Add(PeopleProblems.EndBeforeBegin("Until"));
        if (string.IsNullOrWhiteSpace(input.Decision))
            problems.Add(PeopleProblems.Missing("Decision"));
        await using var work = await db.Begin(actor, ct);
        await work.LockStaff(card.Id, ct);
        if (!await work.One<bool>("select exists (select from identity.role where code = @Role)", input, ct))
            problems.Add(PeopleProblems.NoRole("Role", input.Role));
        else if (unit is not null && await work.One<bool>("""
            select exists (select from identity.role_assignment where staff_id = @Staff and role = @Role and unit_code = @Code
              and daterange(valid_from, valid_to) && daterange(@From, @Until))
            """, new { input.Staff, input.Role, unit.Code, input.From, input.Until }, ct))
            problems.Add(Problem.Invalid("identity.people.role-held", "Role"));
        if (problems.Count > 0)
            return problems.ToArray();
        work.Add("""
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from, valid_to, decision, given_by)
            values (@Staff, @Role, @Code, @From, @Until, @Decision, @By)
            """, new { input.Staff, input.Role, unit!.Code, input.From, input.Until, Decision = input.Decision.Trim(), By = actor.Id });
        work.Audit("access.give-role", new Ref("staff", card.Id), input.Decision, after: new { input.Role, unit.Code, input.From, input.Until });
        await work.Commit(ct);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(EndRole input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await work.LockStaff(input.Staff, ct) is null)
            return PeopleProblems.NoStaff(input.Staff);
        var row = await work.OneOrNone<Row>("""
            select role, unit_code, valid_from, valid_to from identity.role_assignment where id = @Assignment and staff_id = @Staff
            """, input, ct);
        if (row is null || row.ValidTo <= input.On)
            return Problem.Conflict("identity.people.role-ended");
        var now = await units.On(null, ct);
        if (StaffRules.Refuse(actor, (now.Find(row.UnitCode) ?? now.LastKnown(row.UnitCode))?.Path ?? "") is { } refused)
            return refused;
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } late)
            return late;
        if (string.IsNullOrWhiteSpace(input.Reason))
            return PeopleProblems.Missing("Reason");
        if (input.On < units.Today)
            return PeopleProblems.Past("On");
        // A role that had not begun, or begins this very day, never was.
        work.Add(row.ValidFrom >= input.On
            ? "delete from identity.role_assignment where id = @Assignment"
            : "update identity.role_assignment set valid_to = @On, end_reason = @Reason, ended_by = @By where id = @Assignment",
            new { input.Assignment, input.On, Reason = input.Reason.Trim(), By = actor.Id });
        work.Audit("access.end-role", new Ref("staff", input.Staff), input.Reason, before: row, after: new { input.On });
        await work.Commit(ct);
        return Done.It;
    }
}
