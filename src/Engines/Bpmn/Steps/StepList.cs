namespace Sen.Bpmn;

/// <summary>The plain form of a process: steps one after another, as an office writes it down.</summary>
/// <param name="Id">The id of the process; an XML name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Steps">In the order of work; the first is where it begins.</param>
public sealed record StepList(string Id, string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>The name by which <see cref="Next.To"/> means the end.</summary>
    public const string End = "end";

    /// <summary>Compiles to BPMN with a diagram laid out from left to right; or tells what is wrong with it.</summary>
    public LoadResult Compile() => StepCompiler.Compile(this);
}

/// <summary>One step: a user task.</summary>
/// <param name="Id">An XML name, not <c>start</c> or <c>end</c>.</param>
/// <param name="Name">What is done.</param>
/// <param name="Role">Who does it.</param>
/// <param name="Unit">At which unit.</param>
/// <param name="Share">Its part of the time limit, as written ("4 giờ", "40%").</param>
/// <param name="Next">Where it goes; null: to the next step of the list, from the last to the end.</param>
/// <param name="Form">Which form is filled in.</param>
public sealed record Step(string Id, string Name, string? Role = null, string? Unit = null, string? Share = null, IReadOnlyList<Next>? Next = null, string? Form = null);

/// <summary>A way on: forward, back, or to <see cref="StepList.End"/>.</summary>
/// <param name="To">The step.</param>
/// <param name="When">A FEEL condition; without one it is the way taken when no other is.</param>
/// <param name="Label">What people call it.</param>
public sealed record Next(string To, string? When = null, string? Label = null);
