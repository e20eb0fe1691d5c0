using System.Xml.Linq;

namespace Sen.Feel.Dmn;

/// <summary>Boxed expressions (DMN 1.5 §10.2.1) as syntax trees, so that one compiler serves text and boxes.</summary>
internal sealed class BoxedReader(DmnTypes types, Names names, Action<string, string> problem)
{
    private static readonly string[] Kinds =
        ["literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition", "conditional", "filter", "for", "some", "every"];

    /// <summary>The decision tables that were read.</summary>
    public List<DecisionTable> Tables { get; } = [];

    /// <summary>The expression that an element holds; null literal where it holds none.</summary>
    public Node ReadIn(XElement? holder, string rule) =>
        holder?.Elements().FirstOrDefault(child => Kinds.Contains(child.Name.LocalName)) is { } expression ? Read(expression, rule) : new Literal(null, 0, 0);

    private Node Read(XElement element, string rule)
    {
        var node = element.Name.LocalName switch
        {
            "literalExpression" => Text(element.Child("text")?.Value, rule),
            "decisionTable" => new Table(Table(element, rule)),
            "context" => Context(element, rule),
            "list" => new ListLiteral([.. element.Elements().Where(child => Kinds.Contains(child.Name.LocalName)).Select(child => Read(child, rule))], 0, 0),
            "relation" => Relation(element, rule),
            "invocation" => Call(element, rule),
            "functionDefinition" => Function(element, rule),
            "conditional" => new If(ReadIn(element.Child("if"), rule), ReadIn(element.Child("then"), rule), ReadIn(element.Child("else"), rule), 0, 0, Boxed: true),
            "filter" => new Filter(ReadIn(element.Child("in"), rule), ReadIn(element.Child("match"), rule), 0, 0, Boxed: true),
            "for" => new For([Iterator(element, rule)], ReadIn(element.Child("return"), rule), 0, 0),
            "some" => new Quantified(false, [Iterator(element, rule)], ReadIn(element.Child("satisfies"), rule), 0, 0),
            _ => new Quantified(true, [Iterator(element, rule)], ReadIn(element.Child("satisfies"), rule), 0, 0),
        };
        return element.Name.LocalName == "functionDefinition" ? node : As(node, types.Of(element));
    }

    public Node As(Node node, FeelType? type) => type is null ? node : new Typed(node, type);

    public BoxedFunction Function(XElement element, string rule)
    {
        var parameters = element.Children("formalParameter").ToArray();
        var external = (string?)element.Attribute("kind") is "Java" or "PMML";
        return new BoxedFunction(
            [.. parameters.Select(parameter => parameter.Name())],
            [.. parameters.Select(parameter => types.Of(parameter) ?? FeelType.Any)],
            external ? null : ReadIn(element, rule));
    }

    private Node Text(string? text, string rule, bool isTest = false)
    {
        if (string.IsNullOrWhiteSpace(text))
            return isTest ? new UnaryTests([], false, 0, 0) : new Literal(null, 0, 0);
        try
        {
            return new Embedded(text, isTest ? Parser.UnaryTests(text, names) : Parser.Expression(text, names), names, isTest);
        }
        catch (FeelSyntaxException error)
        {
            problem(rule, $"{error.Message} Text: {text.Trim()}");
            return new Broken(error);
        }
    }

    private Node Context(XElement element, string rule)
    {
        const string Result = "\0result";
        var entries = new List<(string, Node)>();
        foreach (var entry in element.Children("contextEntry"))
        {
            var variable = entry.Child("variable");
            entries.Add((variable?.Name() ?? Result, As(ReadIn(entry, rule), types.Of(variable))));
        }
        var context = new ContextLiteral(entries, 0, 0);
        return entries.Any(entry => entry.Item1 == Result) ? new PathStep(context, Result, 0, 0) : context;
    }

    private ListLiteral Relation(XElement element, string rule)
    {
        var columns = element.Children("column").ToArray();
        return new ListLiteral([.. element.Children("row").Select(row => new ContextLiteral(
            [.. columns.Zip(row.Elements().Where(cell => Kinds.Contains(cell.Name.LocalName)),
                (column, cell) => (column.Name(), As(Read(cell, rule), types.Of(column))))], 0, 0))], 0, 0);
    }

    private Call Call(XElement element, string rule)
    {
        var bindings = element.Children("binding").ToArray();
        return new Call(ReadIn(element, rule), [.. bindings.Select(binding => ReadIn(binding, rule))],
            bindings.Length == 0 ? null : [.. bindings.Select(binding => binding.Child("parameter")?.Name() ?? "")], 0, 0);
    }

    private Iterator Iterator(XElement element, string rule) =>
        new((string?)element.Attribute("iteratorVariable") ?? "item", ReadIn(element.Child("in"), rule), null);

    private DecisionTable Table(XElement element, string rule)
    {
        var inputs = element.Children("input").Select(input =>
        {
            var expression = input.Child("inputExpression");
            var values = input.Child("inputValues")?.Child("text")?.Value;
            return new TableInput(As(Text(expression?.Child("text")?.Value, rule), types.Of(expression)),
                string.IsNullOrWhiteSpace(values) ? null : Text(values, rule, isTest: true));
        }).ToArray();
        var outputs = element.Children("output").Select(output => new TableOutput(
            output.Attribute("name") is null ? null : output.Name(),
            types.Of(output),
            Values(output.Child("outputValues")?.Child("text")?.Value, rule),
            output.Child("defaultOutputEntry") is { } entry ? Text(entry.Child("text")?.Value, rule) : null)).ToArray();
        var rules = element.Children("rule").Select((row, i) => new TableRule(
            [.. row.Children("inputEntry").Select(cell => Text(cell.Child("text")?.Value, $"{rule}, rule {i + 1}", isTest: true))],
            [.. row.Children("outputEntry").Select(cell => Text(cell.Child("text")?.Value, $"{rule}, rule {i + 1}"))])).ToArray();
        foreach (var (index, row) in rules.Index().Where(row => row.Item.Tests.Count != inputs.Length || row.Item.Outputs.Count != outputs.Length))
            problem(rule, $"Rule {index + 1} has {row.Tests.Count} tests and {row.Outputs.Count} outputs for {inputs.Length} and {outputs.Length} columns.");
        var table = new DecisionTable(rule, inputs, outputs,
            [.. rules.Where(row => row.Tests.Count == inputs.Length && row.Outputs.Count == outputs.Length)],
            Enum.TryParse<HitPolicy>(((string?)element.Attribute("hitPolicy"))?.Replace(" ", "", StringComparison.Ordinal), true, out var policy) ? policy : HitPolicy.Unique,
            (string?)element.Attribute("aggregation"));
        Tables.Add(table);
        return table;
    }

    /// <summary>Output values one by one, because their order is the priority.</summary>
    private IReadOnlyList<Node> Values(string? text, string rule) => Text(text, rule, isTest: true) is Embedded { Inner: UnaryTests tests }
        ? [.. tests.Tests.Select(test => new Embedded(text!, new UnaryTests([test], false, test.Start, test.End), names, IsTest: true))] : [];
}
