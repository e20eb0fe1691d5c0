using System.Globalization;
using System.Text;
using Sen.Feel;
using Sen.Feel.Dmn;

namespace Sen.Bench.Feel;

/// <summary>What both sides evaluate: an expression over a context, or the cells of a table.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Expression">FEEL text; empty for a table.</param>
/// <param name="Context">Values as JSON has them.</param>
/// <param name="Table">A table instead of an expression.</param>
internal sealed record FeelCase(string Name, string Expression, Dictionary<string, object> Context, FeelTable? Table = null)
{
    public static FeelCase[] All { get; } =
    [
        new("arithmetic", "(price * quantity - discount) * (1 + rate / 100)", new() { ["price"] = 12_500, ["quantity"] = 3, ["discount"] = 1_000, ["rate"] = 8 }),
        new("comparison", "age >= 18 and age < 65 and income > 1000 or exempt", new() { ["age"] = 42, ["income"] = 5_000, ["exempt"] = false }),
        new("strings", "if starts with(lower case(name), \"ng\") then substring(name, 1, 6) + \"...\" else upper case(name)", new() { ["name"] = "Nguyen Thi Mau" }),
        new("filter 1000", "count(items[amount > 500 and kind = \"b\"])", new()
        {
            ["items"] = Enumerable.Range(0, 1_000).Select(i => new Dictionary<string, object> { ["amount"] = i * 7919 % 1_000, ["kind"] = i % 3 == 0 ? "b" : "a" }).ToArray(),
        }),
        new("dates", "(date(received) + duration(\"P1M\")).month = 12 and date(received) + duration(\"P30D\") > date(\"2026-11-22\")", new() { ["received"] = "2026-11-10" }),
        new("table 200", "", new() { ["area"] = 1_505, ["kind"] = "k2" }, FeelTable.Sample()),
    ];

    /// <summary>The context as FEEL knows it, made once as a caller would.</summary>
    public Dictionary<string, object?> Values => Context.ToDictionary(entry => entry.Key, entry => Deep(entry.Value));

    private static object? Deep(object value) => value switch
    {
        Dictionary<string, object>[] rows => rows.Select(row => (object?)row.ToDictionary(entry => entry.Key, entry => FeelValues.Import(entry.Value))).ToArray(),
        _ => FeelValues.Import(value),
    };
}

/// <param name="Inputs">Names of the inputs.</param>
/// <param name="Rules">A test for each input, and the output.</param>
internal sealed record FeelTable(string[] Inputs, FeelTable.Rule[] Rules)
{
    internal sealed record Rule(string[] Tests, string Output);

    /// <summary>200 rules: areas in tens, four kinds; the context meets number 151 of the areas.</summary>
    public static FeelTable Sample() => new(["area", "kind"],
        [.. Enumerable.Range(0, 200).Select(i => new Rule([$"[{i * 10}..{i * 10 + 10})", $"\"k{i % 2}\", \"k{i % 2 + 2}\""], $"{15_000 + i * 500}"))]);

    public DmnModel Model()
    {
        var xml = new StringBuilder("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"t\" namespace=\"urn:t\">");
        foreach (var input in Inputs)
            xml.Append(CultureInfo.InvariantCulture, $"<inputData id=\"{input}\" name=\"{input}\"><variable name=\"{input}\"/></inputData>");
        xml.Append("<decision id=\"d\" name=\"Fee\"><variable name=\"Fee\"/>");
        foreach (var input in Inputs)
            xml.Append(CultureInfo.InvariantCulture, $"<informationRequirement><requiredInput href=\"#{input}\"/></informationRequirement>");
        xml.Append("<decisionTable hitPolicy=\"FIRST\">");
        foreach (var input in Inputs)
            xml.Append(CultureInfo.InvariantCulture, $"<input><inputExpression><text>{input}</text></inputExpression></input>");
        xml.Append("<output/>");
        foreach (var rule in Rules)
            xml.Append("<rule>").AppendJoin("", rule.Tests.Select(test => $"<inputEntry><text>{test}</text></inputEntry>"))
                .Append(CultureInfo.InvariantCulture, $"<outputEntry><text>{rule.Output}</text></outputEntry></rule>");
        return DmnModel.Read(new StringReader(xml.Append("</decisionTable></decision></definitions>").ToString()));
    }
}
