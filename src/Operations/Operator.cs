using Sen.Kernel;

namespace Sen.Operations;

/// <summary>
/// Who operates the installation. It has no unit of its own, so its acts belong to the root: a grant held everywhere or at a
/// unit without a parent. An administrator of one commune does not operate the province's machine.
/// </summary>
internal static class Operator
{
    public const string View = "operations.view";
    public const string Act = "operations.act";

    public static bool May(Actor actor, string permission) =>
        actor.Grants.Any(g => g.Permission == permission && !g.UnitPath.Contains('/'));

    /// <summary>The refusal, or null when the actor may.</summary>
    public static Problem? Refuse(Actor actor, string permission) =>
        May(actor, permission) ? null : Problem.Forbidden("operations.not-root", permission);
}
