namespace Sen.Kernel;

/// <summary>What kind of refusal a problem is; fixes the HTTP status (RFC 9457) and the page that shows it.</summary>
public enum ProblemKind
{
    /// <summary>The input does not hold: 422, shown beside its field.</summary>
    Invalid,
    /// <summary>Nothing there, or nothing this actor may know of: 404.</summary>
    NotFound,
    /// <summary>Not permitted: 403, with the rule that refuses.</summary>
    Forbidden,
    /// <summary>The thing has moved on since it was read: 409.</summary>
    Conflict,
}

/// <summary>
/// A refusal that explains itself: which rule, which law, what to do next. Carries no prose: <see cref="Code"/> and
/// <see cref="Args"/> name a text of the module's catalogue (key <c>problem.CODE</c>), resolved in the reader's language.
/// </summary>
/// <param name="Code">Stable code, <c>module.what-is-wrong</c>.</param>
/// <param name="Kind">Kind of refusal.</param>
public sealed record Problem(string Code, ProblemKind Kind = ProblemKind.Invalid)
{
    /// <summary>Name of the input field that is wrong, or null when the whole act is refused.</summary>
    public string? Field { get; init; }

    /// <summary>The rule or article that refuses, e.g. <c>Nghị định 118/2025/NĐ-CP</c>; null when it is plain form.</summary>
    public string? Rule { get; init; }

    /// <summary>Values for the placeholders of the text.</summary>
    public IReadOnlyList<object?> Args { get; init; } = [];

    /// <summary>Input that does not hold, shown beside <paramref name="field"/>.</summary>
    public static Problem Invalid(string code, string? field = null, params object?[] args) =>
        new(code) { Field = field, Args = args };

    /// <summary>Nothing there under this name.</summary>
    public static Problem NotFound(string code, params object?[] args) => new(code, ProblemKind.NotFound) { Args = args };

    /// <summary>Not permitted, by <paramref name="rule"/>.</summary>
    public static Problem Forbidden(string code, string? rule = null, params object?[] args) =>
        new(code, ProblemKind.Forbidden) { Rule = rule, Args = args };

    /// <summary>The thing is no longer in the state that the act needs.</summary>
    public static Problem Conflict(string code, params object?[] args) => new(code, ProblemKind.Conflict) { Args = args };
}
