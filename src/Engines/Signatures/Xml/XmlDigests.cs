using System.Security.Cryptography;
using System.Xml;

namespace Sen.Signatures.Xml;

/// <summary>What a reference points at, and whether it may point there.</summary>
internal enum Coverage
{
    /// <summary>The document that holds the signature, but for signatures.</summary>
    Document,
    /// <summary>An object inside the signature.</summary>
    Object,
    /// <summary>The signature's own XAdES properties.</summary>
    Properties,
    /// <summary>KeyInfo or another part of the signature.</summary>
    Own,
    /// <summary>A file beside the signature.</summary>
    File,
    /// <summary>An element elsewhere: right only where the caller expects the signed content just there.</summary>
    Element,
}

/// <summary>Resolves references by place (XMLDSig 4.4.3) and digests what they cover.</summary>
internal sealed class XmlDigests(XmlSource? source, XmlSignature signature)
{
    private const string Enveloped = XmlSignature.Ds + "enveloped-signature";
    private const string XPath = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    private const string Filter2 = "http://www.w3.org/2002/06/xmldsig-filter2";
    private const string Base64 = XmlSignature.Ds + "base64";

    /// <summary>The element and its coverage; a null element of coverage Document means the whole document.</summary>
    /// <exception cref="MisplacedException">The reference points where an attacker would put it.</exception>
    public (XmlElement? Element, Coverage Coverage) Resolve(XmlReference reference)
    {
        if (reference.Uri is not { } uri)
            throw new MisplacedException("reference without URI");
        if (uri is "" or "#xpointer(/)")
            return (null, Coverage.Document);
        if (!uri.StartsWith('#'))
            return (null, Coverage.File);
        var id = Name(uri);
        if (source!.IsAmbiguous(id))
            throw new MisplacedException($"two elements have the Id {id}");
        var element = source.ById(id) ?? throw new MisplacedException($"no element has the Id {id}");
        return (element, Place(reference, element));
    }

    /// <summary>Digest of what the reference covers; null when a transform or digest is not supported.</summary>
    public byte[]? Digest(XmlReference reference, XmlElement? element)
    {
        if (XmlAlgorithms.Digest(reference.DigestMethod) is not { } name)
            return null;
        using var hash = IncrementalHash.CreateHash(name);
        return Feed(reference, element, bytes => hash.AppendData(bytes.Span)) ? hash.GetHashAndReset() : null;
    }

    /// <summary>Gives the octets of the reference after its transforms; false when a transform is not supported.</summary>
    public bool Feed(XmlReference reference, XmlElement? element, Action<ReadOnlyMemory<byte>> output)
    {
        // Comments survive only in the xpointer forms (XMLDSig 4.4.3.3).
        var comments = reference.Uri!.StartsWith("#xpointer(", StringComparison.Ordinal);
        Predicate<XmlElement>? skip = null;
        XmlElement? method = null;
        var decode = false;
        foreach (var transform in reference.Transforms)
        {
            var algorithm = transform.GetAttribute("Algorithm");
            if (method is not null || decode)
                return false;
            if (algorithm == Enveloped)
                skip = Both(skip, e => e == signature.Element);
            else if (IsNoSignatures(transform))
                skip = Both(skip, e => XmlSignature.Is(e, XmlSignature.Ds, "Signature"));
            else if (algorithm == Base64)
                decode = true;
            else if (CanonMethod.Named(algorithm) is not null)
                method = transform;
            else
                return false;
        }
        if (decode)
        {
            var bytes = new byte[((element ?? source!.Root).InnerText.Length / 4 * 3) + 3];
            if (!Convert.TryFromBase64String((element ?? source!.Root).InnerText, bytes, out var length))
                return false;
            output(bytes.AsMemory(0, length));
            return true;
        }
        var canon = (method is null ? CanonMethod.Named(CanonMethod.InclusiveUri) : CanonMethod.Named(method.GetAttribute("Algorithm")))!;
        var writer = new XmlCanon(canon with { Comments = canon.Comments && comments }, output, skip, method is null ? null : XmlSignature.Prefixes(method));
        if (element is null)
            writer.Write(source!.Document);
        else
            writer.Write(element);
        return true;
    }

    /// <summary>Whether signatures added later do not count.</summary>
    public static bool LeavesOutSignatures(XmlReference reference) => reference.Transforms.Any(IsNoSignatures);

    private static Predicate<XmlElement> Both(Predicate<XmlElement>? one, Predicate<XmlElement> other) => one is null ? other : e => one(e) || other(e);

    private static string Name(string uri)
    {
        const string pointer = "#xpointer(id('";
        return uri.StartsWith(pointer, StringComparison.Ordinal) && uri.EndsWith("'))", StringComparison.Ordinal) ? uri[pointer.Length..^3] : uri[1..];
    }

    private Coverage Place(XmlReference reference, XmlElement element)
    {
        var own = signature.Element;
        var takesOut = reference.Transforms.Any(t => t.GetAttribute("Algorithm") == Enveloped);
        if (reference.Type == XmlSignature.SignedPropertiesType)
            return element == signature.SignedProperties ? Coverage.Properties : throw new MisplacedException("the signed SignedProperties are not those of the signature");
        if (element == signature.SignedProperties)
            return Coverage.Properties;
        if (Contains(element, own))
            return element == source!.Root ? Coverage.Document : Coverage.Element;
        if (takesOut)
            throw new MisplacedException("an enveloped signature lies outside of what it signs");
        if (element.ParentNode == own)
            return XmlSignature.Is(element, XmlSignature.Ds, "Object") ? Coverage.Object : Coverage.Own;
        if (element.ParentNode is XmlElement parent && parent.ParentNode == own && XmlSignature.Is(parent, XmlSignature.Ds, "Object"))
            return Coverage.Object;
        if (Contains(own, element) || reference.Type is XmlSignature.Ds + "Object" or XmlSignature.Ds + "Manifest")
            throw new MisplacedException("the signed object is not an object of the signature");
        return Coverage.Element;
    }

    private static bool Contains(XmlElement outer, XmlElement inner)
    {
        for (XmlNode? node = inner; node is not null; node = node.ParentNode)
            if (node == outer)
                return true;
        return false;
    }

    /// <summary>The two spellings of "everything but signatures" that signers use; no other path is run.</summary>
    private static bool IsNoSignatures(XmlElement transform) => transform.GetAttribute("Algorithm") switch
    {
        XPath => Says(XmlSignature.Children(transform, XmlSignature.Ds, "XPath"), "not(ancestor-or-self::", ":Signature)"),
        Filter2 => XmlSignature.Children(transform, Filter2, "XPath").All(p => p.GetAttribute("Filter") == "subtract")
            && Says(XmlSignature.Children(transform, Filter2, "XPath"), "/descendant::", ":Signature"),
        _ => false,
    };

    private static bool Says(IEnumerable<XmlElement> paths, string start, string end)
    {
        if (paths.Take(2).ToArray() is not [var path])
            return false;
        var text = string.Concat(path.InnerText.Where(c => !char.IsWhiteSpace(c)));
        return text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal) && text.Length > start.Length + end.Length
            && path.GetNamespaceOfPrefix(text[start.Length..^end.Length]) == XmlSignature.Ds;
    }
}

/// <summary>The signature is right about something, but not about what a reader would take for signed.</summary>
internal sealed class MisplacedException(string message) : Exception(message);
