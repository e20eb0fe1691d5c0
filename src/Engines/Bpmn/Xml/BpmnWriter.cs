using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sen.Bpmn.Model;

namespace Sen.Bpmn.Xml;

/// <summary>The typed model to XML. Nothing of the text that was read is used.</summary>
internal static class BpmnWriter
{
    // The usual prefixes, for a model that was made in code.
    private static readonly (string Prefix, XNamespace Namespace)[] Usual =
        [("bpmndi", Ns.Di), ("dc", Ns.Dc), ("di", Ns.Dd), ("xsi", Names.Xsi), ("sen", Names.Our)];

    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, Encoding = new UTF8Encoding(false) };

    public static string Write(Definitions definitions)
    {
        var root = Element(definitions, Names.Omg + "definitions");
        if (root.GetPrefixOfNamespace(Names.Omg) is null && root.GetDefaultNamespace() != Names.Omg)
            root.SetAttributeValue(root.Attribute("xmlns") is null ? "xmlns" : XNamespace.Xmlns + "bpmn", Ns.Omg);
        foreach (var (prefix, ns) in Usual)
        {
            if (root.GetPrefixOfNamespace(ns) is null && root.GetNamespaceOfPrefix(prefix) is null && Uses(root, ns))
                root.SetAttributeValue(XNamespace.Xmlns + prefix, ns.NamespaceName);
        }
        using var text = new Utf8Text();
        using (var writer = XmlWriter.Create(text, Settings))
            new XDocument(root).Save(writer);
        return text.ToString() + "\n";
    }

    private static XElement Element(BpmnElement element, XName name)
    {
        var written = new XElement(name);
        var after = new List<object>();
        foreach (var slot in ClassMap.Of(element.GetType()).Slots)
        {
            foreach (var value in slot.Values(element))
            {
                if (slot.IsAttribute)
                    written.Add(new XAttribute(slot.AttributeName, Slot.Text(value)));
                else
                    after.Add(value is BpmnElement child ? Child(slot, child) : new XElement(slot.ChildName!, value));
            }
        }
        foreach (var attribute in element.OtherAttributes.Where(attribute => written.Attribute(attribute.Name) is null))
            written.Add(new XAttribute(attribute));
        // Text first: an indented child before it would put spaces into it.
        if (element is MixedElement mixed)
            written.Add(mixed.Content.Select(BpmnReader.Copy));
        written.Add(after);
        written.Add(element.OtherElements.Select(other => new XElement(other)));
        return written;
    }

    private static XElement Child(Slot slot, BpmnElement child)
    {
        var written = Element(child, slot.ChildName ?? ClassMap.NameOf(child.GetType()));
        if (slot.ChildName is not null && child.GetType() != slot.Type && written.Attribute(Names.XsiType) is null)
            written.SetAttributeValue(Names.XsiType, "t" + child.GetType().Name);
        return written;
    }

    private static bool Uses(XElement root, XNamespace ns) => root.DescendantsAndSelf().Any(element =>
        element.Name.Namespace == ns || element.Attributes().Any(attribute => attribute.Name.Namespace == ns));

    private sealed class Utf8Text() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
