using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>A new member of staff in a position, with roles at that unit.</summary>
/// <param name="Decision">The act of appointment, with number and date.</param>
internal sealed record AddStaff(string Name, string UserName, string Unit, string Title, IReadOnlyList<string> Roles, DateOnly From, string Decision,
    string? Email = null, string? Phone = null, DateOnly? BirthDate = null, string? PersonalId = null);

internal sealed class AddStaffHandler(Database db, Units units)
{
    /// <summary>The identifier of the new member of staff. They sign in once a password is set for them.</summary>
    public async Task<Result<string>> Handle(AddStaff input, Actor actor, CancellationToken ct)
    {
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } late)
            return late;
        await using var work = await db.Begin(actor, ct);
        var roles = (await work.Query<string>("select code from identity.role", ct: ct)).ToHashSet();
        var taken = await work.One<bool>("select exists (select from identity.staff where user_name = @UserName)", input, ct);
        var day = await units.On(input.From, ct);
        if (Check(input, actor, day, roles, taken) is [_, ..] problems)
            return problems;
        var id = Write(work, input, day.Find(input.Unit)!);
        await work.Commit(ct);
        return id;
    }

    /// <summary>Everything that is wrong with it; the import asks the same for each row.</summary>
    public static Problem[] Check(AddStaff input, Actor actor, UnitsOn day, IReadOnlySet<string> roles, bool userNameTaken)
    {
        var found = new List<Problem>();
        if (input.Name.Trim().Length is < 3 or > 100)
            found.Add(PeopleProblems.Missing("Name"));
        if (!PeopleProblems.IsUserName(input.UserName))
            found.Add(PeopleProblems.BadUserName("UserName"));
        else if (userNameTaken)
            found.Add(PeopleProblems.UserNameTaken("UserName", input.UserName));
        if (input.Title.Trim().Length is < 2 or > 200)
            found.Add(PeopleProblems.Missing("Title"));
        if (day.Find(input.Unit) is not { } unit)
            found.Add(PeopleProblems.NoUnit("Unit", input.Unit));
        else if (StaffRules.Refuse(actor, unit.Path) is { } refused && actor.Kind != ActorKind.System)
            found.Add(refused);
        found.AddRange(input.Roles.Where(r => !roles.Contains(r)).Select(r => PeopleProblems.NoRole("Roles", r)));
        if (string.IsNullOrWhiteSpace(input.Decision))
            found.Add(PeopleProblems.Missing("Decision"));
        if (input.PersonalId is { } number && (number.Length != 12 || !number.All(char.IsAsciiDigit)))
            found.Add(Problem.Invalid("identity.people.personal-id", "PersonalId"));
        if (input.Email is { } mail && (mail.Length > 200 || mail.Count(c => c == '@') != 1 || mail.Contains(' ', StringComparison.Ordinal)))
            found.Add(Problem.Invalid("identity.people.email", "Email"));
        return [.. found];
    }

    /// <summary>Buffers the rows and the ledger entry.</summary>
    public static string Write(Work work, AddStaff input, Unit unit)
    {
        var id = Guid.CreateVersion7(work.Now).ToString();
        work.Add("""
            insert into identity.staff (id, user_name, name, email, phone, birth_date, personal_id, created_at)
            values (@Id, @UserName, @Name, @Email, @Phone, @BirthDate, @PersonalId, @Now)
            """, new { Id = id, input.UserName, Name = input.Name.Trim().Normalize(), input.Email, input.Phone, input.BirthDate, input.PersonalId, work.Now });
        work.Add("insert into identity.position (staff_id, unit_code, title, valid_from, decision) values (@Id, @Unit, @Title, @From, @Decision)",
            new { Id = id, Unit = unit.Code, Title = input.Title.Trim(), input.From, Decision = input.Decision.Trim() });
        foreach (var role in input.Roles.Distinct())
            work.Add("insert into identity.role_assignment (staff_id, role, unit_code, valid_from, decision, given_by) values (@Id, @role, @Unit, @From, @Decision, @By)",
                new { Id = id, role, Unit = unit.Code, input.From, Decision = input.Decision.Trim(), By = work.Actor.Id });
        // Personal data stays out of the ledger: it cannot be changed there.
        work.Audit("staff.add", new Ref("staff", id), input.Decision, after: new { input.UserName, Unit = unit.Code, input.Title, input.Roles, input.From });
        return id;
    }
}
