using Dapper;
using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory;

/// <summary>A body or a part of one: province, commune, People's Committee, department, one-stop centre.</summary>
/// <param name="Code">Agency identifier code, groups of A-Z and 0-9 joined by dots (Decision 20/2020/QĐ-TTg): <c>H01.30307</c>.</param>
/// <param name="Name">Official name in Vietnamese.</param>
/// <param name="Kind">One of <see cref="UnitKind"/>.</param>
/// <param name="Path">Codes from the root joined by <c>/</c>: what grants and list filters compare.</param>
/// <param name="ParentCode">The unit above, or null at the root.</param>
/// <param name="TerritoryCode">Territorial code of the province (2 digits) or commune (5 digits) that it serves, or null.</param>
/// <param name="ShortName">Name for tables and menus.</param>
[method: ExplicitConstructor] // columns beyond the constructor are set as properties
public sealed record Unit(string Code, string Name, string Kind, string Path, string? ParentCode, string? TerritoryCode, string ShortName)
{
    /// <summary>Name in Latin letters for readers of other languages; the short name where none was given.</summary>
    public string NameEn { get; init; } = ShortName;

    /// <summary>True when its code, hours or existence are invented for the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>Kinds of unit.</summary>
public static class UnitKind
{
    public const string Province = "province", Commune = "commune", PeoplesCommittee = "peoples-committee",
        Department = "department", OneStopCentre = "one-stop-centre", Division = "division", Party = "party";

    /// <summary>All of them; the pack may use no other.</summary>
    public static readonly IReadOnlyList<string> All = [Province, Commune, PeoplesCommittee, Department, OneStopCentre, Division, Party];
}

/// <summary>
/// The units of the installation that are valid today, from memory: read again after at most 30 seconds, so that a
/// permission check and a list of names cost no round trip.
/// </summary>
public sealed class Units(Database db, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);
    private volatile Snapshot? _snapshot;

    /// <summary>The unit of a code or of one of its former codes, or null.</summary>
    public async Task<Unit?> Find(string code, CancellationToken ct) => (await Read(ct)).Find(code);

    /// <summary>All units, in order of path.</summary>
    public async Task<IReadOnlyList<Unit>> All(CancellationToken ct) => (await Read(ct)).All;

    /// <summary>All units of a <see cref="UnitKind"/>, in order of path.</summary>
    public async Task<IReadOnlyList<Unit>> OfKind(string kind, CancellationToken ct) => [.. (await Read(ct)).All.Where(u => u.Kind == kind)];

    /// <summary>The unit of a path and everything below it, in order of path; an empty path means everything.</summary>
    public async Task<IReadOnlyList<Unit>> Below(string path, CancellationToken ct) =>
        [.. (await Read(ct)).All.Where(u => path.Length == 0 || u.Path == path || u.Path.StartsWith(path + "/", StringComparison.Ordinal))];

    /// <summary>
    /// Units whose name or code holds every word of the text in any spelling (<c>long xuyen</c>, <c>Hoà</c> for <c>Hòa</c>), the last
    /// perhaps unfinished, one slip forgiven; best first.
    /// </summary>
    public async Task<IReadOnlyList<Unit>> Search(string text, int limit, CancellationToken ct) => UnitSearch.Find(await All(ct), text, limit);

    /// <summary>Makes the next question read the database: called after this copy of the program has changed units.</summary>
    internal void Forget() => _snapshot = null;

    private async Task<Snapshot> Read(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_snapshot is { } known && now - known.ReadAt < Keep)
            return known;
        return _snapshot = await Snapshot.Read(db, now, ct);
    }
}

/// <summary>The working time of offices, from opening hours, holidays and swapped days.</summary>
public sealed class OfficeCalendars(Database db, Units units, TimeProvider clock)
{
    private readonly CalendarCache _cache = new(db, units, clock);

    /// <summary>
    /// The calendar of a unit, over all years whose holidays are known (its <c>KnownUntil</c>): the hours of the unit or
    /// else of the nearest unit above that has any.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such unit, or no unit above it has opening hours.</exception>
    public Task<WorkingCalendar> For(string unitCode, CancellationToken ct) => _cache.For(unitCode, ct);
}
