using Dapper;
using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory;

/// <summary>A body or a part of one in one period of its life: province, commune, People's Committee, department, one-stop centre.</summary>
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

    /// <summary>First day of this period.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>First day on which this no longer holds, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>True when this is how the unit stands on the day.</summary>
    public bool HoldsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || ValidTo > day);
}

/// <summary>Kinds of unit.</summary>
public static class UnitKind
{
    public const string Province = "province", Commune = "commune", PeoplesCouncil = "peoples-council", PeoplesCommittee = "peoples-committee",
        Department = "department", OneStopCentre = "one-stop-centre", Division = "division", PublicService = "public-service",
        Vertical = "vertical", Party = "party";

    /// <summary>All of them; the pack may use no other.</summary>
    public static readonly IReadOnlyList<string> All =
        [Province, Commune, PeoplesCouncil, PeoplesCommittee, Department, OneStopCentre, Division, PublicService, Vertical, Party];
}

/// <summary>The directory of one day, from memory.</summary>
public sealed class UnitsOn
{
    private readonly Dictionary<string, Unit> _byCode, _byPath, _last;
    private readonly Dictionary<string, string> _aliases, _successors, _files;
    private readonly ILookup<string, string> _former;
    private readonly ILookup<string?, Unit> _children;

    internal UnitsOn(DateOnly day, IReadOnlyList<Unit> versions, IReadOnlyList<Alias> aliases, IReadOnlyList<Successor> successors, ILookup<string, string> former)
    {
        Day = day;
        All = [.. versions.Where(u => u.HoldsOn(day))];
        _byCode = All.ToDictionary(u => u.Code);
        _byPath = All.ToDictionary(u => u.Path);
        _children = All.ToLookup(u => u.ParentCode);
        _last = versions.Where(u => u.ValidFrom <= day).GroupBy(u => u.Code).ToDictionary(g => g.Key, g => g.MaxBy(u => u.ValidFrom)!);
        _aliases = aliases.Where(a => a.ValidFrom <= day && (a.ValidTo is null || a.ValidTo > day)).ToDictionary(a => a.Code, a => a.UnitCode);
        _successors = successors.Where(s => s.Main && s.EffectOn <= day).ToDictionary(s => s.FromCode, s => s.ToCode);
        _files = successors.Where(s => s.Files && s.EffectOn <= day).ToDictionary(s => s.FromCode, s => s.ToCode);
        _former = former;
    }

    /// <summary>The day.</summary>
    public DateOnly Day { get; }

    /// <summary>All units of the day, in order of path.</summary>
    public IReadOnlyList<Unit> All { get; }

    /// <summary>The unit of a code, of another code that leads to it, or of the code of a unit that it succeeded; null when there is none.</summary>
    public Unit? Find(string code) => Follow(code, _successors);

    /// <summary>
    /// The unit that answers for what a unit has closed: itself, or the named legal successor. After a split the act names which of the
    /// followers that is (Civil Code 91/2015/QH13, art. 96: what the divided owed and was owed goes to those that follow); else it is who has the code.
    /// </summary>
    public Unit? AnswersFor(string code) => Follow(code, _files);

    private Unit? Follow(string code, Dictionary<string, string> successors)
    {
        // No chain of successions is that long; a circle of them ends here.
        for (var step = 0; step < 20; step++)
        {
            if (_byCode.TryGetValue(code, out var unit))
                return unit;
            if (!successors.TryGetValue(code, out var next) && !_aliases.TryGetValue(code, out next))
                return null;
            code = next;
        }
        return null;
    }

    /// <summary>The unit as it last was up to this day, whether it still is or not; null when it never was.</summary>
    public Unit? LastKnown(string code) => _last.GetValueOrDefault(code);

    /// <summary>The unit of a path, or null.</summary>
    public Unit? AtPath(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The unit of a path and everything below it, in order of path; an empty path means everything.</summary>
    public IReadOnlyList<Unit> Below(string path) =>
        [.. All.Where(u => path.Length == 0 || u.Path == path || u.Path.StartsWith(path + "/", StringComparison.Ordinal))];

    /// <summary>Units directly below one; of null the roots.</summary>
    public IEnumerable<Unit> Children(string? code) => _children[code];

    /// <summary>Units above one, from the root.</summary>
    public IReadOnlyList<Unit> Above(Unit unit) => [.. unit.Path.Split('/').SkipLast(1).Select(_byCode.GetValueOrDefault).OfType<Unit>()];

    /// <summary>Units whose closed files this one answers for, as they last were, with those that they had taken over themselves.</summary>
    public IEnumerable<Unit> TakenOver(string code) => TakenOver(code, 0);

    private IEnumerable<Unit> TakenOver(string code, int depth) => depth > 20 ? [] :
        _former[code].Where(_files.ContainsKey).SelectMany(f => TakenOver(f, depth + 1).Prepend(_last[f]));
}

/// <summary>
/// The units of the installation on any day, from memory: the database is asked each 30 seconds whether anything changed,
/// so that a permission check and a list of names cost no round trip.
/// </summary>
public sealed class Units(Database db, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);
    private volatile Snapshot? _snapshot;

