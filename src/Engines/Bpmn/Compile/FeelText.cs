using Sen.Feel;

namespace Sen.Bpmn;

/// <summary>A FEEL expression with its text; equal when the texts are.</summary>
public sealed class FeelText : IEquatable<FeelText>
{
    private readonly FeelExpression compiled;

    /// <exception cref="FeelSyntaxException">The text is not FEEL.</exception>
    public FeelText(string text)
    {
        Text = text;
        compiled = FeelExpression.Parse(text);
    }

    /// <summary>The expression as written, without a leading "=".</summary>
    public string Text { get; }

    /// <summary>The variables that it reads.</summary>
    public IReadOnlySet<string> Names => compiled.Names;

    /// <exception cref="FeelLimitException">The evaluation spent more than the engine allows.</exception>
    internal object? Evaluate(IReadOnlyDictionary<string, object?> variables) => compiled.Evaluate(variables);

    /// <summary>Why the value is null, for the people who must repair it.</summary>
    internal string Why(IReadOnlyDictionary<string, object?> variables) =>
        string.Join(" ", compiled.EvaluateWithReasons(variables).Reasons.Select(reason => reason.Message));

    /// <inheritdoc/>
    public bool Equals(FeelText? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelText);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
