using System.Xml.Linq;
using Sen.Feel.Dmn;

namespace Sen.Operations.Rules;

/// <summary>
/// A decision table as people write one in a letter: a head <c>input | input =&gt; output</c>, then a line a rule. Becomes DMN 1.5, so that
/// one engine serves it and the files of the packs.
/// </summary>
internal static class TableText
{
    private const string Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private const string Decision = "Bảng";

    /// <summary>Reads a table, or DMN where the text is XML.</summary>
    /// <exception cref="FormatException">A line has no "=&gt;", or other columns than the head; the message is its number.</exception>
    /// <exception cref="System.Xml.XmlException">The XML is not well formed.</exception>
    public static DmnModel Read(string text, string policy) =>
        DmnModel.Read(new StringReader(text.TrimStart().StartsWith('<') ? text : Xml(text, policy).ToString(SaveOptions.DisableFormatting)));

    private static XElement Xml(string text, string policy)
    {
        XNamespace dmn = Dmn;
        var lines = text.Split('\n').Select((line, i) => (Line: line.Trim(), Number: i + 1)).Where(line => line.Line.Length > 0).Select(line => Cells(line.Line, line.Number)).ToArray();
        if (lines.Length < 2)
            throw new FormatException("1");
        var head = lines[0];
        var table = new XElement(dmn + "decisionTable", new XAttribute("hitPolicy", policy.Split(' ')[0] is "COLLECT" ? "COLLECT" : policy));
        if (policy.StartsWith("COLLECT ", StringComparison.Ordinal))
            table.Add(new XAttribute("aggregation", policy["COLLECT ".Length..]));
        table.Add(head.Inputs.Select(input => new XElement(dmn + "input", new XElement(dmn + "inputExpression", Text(input)))));
        table.Add(head.Outputs.Select(output => new XElement(dmn + "output", new XAttribute("name", output))));
        foreach (var row in lines.Skip(1))
        {
            if (row.Inputs.Length != head.Inputs.Length || row.Outputs.Length != head.Outputs.Length)
                throw new FormatException($"{row.Number}");
            table.Add(new XElement(dmn + "rule",
                row.Inputs.Select(cell => new XElement(dmn + "inputEntry", Text(cell))), row.Outputs.Select(cell => new XElement(dmn + "outputEntry", Text(cell)))));
        }
        // Every column is input data by its own name, so that the table may say "diện tích đất".
        return new XElement(dmn + "definitions", new XAttribute("name", Decision), new XAttribute("namespace", "urn:sen:quy-tac"),
            head.Inputs.Select((input, i) => new XElement(dmn + "inputData", new XAttribute("id", $"i{i}"), new XAttribute("name", input))),
            new XElement(dmn + "decision", new XAttribute("id", "d"), new XAttribute("name", Decision),
                head.Inputs.Select((_, i) => new XElement(dmn + "informationRequirement", new XElement(dmn + "requiredInput", new XAttribute("href", $"#i{i}")))),
                table));

        XElement Text(string cell) => new(dmn + "text", cell);
    }

    private static (string[] Inputs, string[] Outputs, int Number) Cells(string line, int number)
    {
        var arrow = line.LastIndexOf("=>", StringComparison.Ordinal);
        return arrow < 0 ? throw new FormatException($"{number}") : (Split(line[..arrow]), Split(line[(arrow + 2)..]), number);

        static string[] Split(string cells) => [.. cells.Split('|', StringSplitOptions.TrimEntries)];
    }
}