    /// <summary>Today on the calendar of the province.</summary>
    public DateOnly Today => clock.ProvinceToday();

    /// <summary>The directory of a day; of today without one.</summary>
    public async Task<UnitsOn> On(DateOnly? day, CancellationToken ct) => (await Read(ct)).On(day ?? Today);

    /// <summary>The unit of a code today, of another code that leads to it, or of a unit that it succeeded; or null.</summary>
    public async Task<Unit?> Find(string code, CancellationToken ct) => (await On(null, ct)).Find(code);

    /// <summary>All units of today, in order of path.</summary>
    public async Task<IReadOnlyList<Unit>> All(CancellationToken ct) => (await On(null, ct)).All;

    /// <summary>All units of a <see cref="UnitKind"/> today, in order of path.</summary>
    public async Task<IReadOnlyList<Unit>> OfKind(string kind, CancellationToken ct) => [.. (await All(ct)).Where(u => u.Kind == kind)];

    /// <summary>The unit of a path and everything below it today, in order of path; an empty path means everything.</summary>
    public async Task<IReadOnlyList<Unit>> Below(string path, CancellationToken ct) => (await On(null, ct)).Below(path);

    /// <summary>
    /// Units of today whose name or code holds every word of the text in any spelling (<c>long xuyen</c>, <c>Hoà</c> for <c>Hòa</c>), the
    /// last perhaps unfinished, one slip forgiven; best first.
    /// </summary>
    public Task<IReadOnlyList<Unit>> Search(string text, int limit, CancellationToken ct) => Search(text, Today, limit, ct);

    /// <summary>The same as of a day.</summary>
    public async Task<IReadOnlyList<Unit>> Search(string text, DateOnly day, int limit, CancellationToken ct) =>
        UnitSearch.Find((await On(day, ct)).All, text, limit);

    /// <summary>Makes the next question read the database: called after this copy of the program has changed units.</summary>
    internal void Forget() => _snapshot = null;

    private async Task<Snapshot> Read(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (_snapshot is { } known)
        {
            if (Math.Abs(now - known.CheckedAt) < Keep.Ticks)
                return known;
            if (await Snapshot.ReadGeneration(db, ct) == known.Generation)
            {
                known.CheckedAt = now;
                return known;
            }
        }
        var read = await Snapshot.Read(db, ct);
        read.CheckedAt = now;
        return _snapshot = read;
    }
}

/// <summary>Whose open work is asked for: everything at units (paths), or what one member of staff has in hand.</summary>
public sealed record WorkOf(IReadOnlyList<string> Paths, string? StaffId = null);

/// <summary>
/// A kind of work that is handed over when a unit is merged or a person leaves; each module registers its own, and the
/// preview of such an act counts it.
/// </summary>
/// <param name="Text">Key of its words, with one placeholder for the number.</param>
/// <param name="Count">How much of it there is.</param>
public sealed record OpenWork(string Text, Func<WorkOf, IServiceProvider, CancellationToken, Task<long>> Count);

/// <summary>A part of open work that a split can give to a unit of its own choice.</summary>
/// <param name="Kind">The module's word for what kind of part it is, <c>module.what</c>.</param>
/// <param name="Key">Which one; the module finds it in the shares of <c>directory.unit-succeeded</c>.</param>
/// <param name="Name">As people call it, in Vietnamese.</param>
/// <param name="Count">How much of it there is; null of a single thing.</param>
public sealed record WorkPortion(string Kind, string Key, string Name, long? Count);

/// <summary>Open work that a split shares out among the units that follow; each module registers its own, the rest goes with the code.</summary>
/// <param name="Text">Key of its heading.</param>
/// <param name="Portions">The parts that lie at units (paths).</param>
/// <param name="One">The single thing that somebody typed, where it is open work of these units; null where parts are single things already.</param>
public sealed record SharedWork(
    string Text, Func<IReadOnlyList<string>, IServiceProvider, CancellationToken, Task<IReadOnlyList<WorkPortion>>> Portions,
    Func<string, IReadOnlyList<string>, IServiceProvider, CancellationToken, Task<WorkPortion?>>? One = null);

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
