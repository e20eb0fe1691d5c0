using Sen.Kernel;

namespace Sen.Operations;

/// <summary>
/// Who operates the installation. It has no unit of its own, so its acts belong to the root (<see cref="Actor.MayAtRoot"/>).
/// </summary>
internal static class Operator
{
    public const string View = "operations.view";
    public const string Act = "operations.act";

    public static bool May(Actor actor, string permission) => actor.MayAtRoot(permission) is not null;

    /// <summary>The refusal, or null when the actor may.</summary>
    public static Problem? Refuse(Actor actor, string permission) =>
        May(actor, permission) ? null : Problem.Forbidden("operations.not-root", permission);
}
