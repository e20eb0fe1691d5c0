using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;
using System.Xml.Serialization;
using Sen.Bpmn.Model;

namespace Sen.Bpmn.Xml;

/// <summary>How a model class lies in XML: its properties in the order of the standard's schema, base classes first.</summary>
internal sealed class ClassMap
{
    private static readonly ConcurrentDictionary<Type, ClassMap> Known = new();
    private static readonly Dictionary<XName, Type> Classes = typeof(BpmnElement).Assembly.GetTypes()
        .Where(type => typeof(BpmnElement).IsAssignableFrom(type) && !type.IsAbstract).ToDictionary(NameOf);

    private readonly Dictionary<string, Slot> attributes;

    private ClassMap(Type type)
    {
        var lineage = new Stack<Type>();
        for (var one = type; one != typeof(object); one = one!.BaseType)
            lineage.Push(one!);
        Slots = [.. lineage.SelectMany(one => one.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.GetCustomAttribute<XmlIgnoreAttribute>() is null)
                .OrderBy(property => property.MetadataToken))
            .Select(property => (Property: property, Slot: new Slot(property)))
            .Where(pair => pair.Slot.IsList ? pair.Slot.IsElement || pair.Slot.IsText : pair.Property.CanWrite)
            .Select(pair => pair.Slot)];
        attributes = Slots.Where(slot => slot.IsAttribute).ToDictionary(slot => slot.AttributeName);
    }

    public IReadOnlyList<Slot> Slots { get; }

    public static ClassMap Of(Type type) => Known.GetOrAdd(type, one => new ClassMap(one));

    /// <summary>The element name of a class.</summary>
    public static XName NameOf(Type type) => type.GetCustomAttribute<ElementAttribute>()?.Name
        ?? XName.Get(char.ToLowerInvariant(type.Name[0]) + type.Name[1..], Ns.Omg);

    public Slot? Attribute(XName name) => name.NamespaceName.Length == 0 ? attributes.GetValueOrDefault(name.LocalName) : null;

    /// <summary>Where a child belongs and as what it is to be read; null when the standard knows no such child here.</summary>
    public (Slot Slot, Type Type)? Child(XElement child)
    {
        foreach (var slot in Slots)
        {
            if (slot.ChildName == child.Name)
                return (slot, Refined(child, slot.Type));
        }
        if (!Classes.TryGetValue(child.Name, out var type))
            return null;
        foreach (var slot in Slots)
        {
            if (slot.IsElement && slot.ChildName is null && slot.Type.IsAssignableFrom(type))
                return (slot, type);
        }
        return null;
    }

    public IEnumerable<BpmnElement> ChildrenOf(BpmnElement owner) => Slots.Where(slot => slot.IsElement).SelectMany(slot => slot.Values(owner)).Cast<BpmnElement>();

    // xsi:type="tFormalExpression" makes an expression a formal one.
    private static Type Refined(XElement child, Type declared)
    {
        var text = (string?)child.Attribute(Names.XsiType);
        if (text is null || Names.Local(text.Trim()) is not ['t', .. var name] || !Classes.TryGetValue(XName.Get(char.ToLowerInvariant(name[0]) + name[1..], Ns.Omg), out var type))
            return declared;
        return declared.IsAssignableFrom(type) ? type : declared;
    }
}
