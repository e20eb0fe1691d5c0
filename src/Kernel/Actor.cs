namespace Sen.Kernel;

/// <summary>Who acts.</summary>
public enum ActorKind
{
    /// <summary>Nobody signed in.</summary>
    Anonymous,
    /// <summary>A citizen, or a citizen acting for an enterprise or another person.</summary>
    Citizen,
    /// <summary>A cadre, civil servant or public employee acting in a position.</summary>
    Staff,
    /// <summary>A registered system.</summary>
    Machine,
    /// <summary>Sen itself: jobs, sealers, imports.</summary>
    System,
}

/// <summary>One permission held at a unit and everything below it.</summary>
/// <param name="Permission">e.g. <c>dossier.accept</c>.</param>
/// <param name="UnitPath">Path of the unit, codes joined by <c>/</c> from the root; empty means everywhere.</param>
/// <param name="Role">Code of the role that gives it: the answer to "why may I".</param>
public sealed record Grant(string Permission, string UnitPath, string Role)
{
    /// <summary>Name of the person who delegated it, or null when a role of one's own gives it.</summary>
    public string? DelegatedBy { get; init; }

    /// <summary>The act that delegates it, with number and date; null with a role of one's own.</summary>
    public string? Decision { get; init; }

    /// <summary>True when a thing at <paramref name="unitPath"/> lies at or below this grant's unit.</summary>
    public bool Covers(string unitPath) =>
        UnitPath.Length == 0
        || (unitPath.StartsWith(UnitPath, StringComparison.Ordinal)
            && (unitPath.Length == UnitPath.Length || unitPath[UnitPath.Length] == '/'));
}

/// <summary>Who acts, with what they may do; made once a request by the sign-in and passed to every handler.</summary>
/// <param name="Kind">Kind of actor.</param>
/// <param name="Id">Stable identifier: a person's or staff member's id, a system's name.</param>
/// <param name="Name">Name as shown in histories.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name)
{
    /// <summary>Nobody signed in.</summary>
    public static readonly Actor Anonymous = new(ActorKind.Anonymous, "", "");

    /// <summary>Path of the unit that a staff member acts in; empty for others.</summary>
    public string UnitPath { get; init; } = "";

    /// <summary>Title of the position that a staff member acts in.</summary>
    public string Title { get; init; } = "";

    /// <summary>Permissions held; empty for citizens, whose rights follow from what is theirs.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>Authentication level 1 to 4 of this session (Decree 69/2024); 0 when not signed in.</summary>
    public int Assurance { get; init; }

    /// <summary>When this session last proved who acts beyond the password, UTC; null when it never did. Asked for by acts that need it fresh.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The person or enterprise that a citizen acts for (kinds <c>person</c>, <c>enterprise</c>); null when for themselves.</summary>
    public Ref? OnBehalfOf { get; init; }

    /// <summary>Name of <see cref="OnBehalfOf"/> as shown; empty when for themselves.</summary>
    public string OnBehalfOfName { get; init; } = "";

    /// <summary>Sen itself acting, under the name of its part.</summary>
    public static Actor Part(string name) => new(ActorKind.System, name, name);

    /// <summary>Holds the permission at any unit: decides what menus and panels show, never an act.</summary>
    public bool Holds(string permission) => Grants.Any(g => g.Permission == permission);

    /// <summary>The grant that allows the permission for a thing at a unit, or null.</summary>
    public Grant? May(string permission, string unitPath)
    {
        foreach (var grant in Grants)
            if (grant.Permission == permission && grant.Covers(unitPath))
                return grant;
        return null;
    }

    /// <summary>
    /// The grant for what has no unit, such as the installation or a process of all units: one held everywhere or at a unit
    /// without a parent. Who administers one commune does not administer the province's machine.
    /// </summary>
    public Grant? MayAtRoot(string permission) => Grants.FirstOrDefault(g => g.Permission == permission && !g.UnitPath.Contains('/', StringComparison.Ordinal));

    /// <summary>Units at and below which the permission is held, none below another: the filter of a list's SQL.</summary>
    public string[] UnitsFor(string permission)
    {
        var held = Grants.Where(g => g.Permission == permission).DistinctBy(g => g.UnitPath).ToArray();
        return [.. held.Where(g => !held.Any(above => above != g && above.Covers(g.UnitPath))).Select(g => g.UnitPath)];
    }
}
