using System.Diagnostics.CodeAnalysis;

namespace Sen.Kernel;

/// <summary>The outcome of an act: its value, or the problems that refused it (one or more).</summary>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly IReadOnlyList<Problem>? _problems;

    private Result(T value) => _value = value;
    private Result(IReadOnlyList<Problem> problems) => _problems = problems;

    /// <summary>True when the act went through.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Ok => _problems is null;

    /// <summary>The value; reading it on a refusal is a defect of the caller.</summary>
    public T Value => Ok ? _value! : throw new InvalidOperationException($"refused: {Problem.Code}");

    /// <summary>The first problem, or null when the act went through.</summary>
    public Problem? Problem => _problems?[0];

    /// <summary>All problems; empty when the act went through.</summary>
    public IReadOnlyList<Problem> Problems => _problems ?? [];

    /// <summary>The value, where it is of an interface and no conversion applies.</summary>
    public static Result<T> Of(T value) => new(value);

    /// <summary>A refusal with all its reasons at once, so that a form shows them together.</summary>
    public static Result<T> Refused(IReadOnlyList<Problem> problems) =>
        problems.Count > 0 ? new(problems) : throw new ArgumentException("a refusal needs a problem", nameof(problems));

    public static implicit operator Result<T>(T value) => new(value);
    public static implicit operator Result<T>(Problem problem) => new([problem]);
    public static implicit operator Result<T>(Problem[] problems) => Refused(problems);
}

/// <summary>The value of an act that returns nothing.</summary>
public readonly record struct Done
{
    /// <summary>Went through.</summary>
    public static readonly Done It;
}
