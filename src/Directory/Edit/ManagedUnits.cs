using Microsoft.AspNetCore.Mvc;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>What every page and act here opens with.</summary>
internal static class ManagedUnits
{
    /// <summary>The unit of a code today, or the refusal: there is none, or the actor does not manage it.</summary>
    public static async Task<Result<Unit>> Managed(this Units units, string code, Actor actor, CancellationToken ct)
    {
        if (await units.Find(code, ct) is not { } unit)
            return Problems.NoUnit(code);
        return Problems.NotManager(actor, unit.Path) is { } refused ? refused : unit;
    }

    /// <summary>Gives the page the unit of a code today; the answer instead when there is none, or the actor does not manage it.</summary>
    public static async Task<IActionResult?> Open(this Units units, string code, Actor actor, Action<Unit> give, CancellationToken ct)
    {
        var unit = await units.Managed(code, actor, ct);
        if (!unit.Ok)
            return unit.Problem.ToPage();
        give(unit.Value);
        return null;
    }
}
