using System.Xml.Linq;
using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Model;

/// <summary>
/// Anything that a BPMN 2.0 file can hold. The classes of this namespace carry the names and the order of the standard's
/// schema (BPMN 2.0.2, Semantic.xsd and BPMNDI.xsd): a property of a plain type is an attribute, null when it is not written;
/// an object or a list is child elements.
/// </summary>
public abstract class BpmnElement
{
    /// <summary>Attributes of other namespaces, unknown ones, and known ones whose text is not of their type. Written back as they are.</summary>
    public List<XAttribute> OtherAttributes { get; } = [];

    /// <summary>Children that the standard does not know here. Written back, after the known ones.</summary>
    public List<XElement> OtherElements { get; } = [];

    /// <summary>Everything directly inside this element, in the order in which it is written.</summary>
    public IEnumerable<BpmnElement> Children() => ClassMap.Of(GetType()).ChildrenOf(this);

    /// <summary>Everything inside this element, at any depth.</summary>
    public IEnumerable<BpmnElement> Descendants() => Children().SelectMany(child => child.Descendants().Prepend(child));

    /// <summary>The value of an attribute of our own namespace, or null.</summary>
    public string? Ours(string name) => OtherAttributes.FirstOrDefault(attribute => attribute.Name == Names.Our + name)?.Value;

    /// <summary>Sets an attribute of our own namespace; null takes it away.</summary>
    public void SetOurs(string name, string? value)
    {
        OtherAttributes.RemoveAll(attribute => attribute.Name == Names.Our + name);
        if (value is not null)
            OtherAttributes.Add(new(Names.Our + name, value));
    }
}

/// <summary>Text that may hold elements too: a script, a note, an expression, a documentation.</summary>
public abstract class MixedElement : BaseElement
{
    /// <summary>The text and foreign elements, in their order.</summary>
    public List<XNode> Content { get; } = [];

    /// <summary>The text alone.</summary>
    [System.Xml.Serialization.XmlIgnore]
    public string Text
    {
        get => string.Concat(Content.Select(node => node is XText text ? text.Value : (node as XElement)?.Value));
        set
        {
            Content.Clear();
            if (value.Length > 0)
                Content.Add(new XText(value));
        }
    }
}

/// <summary>What nearly all elements are (BPMN 2.0.2, 8.3.1).</summary>
public abstract class BaseElement : BpmnElement
{
    public string? Id { get; set; }
    public List<Documentation> Documentation { get; } = [];
    public ExtensionElements? ExtensionElements { get; set; }
}

/// <summary>Words for people about the element that holds it.</summary>
public sealed class Documentation : MixedElement
{
    public string? TextFormat { get; set; }
}

/// <summary>Elements of other namespaces; they lie in <see cref="BpmnElement.OtherElements"/>.</summary>
public sealed class ExtensionElements : BpmnElement;

/// <summary>The root of a file (8.2.1).</summary>
public sealed class Definitions : BaseElement
{
    public string? Name { get; set; }
    public string? TargetNamespace { get; set; }
    public string? ExpressionLanguage { get; set; }
    public string? TypeLanguage { get; set; }
    public string? Exporter { get; set; }
    public string? ExporterVersion { get; set; }
    public List<Import> Imports { get; } = [];
    public List<Extension> Extensions { get; } = [];
    public List<RootElement> RootElements { get; } = [];
    public List<BpmnDiagram> Diagrams { get; } = [];
    public List<Relationship> Relationships { get; } = [];

    /// <summary>Reads BPMN 2.0 XML; entity definitions are refused.</summary>
    /// <exception cref="System.Xml.XmlException">Not well-formed, larger than 10 million characters, or not BPMN 2.0 definitions.</exception>
    public static Definitions Read(string xml) => BpmnReader.Read(new StringReader(xml));

    /// <summary>Reads BPMN 2.0 XML in the encoding that it declares.</summary>
    /// <exception cref="System.Xml.XmlException">As <see cref="Read(string)"/>.</exception>
    public static Definitions Read(Stream xml) => BpmnReader.Read(xml);

    /// <summary>BPMN 2.0 XML in UTF-8, children in the order of the standard's schema.</summary>
    public string ToXml() => BpmnWriter.Write(this);

    /// <summary>The processes of the file.</summary>
    public IEnumerable<Process> Processes => RootElements.OfType<Process>();

    /// <summary>The root element with this id, by a local or a prefixed name; null when there is none of this type.</summary>
    public T? Root<T>(string? reference) where T : RootElement =>
        reference is null ? null : RootElements.OfType<T>().FirstOrDefault(root => root.Id == Names.Local(reference));
}

/// <summary>Where referenced definitions lie (8.2.2).</summary>
public sealed class Import : BpmnElement
{
    public string? Namespace { get; set; }
    public string? Location { get; set; }
    public string? ImportType { get; set; }
}

/// <summary>Names an extension that a file uses (8.3.3).</summary>
public sealed class Extension : BpmnElement
{
    public string? Definition { get; set; }
    public bool? MustUnderstand { get; set; }
    public List<Documentation> Documentation { get; } = [];
}

/// <summary>Ties elements of different models (8.3.4).</summary>
public sealed class Relationship : BaseElement
{
    public string? Type { get; set; }
    public RelationshipDirection? Direction { get; set; }
    [Child("source")] public List<string> Sources { get; } = [];
    [Child("target")] public List<string> Targets { get; } = [];
}

/// <summary>What stands directly under the definitions.</summary>
public abstract class RootElement : BaseElement;

/// <summary>Groups by category values (8.3.2).</summary>
public sealed class Category : RootElement
{
    public string? Name { get; set; }
    public List<CategoryValue> CategoryValues { get; } = [];
}

/// <summary>One value of a category.</summary>
public sealed class CategoryValue : BaseElement
{
    public string? Value { get; set; }
}

/// <summary>An expression in natural or any language (8.4.6).</summary>
public class Expression : MixedElement;

/// <summary>An expression that can be executed; its text is <see cref="MixedElement.Text"/>.</summary>
public sealed class FormalExpression : Expression
{
    public string? Language { get; set; }
    public string? EvaluatesToTypeRef { get; set; }
}

/// <summary>The text of a script or a note.</summary>
public sealed class MixedText : MixedElement;
