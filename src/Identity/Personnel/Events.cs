using Sen.Data;

namespace Sen.Identity.Personnel;

/// <summary>Open work of a member of staff goes to another, everywhere or at a unit and below: transfer, leaving, absence.</summary>
[Event("identity.work-handed-over", 1)]
internal sealed record WorkHandedOver(string From, string To, string? UnitPath);

/// <summary>A unit's open work goes to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string To, DateOnly On);
