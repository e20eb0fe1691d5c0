using System.Xml;
using System.Xml.Linq;

namespace Sen.Bpmn.Xml;

/// <summary>Reads the file and picks the process; <see cref="ScopeReader"/> reads what is in it.</summary>
internal static class BpmnReader
{
    private const int MaxCharacters = 10_000_000;

    public static LoadResult Read(string xml, string? processId)
    {
        XElement root;
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxCharacters };
            using var reader = XmlReader.Create(new StringReader(xml), settings);
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            return Refused(null, "xml", $"The file is not well-formed XML: {error.Message}");
        }
        if (root.Name != Names.Omg + "definitions")
            return Refused(null, "xml", "The root is not a BPMN 2.0 definitions element.");

        var processes = root.Elements(Names.Omg + "process").ToArray();
        var candidates = processes.Where(process => processId is null || (string?)process.Attribute("id") == processId).ToArray();
        if (candidates.Length > 1 && candidates.Where(process => (string?)process.Attribute("isExecutable") == "true").ToArray() is [var only])
            candidates = [only];
        if (candidates is not [var chosen])
            return Refused(null, "process", processes.Length == 0 ? "The file holds no process." : "Say which process: the file does not hold exactly one that fits.");

        var problems = new List<DeployProblem>();
        var body = new ScopeReader(root, problems).Read(chosen);
        foreach (var twice in root.Descendants().Attributes("id").GroupBy(id => id.Value).Where(group => group.Count() > 1))
            problems.Add(new(twice.Key, null, "structure", "Two elements have this id."));
        if (chosen.Attribute("id") is null)
            problems.Add(new(null, (string?)chosen.Attribute("name"), "structure", "The process has no id."));
        if (problems.Count > 0)
            return new(null, problems);

        return new(new((string)chosen.Attribute("id")!, (string?)chosen.Attribute("name"), body)
        {
            Carried = Carry(chosen, ["id", "name", "isExecutable"]),
            Surroundings = new([.. root.Elements().Where(element => element != chosen)], [.. root.Attributes()]),
        }, []);
    }

    /// <summary>What the model does not hold of an element: non-operational and foreign children, foreign attributes.</summary>
    public static Carried Carry(XElement element, IReadOnlyCollection<string> known) => new(
        [.. element.Elements().Where(IsCarried)],
        [.. element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace != Names.Our
            && !(attribute.Name.NamespaceName.Length == 0 && known.Contains(attribute.Name.LocalName)))]);

    public static bool IsCarried(XElement element) =>
        element.Name.Namespace != Names.Omg || Names.NonOperational.Contains(element.Name.LocalName);

    private static LoadResult Refused(string? id, string code, string reason) => new(null, [new(id, null, code, reason)]);
}
