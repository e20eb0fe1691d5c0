using Dapper;
using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.Packs;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>The permissions of the program: few, readable, each at a unit and below. Roles of the pack bundle them.</summary>
public static class Permissions
{
    public const string
        DossierAccept = "dossier.accept", DossierProcess = "dossier.process", DossierSign = "dossier.sign",
        DossierSeal = "dossier.seal", DossierReturn = "dossier.return", BoardView = "board.view",
        OperationsView = "operations.view", OperationsAct = "operations.act",
        DirectoryManage = "directory.manage", StaffManage = "staff.manage", AccessExplain = "access.explain",
        AccountRecover = "account.recover", ClientsManage = "clients.manage", PersonalDataAnswer = "personal-data.answer", ProcessManage = "process.manage", SigningKeys = "signing.keys";

    /// <summary>All of them; a role of the pack may name no other.</summary>
    public static readonly IReadOnlyList<string> All =
        [DossierAccept, DossierProcess, DossierSign, DossierSeal, DossierReturn, BoardView, OperationsView, OperationsAct, DirectoryManage, StaffManage, AccessExplain,
            AccountRecover, ClientsManage, PersonalDataAnswer, ProcessManage, SigningKeys];
}

/// <summary>Why an act is allowed or refused.</summary>
public enum AccessRule
{
    /// <summary>A role at the unit or above it gives the permission.</summary>
    Granted,
    /// <summary>Nobody is signed in.</summary>
    NotSignedIn,
    /// <summary>The act belongs to staff; citizens act on what is theirs.</summary>
    NotStaff,
    /// <summary>The act belongs to citizens, not to staff in their position.</summary>
    NotCitizen,
    /// <summary>No role of the actor gives the permission anywhere.</summary>
    NotHeld,
    /// <summary>The actor holds the permission, but at other units.</summary>
    HeldElsewhere,
}

/// <summary>The answer to "why may I, why may I not".</summary>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Permission">What was asked for.</param>
/// <param name="UnitPath">Where it was asked for.</param>
/// <param name="By">The grant that allows it, or null.</param>
/// <param name="Elsewhere">Grants of the same permission at other units.</param>
public sealed record AccessReason(AccessRule Rule, string Permission, string UnitPath, Grant? By, IReadOnlyList<Grant> Elsewhere)
{
    /// <summary>True when the act is allowed.</summary>
    public bool Allowed => Rule == AccessRule.Granted;
}

/// <summary>Decides from memory whether an actor may act at a unit; the SQL of lists filters by <see cref="Actor.UnitsFor"/>.</summary>
public static class Access
{
    /// <summary>The grant that allows it, or null.</summary>
    public static Grant? May(Actor actor, string permission, string unitPath) => actor.May(permission, unitPath);

    /// <summary>
    /// The same rule for the rows of a short list: a condition of SQL on the column that holds a unit's path. The statement's
    /// parameter <c>@units</c> is <see cref="Actor.UnitsFor"/>. Of many rows at few places <see cref="RowFilter"/> makes a cheaper one.
    /// </summary>
    /// <param name="column">A column, as the statement names it; never input.</param>
    public static string AtUnits(string column) =>
        $"exists (select from unnest(@units) held where held = '' or {column} = held or starts_with({column}, held || '/'))";

    /// <summary>The rule that allows or refuses, for the page that explains.</summary>
    public static AccessReason Explain(Actor actor, string permission, string unitPath)
    {
        if (actor.May(permission, unitPath) is { } grant)
            return new(AccessRule.Granted, permission, unitPath, grant, []);
        var elsewhere = actor.Grants.Where(g => g.Permission == permission).ToArray();
        var rule = actor.Kind switch
        {
            ActorKind.Anonymous => AccessRule.NotSignedIn,
            ActorKind.Citizen => AccessRule.NotStaff,
            _ => elsewhere.Length > 0 ? AccessRule.HeldElsewhere : AccessRule.NotHeld,
        };
        return new(rule, permission, unitPath, null, elsewhere);
    }

    /// <summary>As <see cref="Refuse"/>, for what has no unit (<see cref="Actor.MayAtRoot"/>).</summary>
    public static Problem? RefuseAtRoot(Actor actor, string permission) =>
        Refuse(actor, permission, actor.MayAtRoot(permission)?.UnitPath ?? "");

    /// <summary>Null when allowed, else the refusal to return: <c>if (Access.Refuse(...) is { } refused) return refused;</c></summary>
    public static Problem? Refuse(Actor actor, string permission, string unitPath) =>
        Explain(actor, permission, unitPath) switch
        {
            { Allowed: true } => null,
            { Rule: AccessRule.NotSignedIn } => Problem.Forbidden("identity.not-signed-in"),
            { Rule: AccessRule.NotStaff } => Problem.Forbidden("identity.not-staff", permission),
            { Rule: AccessRule.HeldElsewhere } reason => Problem.Forbidden("identity.held-elsewhere", permission, permission,
                string.Join(", ", reason.Elsewhere.Select(g => g.UnitPath.Split('/')[^1]).Distinct().Take(5))),
            _ => Problem.Forbidden("identity.not-held", permission, permission),
        };
}

/// <summary>A citizen known to the installation.</summary>
/// <param name="Id">Stable identifier, also <see cref="Actor.Id"/> of the signed-in citizen.</param>
/// <param name="Name">Full name as in the identity database.</param>
/// <param name="PersonalId">Personal identification number, 12 digits (Decree 137/2015 art. 13; codes of provinces before the mergers).</param>
/// <param name="BirthDate">Date of birth, or null when VNeID did not say.</param>
/// <param name="Email">Address for messages, or null.</param>
/// <param name="Phone">Mobile number for messages, or null.</param>
/// <param name="Language">Language of messages: vi, en or ar.</param>
[method: ExplicitConstructor] // columns beyond the constructor are set as properties
public sealed record Person(string Id, string Name, string PersonalId, DateOnly? BirthDate, string? Email, string? Phone, string Language)
{
    /// <summary><c>male</c>, <c>female</c>, or null when not said.</summary>
    public string? Gender { get; init; }
}

