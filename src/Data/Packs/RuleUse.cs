namespace Sen.Data;

/// <summary>A FEEL rule of a pack at the place where the program asks it; what <c>/quy-tac</c> lists and tries.</summary>
/// <param name="Id">Stable within the installation: <c>2.000635/fee</c>.</param>
/// <param name="Kind">Key of the text that says what it decides: <c>procedures.rule.fee</c>.</param>
/// <param name="Subject">What it belongs to: the procedure or process, as the pack names it.</param>
/// <param name="Part">Which part of that: the question, paper or step; null for the whole.</param>
/// <param name="Text">The expression.</param>
/// <param name="Law">Article it stands on, or null.</param>
/// <param name="Href">Page that shows the subject, without language; null where there is none.</param>
/// <param name="Sample">JSON object of sample data that brings every name it uses.</param>
public sealed record RuleUse(string Id, string Kind, string Subject, string? Part, string Text, string? Law, string? Href, string Sample);

/// <summary>Reads the rules that a module asks, newest versions only; registered by the module.</summary>
public sealed record RuleSource(Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<RuleUse>>> Read);
