namespace Sen.Feel.Dmn;

/// <summary>How the rules that match make one result (DMN 1.5 §8.3.4).</summary>
public enum HitPolicy
{
    /// <summary>At most one rule may match.</summary>
    Unique,

    /// <summary>Several may match if their outputs are equal.</summary>
    Any,

    /// <summary>The match whose output comes first in the output values.</summary>
    Priority,

    /// <summary>The first match in the order of the rules.</summary>
    First,

    /// <summary>All matches, ordered by the output values.</summary>
    OutputOrder,

    /// <summary>All matches, in the order of the rules.</summary>
    RuleOrder,

    /// <summary>All matches, or their sum, count, smallest or largest.</summary>
    Collect,
}

/// <param name="Name">Decision or knowledge model it belongs to.</param>
/// <param name="Inputs">Input expressions with the values they may have.</param>
/// <param name="Outputs">Output columns.</param>
/// <param name="Rules">A test for each input, an expression for each output.</param>
/// <param name="Policy">Hit policy.</param>
/// <param name="Aggregation">SUM, COUNT, MIN or MAX, or null.</param>
internal sealed record DecisionTable(
    string Name, IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs, IReadOnlyList<TableRule> Rules, HitPolicy Policy, string? Aggregation);

internal sealed record TableInput(Node Expression, Node? Values);

/// <param name="Name">Key of the output in the result; null for the only output.</param>
/// <param name="Type">Declared type.</param>
/// <param name="Values">Possible values in order of priority.</param>
/// <param name="Default">Value where no rule matches.</param>
internal sealed record TableOutput(string? Name, FeelType? Type, IReadOnlyList<Node> Values, Node? Default);

internal sealed record TableRule(IReadOnlyList<Node> Tests, IReadOnlyList<Node> Outputs);
