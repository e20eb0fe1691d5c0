using System.Xml.Linq;

namespace Sen.Bpmn;

/// <summary>XML without a meaning to the engine that the writer gives back as it was read.</summary>
public sealed record Carried(IReadOnlyList<XElement> Elements, IReadOnlyList<XAttribute> Attributes)
{
    /// <summary>Nothing.</summary>
    public static Carried None { get; } = new([], []);
}