/// <summary>Citizens by identifier.</summary>
public sealed class People(Database db)
{
    /// <summary>The person, or null.</summary>
    public Task<Person?> Find(string id, CancellationToken ct) => db.OneOrNone<Person>("""
        select id, name, personal_id, birth_date, email, phone, language, gender from identity.person where id = @id
        """, new { id }, ct);
}

/// <summary>A cadre, civil servant or public employee, in the position held today.</summary>
/// <param name="Id">Stable identifier, also <see cref="Actor.Id"/> of the signed-in staff member.</param>
/// <param name="Name">Full name.</param>
/// <param name="Title">Title of the position.</param>
/// <param name="UnitCode">Unit of the position.</param>
/// <param name="UnitPath">Path of that unit.</param>
public sealed record StaffMember(string Id, string Name, string Title, string UnitCode, string UnitPath);

/// <summary>Staff by identifier and by what they may do.</summary>
public sealed class Staff(Database db, TimeProvider clock)
{
    private const string Sql = """
        select s.id, s.name, p.title, p.unit_code, u.path as unit_path
        from identity.staff s
        join identity.position p on p.staff_id = s.id and p.main and p.valid_from <= @today and (p.valid_to is null or p.valid_to > @today)
        join directory.v_unit_version u on u.code = p.unit_code and u.valid_from <= @today and (u.valid_to is null or u.valid_to > @today)
        where s.active
        """;

    /// <summary>The staff member in the position held today, or null.</summary>
    public Task<StaffMember?> Find(string id, CancellationToken ct) =>
        db.OneOrNone<StaffMember>(Sql + " and s.id = @id", new { id, today = Today }, ct);

    /// <summary>
    /// Who holds a permission for things at a unit: by a role at that unit or above it, or by delegation, the nearest unit
    /// first. The answer to "who can sign this".
    /// </summary>
    public Task<IReadOnlyList<StaffMember>> HoldersOf(string permission, string unitPath, CancellationToken ct) =>
        db.Query<StaffMember>(Sql + """
             and exists (
               select from (
                 select s.id as giver, null as unit_code
                 union all
                 select d.from_id, d.unit_code from identity.delegation d
                 where d.to_id = s.id and d.ended_at is null and d.valid_from <= @today and d.valid_to > @today
                   and d.parent_id is null and @permission = any (d.permissions)) g
               join identity.role_assignment a on a.staff_id = g.giver
                 and a.valid_from <= @today and (a.valid_to is null or a.valid_to > @today)
               join identity.role r on r.code = a.role and @permission = any (r.permissions)
               join directory.v_unit_version at on at.code = a.unit_code and at.valid_from <= @today and (at.valid_to is null or at.valid_to > @today)
               left join directory.v_unit_version of on of.code = g.unit_code and of.valid_from <= @today and (of.valid_to is null or of.valid_to > @today)
               where (@unitPath = at.path or starts_with(@unitPath, at.path || '/'))
                 and (g.unit_code is null or @unitPath = of.path or starts_with(@unitPath, of.path || '/')))
            order by length(u.path) desc, s.name, s.id
            limit 200
            """, new { permission, unitPath, today = Today }, ct);

    private DateOnly Today => clock.ProvinceToday();
}

/// <summary>An invented account of the demonstration, for those who try the program.</summary>
/// <param name="UserName">Name at the sign-in for staff.</param>
/// <param name="Password">Made at the first run here; in no repository.</param>
/// <param name="Name">Invented name.</param>
/// <param name="Title">Title of the position.</param>
/// <param name="Unit">Name of the unit of the position.</param>
/// <param name="Roles">Codes of the roles held.</param>
public sealed record DemoAccount(string UserName, string Password, string Name, string Title, string Unit, IReadOnlyList<string> Roles);

/// <summary>The demonstration's staff accounts; nobody signs in with one unless <c>Sen:Demo</c> is true.</summary>
public sealed class DemoAccounts
{
    private readonly Database _db;
    private readonly DemoPasswords _passwords;
    private readonly IConfiguration _configuration;

    internal DemoAccounts(Database db, DemoPasswords passwords, IConfiguration configuration) =>
        (_db, _passwords, _configuration) = (db, passwords, configuration);

    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Row(string UserName, string Name, string Title, string Unit, string[] Roles);

    /// <summary>All of them, for <c>sen demo --accounts</c>; none outside a demonstration.</summary>
    public async Task<IReadOnlyList<DemoAccount>> All(CancellationToken ct)
    {
        if (!_configuration.GetValue<bool>("Sen:Demo"))
            return [];
        var passwords = await _passwords.Read(ct);
        var rows = await _db.Query<Row>("""
            select s.user_name, s.name, p.title, u.name as unit,
              array(select a.role from identity.role_assignment a where a.staff_id = s.id and a.valid_to is null order by a.role) as roles
            from identity.staff s
            join identity.position p on p.staff_id = s.id and p.valid_to is null and p.main
            join directory.v_unit_last u on u.code = p.unit_code
            where s.demonstration order by s.id
            """, ct: ct);
        return [.. rows.Where(r => passwords.ContainsKey(r.UserName))
            .Select(r => new DemoAccount(r.UserName, passwords[r.UserName], r.Name, r.Title, r.Unit, r.Roles))];
    }
}
