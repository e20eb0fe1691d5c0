using Sen.Data;

namespace Sen.Directory;

/// <summary>Units, their contact points or hours changed: caches of names and paths are stale.</summary>
[Event("directory.units-changed", 1)]
internal sealed record UnitsChanged(int Units);

/// <summary>The holidays of these years changed: due dates yet to be counted may move.</summary>
[Event("directory.holidays-changed", 1)]
internal sealed record HolidaysChanged(int FromYear, int ToYear);

/// <summary>
/// On this day a unit's code, open work and closed files went over to another unit, or its place in the tree changed: whoever
/// keeps a unit's code or path with work that is not done moves it. Published once a unit, parts before what they are part of.
/// </summary>
/// <param name="Shares">What a split gives to another unit than <paramref name="To"/>.</param>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string FromPath, string To, string ToPath, DateOnly On, UnitShare[] Shares);

/// <summary>A part of the unit's open work and where it goes: <c>Kind</c> and <c>Key</c> are words of the module that the work belongs to.</summary>
internal sealed record UnitShare(string Kind, string Key, string To, string ToPath);
