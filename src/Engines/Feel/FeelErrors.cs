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

/// <summary>Why a part of an expression is null, or what a static check found.</summary>
/// <param name="Code">Stable code, e.g. <c>feel.unknown-name</c>; the key of its text in <see cref="FeelTexts"/>.</param>
/// <param name="Args">What the text speaks of: names, values, <see cref="FeelWord"/>s.</param>
/// <param name="Line">Line of the sub-expression, from 1.</param>
/// <param name="Column">Column of the sub-expression, from 1.</param>
public sealed record FeelReason(string Code, IReadOnlyList<object?> Args, int Line, int Column)
{
    /// <summary>The reason in English.</summary>
    public string Message => FeelTexts.Say(this, "en");
}

/// <summary>A word that texts translate: the name of a kind of value, such as <c>number</c>.</summary>
/// <param name="Word">The word of the standard.</param>
public readonly record struct FeelWord(string Word)
{
    /// <summary>The word of the standard.</summary>
    public override string ToString() => Word;
}

/// <summary>A value, and why it or parts of it are null. At most 100 reasons are kept.</summary>
public sealed record FeelResult(object? Value, IReadOnlyList<FeelReason> Reasons);

/// <summary>A sub-expression with the value it had. A part evaluated several times (a loop body) stands once for each time.</summary>
/// <param name="Text">The source text of the part.</param>
/// <param name="Start">Offset of the part in the whole text.</param>
/// <param name="Value">Its FEEL value.</param>
/// <param name="Parts">The parts that were evaluated to get the value, in order.</param>
public sealed record FeelExplanation(string Text, int Start, object? Value, IReadOnlyList<FeelExplanation> Parts);
