using System.Xml.Linq;

namespace Sen.Bpmn.Xml;

/// <summary>The namespaces of BPMN 2.0 files, and ours.</summary>
internal static class Names
{
    public static readonly XNamespace Omg = Ns.Omg;
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Our attributes: role, unit, form, share, operation, result, key.</summary>
    public static readonly XNamespace Our = "urn:sen:bpmn:1";

    public static readonly XName XsiType = Xsi + "type";

    /// <summary>A qualified name without its prefix.</summary>
    public static string Local(string reference) => reference[(reference.LastIndexOf(':') + 1)..];
}

/// <summary>Namespaces as constants, for the attributes of the model.</summary>
internal static class Ns
{
    public const string Omg = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public const string Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    public const string Dc = "http://www.omg.org/spec/DD/20100524/DC";
    public const string Dd = "http://www.omg.org/spec/DD/20100524/DI";
}
