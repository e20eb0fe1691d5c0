using Sen.Kernel;

namespace Sen.Directory.Edit;

/// <summary>What every page here opens with.</summary>
internal static class ManagedUnits
{
    /// <summary>The unit of a code today, or the refusal: there is none, or the actor does not manage it.</summary>
    public static async Task<Result<Unit>> Managed(this Units units, string code, Actor actor, CancellationToken ct)
    {
        if (await units.Find(code, ct) is not { } unit)
            return Problems.NoUnit(code);
        return Problems.NotManager(actor, unit.Path) is { } refused ? refused : unit;
    }
}
