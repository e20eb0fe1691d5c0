using Sen.Data;

namespace Sen.Directory;

/// <summary>Units, their contact points or hours changed: caches of names and paths are stale.</summary>
[Event("directory.units-changed", 1)]
internal sealed record UnitsChanged(int Units);

/// <summary>The holidays of these years changed: due dates yet to be counted may move.</summary>
[Event("directory.holidays-changed", 1)]
internal sealed record HolidaysChanged(int FromYear, int ToYear);
