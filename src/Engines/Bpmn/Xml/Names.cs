using System.Xml.Linq;

namespace Sen.Bpmn.Xml;

internal static class Names
{
    public static readonly XNamespace Omg = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    public static readonly XNamespace Dd = "http://www.omg.org/spec/DD/20100524/DI";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Our attributes: role, unit, form, share, operation, result.</summary>
    public static readonly XNamespace Our = "urn:sen:bpmn:1";

    /// <summary>Elements without execution semantics (BPMN 2.0, 13.1): kept, not run. Data objects are shapes until an association moves data.</summary>
    public static readonly HashSet<string> NonOperational =
    [
        "documentation", "extensionElements", "auditing", "monitoring", "laneSet", "textAnnotation", "association", "group",
        "category", "dataObject", "dataObjectReference", "dataStoreReference", "property",
    ];
}
