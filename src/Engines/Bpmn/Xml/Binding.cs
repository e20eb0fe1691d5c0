using System.Xml.Linq;
using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Model;

/// <summary>The element of a property is named by the property, not by the class of its value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChildAttribute(string name, string ns = Ns.Omg) : Attribute
{
    public XName Name { get; } = XName.Get(name, ns);
}

/// <summary>The element of a class is not the class's own name in the BPMN namespace.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ElementAttribute(string name, string ns) : Attribute
{
    public XName Name { get; } = XName.Get(name, ns);
}
