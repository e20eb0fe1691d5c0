using Sen.Data;

namespace Sen.Identity.Personnel;

/// <summary>Open work of a member of staff goes to another, everywhere or at a unit and below: transfer, leaving, absence.</summary>
[Event("identity.work-handed-over", 1)]
internal sealed record WorkHandedOver(string From, string To, string? UnitPath);

/// <summary>A unit's open work goes to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string To, DateOnly On, UnitShare[]? Shares = null)
{
    /// <summary>Where a member of staff goes: where a split gave them, else with the code.</summary>
    public string Follower(string staff) => (Shares ?? []).FirstOrDefault(s => s.Kind == FollowUnit.Share && s.Key == staff)?.To ?? To;
}

/// <summary>What a split gives to another unit: of ours a member of staff.</summary>
internal sealed record UnitShare(string Kind, string Key, string To, string ToPath);
