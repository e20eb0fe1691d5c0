namespace Sen.Feel.Dmn;

/// <summary>What a check of a decision table found.</summary>
public enum TableFindingKind
{
    /// <summary>Values for which no rule is meant, though the table has no default.</summary>
    Gap,

    /// <summary>Values for which several rules match where the hit policy allows one.</summary>
    Overlap,

    /// <summary>Values for which several rules match and give different outputs (hit policy A).</summary>
    Conflict,

    /// <summary>A rule that never decides, because an earlier one takes all its values (hit policy F).</summary>
    Unreachable,

    /// <summary>A rule with a test that hangs on other data, which the check left out.</summary>
    Unchecked,
}

/// <summary>A finding with the values that show it.</summary>
/// <param name="Table">Name of the decision or knowledge model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Rules">Numbers of the rules, from 1; empty for a gap.</param>
/// <param name="Values">For each input, the values in FEEL's words: <c>[18..60)</c>, <c>"a"</c>, <c>-</c> for any, <c>other</c> for those no rule names.</param>
public sealed record TableFinding(string Table, TableFindingKind Kind, IReadOnlyList<int> Rules, IReadOnlyList<string> Values);

/// <summary>How a table came to its result.</summary>
/// <param name="Table">Name of the decision or knowledge model.</param>
/// <param name="Inputs">Texts of the input expressions with their values.</param>
/// <param name="Rules">Numbers of the rules that matched, from 1.</param>
public sealed record TableTrace(string Table, IReadOnlyList<(string Text, object? Value)> Inputs, IReadOnlyList<int> Rules);

/// <summary>A value, why parts of it are null, and which rules of which tables matched.</summary>
public sealed record DmnExplanation(object? Value, IReadOnlyList<FeelReason> Reasons, IReadOnlyList<TableTrace> Tables);
