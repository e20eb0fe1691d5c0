using System.Globalization;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Delegations;
using Sen.Identity.Personnel;
using Sen.Kernel;

namespace Sen.Identity.Absences;

/// <summary>A person is away; the substitute, where there is one, gets every delegable act of theirs for these days.</summary>
/// <param name="Kind">leave, sick, trip, training or other.</param>
/// <param name="Until">First day back.</param>
/// <param name="HandOver">Open work goes to the substitute on the first day.</param>
internal sealed record SetAbsence(string Staff, string Kind, DateOnly Begin, DateOnly Until, string? Substitute, string? Note, bool HandOver);

/// <summary>The person is back, or never went.</summary>
internal sealed record CancelAbsence(Guid Absence);

/// <summary>On the first day open work goes to the substitute.</summary>
[Job("identity.carry-absence")]
internal sealed record CarryAbsence(Guid Absence);

internal sealed class AbsenceHandler(Database db, Units units, GrantsQuery grants, StaffQuery staff)
{
    public static readonly IReadOnlyList<string> Kinds = ["leave", "sick", "trip", "training", "other"];

    private sealed record Row(string StaffId, string? SubstituteId, DateOnly ValidFrom, DateOnly ValidTo, bool HandOver, DateTimeOffset? CancelledAt);

    public async Task<Result<Done>> Handle(SetAbsence input, Actor actor, CancellationToken ct)
    {
        if (await staff.Find(input.Staff, ct) is not { } card)
            return PeopleProblems.NoStaff(input.Staff);
        if (StaffRules.RefuseOther(actor, card) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        await work.LockStaff(card.Id, ct);
        if (await Wrong(work, input, card, ct) is [_, ..] problems)
            return problems;
        var id = Guid.CreateVersion7(work.Now);
        work.Add("""
            insert into identity.absence (id, staff_id, kind, valid_from, valid_to, substitute_id, note, hand_over, made_by, made_at)
            values (@Id, @Staff, @Kind, @Begin, @Until, @Substitute, @Note, @HandOver, @By, @Now)
            """, new { Id = id, input.Staff, input.Kind, input.Begin, input.Until, input.Substitute, input.Note, input.HandOver, By = actor.Id, work.Now });
        if (input.Substitute is not null)
            await Substitute(work, input, id, ct);
        work.Audit("staff.set-absence", new Ref("staff", card.Id), after: new { input.Kind, input.Begin, input.Until, input.Substitute, input.HandOver });
        await work.Commit(ct);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CancelAbsence input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var row = await Lock(work, input.Absence, ct);
        if (row is null)
            return Problem.NotFound("identity.absence.none");
        if (await staff.Find(row.StaffId, ct) is { } card && StaffRules.RefuseOther(actor, card) is { } refused)
            return refused;
        if (row.CancelledAt is not null || row.ValidTo <= units.Today)
            return Problem.Conflict("identity.absence.over");
        work.Add("update identity.absence set cancelled_at = @Now where id = @Absence", new { work.Now, input.Absence });
        work.Add("update identity.delegation set ended_at = @Now, ended_by = @By, end_reason = 'absence' where absence_id = @Absence and ended_at is null",
            new { work.Now, By = actor.Id, input.Absence });
        work.Audit("staff.cancel-absence", new Ref("staff", row.StaffId), before: row);
        await work.Commit(ct);
        return Done.It;
    }

    public async Task Run(CarryAbsence job, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor.Part("identity"), ct);
        if (await Lock(work, job.Absence, ct) is { HandOver: true, CancelledAt: null, SubstituteId: { } to } row)
            work.Publish(new WorkHandedOver(row.StaffId, to, null));
        await work.Commit(ct);
    }

    private async Task Substitute(Work work, SetAbsence input, Guid absence, CancellationToken ct)
    {
        var tree = await units.On(input.Begin, ct);
        var delegable = (await work.Query<string>("select permission from identity.permission_rule where delegable", ct: ct)).ToHashSet();
        // What the successor reads of former units follows from the unit itself.
        var held = (await grants.Own(input.Staff, input.Begin, ct)).Where(g => delegable.Contains(g.Permission) && tree.AtPath(g.UnitPath) is not null);
        // For the record, hence in the language of the administration.
        var why = string.Create(CultureInfo.InvariantCulture, $"Thay thế khi vắng mặt {input.Begin:dd/MM/yyyy} - {input.Until.AddDays(-1):dd/MM/yyyy}");
        foreach (var unit in held.GroupBy(g => g.UnitPath, g => g.Permission))
            DelegationHandler.Write(work, new GiveDelegation(input.Staff, input.Substitute!, [.. unit.Distinct()], "", input.Begin, input.Until, why),
                tree.AtPath(unit.Key)!.Code, null, absence);
        if (input.HandOver)
            work.Enqueue(new CarryAbsence(absence), new Ref("staff", input.Staff), new DateTimeOffset(input.Begin.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7)));
    }

    private async Task<Problem[]> Wrong(Work work, SetAbsence input, StaffCard card, CancellationToken ct)
    {
        var found = new List<Problem>();
        if (!card.Active)
            found.Add(Problem.Conflict("identity.people.left"));
        if (!Kinds.Contains(input.Kind))
            found.Add(PeopleProblems.Missing("Kind"));
        if (input.Until <= input.Begin)
            found.Add(PeopleProblems.EndBeforeBegin("Until"));
        if (input.Until <= units.Today)
            found.Add(PeopleProblems.Past("Until"));
        if (await Away(work, card.Id, input, ct))
            found.Add(Problem.Invalid("identity.absence.twice", "Begin"));
        if (input.HandOver && input.Substitute is null)
            found.Add(PeopleProblems.Missing("Substitute"));
        if (input.Substitute is { } substitute)
        {
            if (substitute == card.Id || !await work.One<bool>("select exists (select from identity.staff where id = @substitute and active)", new { substitute }, ct))
                found.Add(Problem.Invalid("identity.people.no-colleague", "Substitute"));
            else if (await Away(work, substitute, input, ct))
                found.Add(Problem.Invalid("identity.absence.substitute-away", "Substitute"));
        }
        return [.. found];
    }

    private static Task<bool> Away(Work work, string id, SetAbsence input, CancellationToken ct) => work.One<bool>("""
        select exists (select from identity.absence where staff_id = @id and cancelled_at is null and valid_from < @Until and valid_to > @Begin)
        """, new { id, input.Begin, input.Until }, ct);

    private static Task<Row?> Lock(Work work, Guid id, CancellationToken ct) => work.OneOrNone<Row>(
        "select staff_id, substitute_id, valid_from, valid_to, hand_over, cancelled_at from identity.absence where id = @id for update", new { id }, ct);
}
