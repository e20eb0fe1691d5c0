namespace Sen.Feel;

/// <summary>The text is not FEEL. Line and column count from 1.</summary>
public sealed class FeelSyntaxException(int line, int column, string expected, string found)
    : Exception($"Line {line}, column {column}: expected {expected}, found {found}.")
{
    /// <summary>Line of the offending token, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column of the offending token, from 1, in UTF-16 units.</summary>
    public int Column { get; } = column;

    /// <summary>What the grammar allowed there, in words.</summary>
    public string Expected { get; } = expected;

    /// <summary>The token that stood there, or <c>end of text</c>.</summary>
    public string Found { get; } = found;
}

/// <summary>Why a part of an expression is null.</summary>
/// <param name="Code">Stable key for translation, e.g. <c>feel.unknown-name</c>.</param>
/// <param name="Message">The same in English.</param>
/// <param name="Line">Line of the sub-expression, from 1.</param>
/// <param name="Column">Column of the sub-expression, from 1.</param>
public sealed record FeelReason(string Code, string Message, int Line, int Column);

/// <summary>A value, and why it or parts of it are null. At most 100 reasons are kept.</summary>
public sealed record FeelResult(object? Value, IReadOnlyList<FeelReason> Reasons);

/// <summary>A sub-expression with the value it had. A part evaluated several times (a loop body) stands once for each time.</summary>
/// <param name="Text">The source text of the part.</param>
/// <param name="Start">Offset of the part in the whole text.</param>
/// <param name="Value">Its FEEL value.</param>
/// <param name="Parts">The parts that were evaluated to get the value, in order.</param>
public sealed record FeelExplanation(string Text, int Start, object? Value, IReadOnlyList<FeelExplanation> Parts);
