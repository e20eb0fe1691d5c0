using System.Xml;
using Sen.Signatures.Xml;
using static Sen.Signatures.Xml.XmlSignature;

namespace Sen.Signatures.Xades;

/// <summary>Adds to the unsigned properties, each kind once or, for timestamps, one after the other (EN 319 132-1, 5.3 to 5.5).</summary>
internal static class XadesUnsigned
{
    public static void AddTimestamp(XmlElement signature, string prefix, string name, string ns, byte[] token)
    {
        var stamp = Add(Properties(signature), prefix, name, ns);
        Add(stamp, "ds", "CanonicalizationMethod", Ds).SetAttribute("Algorithm", CanonMethod.ExclusiveUri);
        Add(stamp, "xades", "EncapsulatedTimeStamp", XmlSignature.Xades).InnerText = Convert.ToBase64String(token);
    }

    public static XmlElement Properties(XmlElement signature)
    {
        var qualifying = Children(signature, Ds, "Object").SelectMany(o => Children(o, XmlSignature.Xades, "QualifyingProperties")).Single();
        return Ensure(Ensure(qualifying, "UnsignedProperties"), "UnsignedSignatureProperties");
    }

    public static XmlElement Add(XmlElement parent, string prefix, string name, string ns) =>
        (XmlElement)parent.AppendChild(parent.OwnerDocument.CreateElement(prefix, name, ns))!;

    private static XmlElement Ensure(XmlElement parent, string name) =>
        Children(parent, XmlSignature.Xades, name).FirstOrDefault() ?? Add(parent, "xades", name, XmlSignature.Xades);
}
