using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sen.Bpmn.Model;

namespace Sen.Bpmn.Xml;

/// <summary>XML to the typed model.</summary>
internal static class BpmnReader
{
    private const int MaxCharacters = 10_000_000;

    // Deeper than any drawing; a hostile file must not exhaust the stack.
    private const int MaxDepth = 200;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxCharacters };

    // Tools on Windows write windows-1252 and its kin.
    static BpmnReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Definitions Read(TextReader xml)
    {
        using var reader = XmlReader.Create(xml, Settings);
        return Read(reader);
    }

    public static Definitions Read(Stream xml)
    {
        using var reader = XmlReader.Create(xml, Settings);
        return Read(reader);
    }

    private static Definitions Read(XmlReader reader)
    {
        // Spaces inside foreign elements may mean something.
        var root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        if (root.Name != Names.Omg + "definitions")
            throw new XmlException("The root is not a BPMN 2.0 definitions element.");
        return (Definitions)Read(root, typeof(Definitions), 0);
    }

    private static BpmnElement Read(XElement element, Type type, int depth)
    {
        if (depth > MaxDepth)
            throw new XmlException($"Elements lie more than {MaxDepth} deep in each other.");
        var map = ClassMap.Of(type);
        var read = (BpmnElement)Activator.CreateInstance(type)!;
        foreach (var attribute in element.Attributes())
        {
            if (attribute.IsNamespaceDeclaration || map.Attribute(attribute.Name) is not { } slot || !slot.Parse(read, attribute.Value))
                read.OtherAttributes.Add(new(attribute));
        }
        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
                AddChild(read, map, child, depth);
            else if (read is MixedElement mixed)
                mixed.Content.Add(Copy(node));
        }
        return read;
    }

    private static void AddChild(BpmnElement owner, ClassMap map, XElement child, int depth)
    {
        if (map.Child(child) is { } found && (found.Slot.IsText
            ? !child.HasElements && !child.HasAttributes && found.Slot.Add(owner, child.Value.Trim())
            : found.Slot.Add(owner, Read(child, found.Type, depth + 1))))
            return;
        if (owner is MixedElement mixed)
            mixed.Content.Add(new XElement(child));
        else
            owner.OtherElements.Add(new(child));
    }

    public static XNode Copy(XNode node) => node switch
    {
        XElement element => new XElement(element),
        XCData data => new XCData(data),
        XText text => new XText(text),
        XComment comment => new XComment(comment),
        XProcessingInstruction instruction => new XProcessingInstruction(instruction),
        _ => throw new XmlException($"A {node.NodeType} cannot stand here."),
    };
}
