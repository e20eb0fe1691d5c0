using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Signatures;

/// <summary>Signs XML documents from within, and any files from beside, as XAdES (ETSI EN 319 132-1), levels B-B to B-LTA.</summary>
public static class XadesSigner
{
    private const string Enveloped = XmlSignature.Ds + "enveloped-signature";
    private const string XPath = "http://www.w3.org/TR/1999/REC-xpath-19991116";

    /// <summary>Adds a signature as the last child of the root; no other byte changes.</summary>
    /// <param name="xml">UTF-8, at most 20 MiB.</param>
    /// <exception cref="RefusedException">
    /// The document or the key does not allow it; <see cref="Refusal.NoFurtherSignature"/> where an earlier signature
    /// covers the place and would break.
    /// </exception>
    public static async Task<byte[]> SignEnveloped(ReadOnlyMemory<byte> xml, SigningKey key, XadesOptions options, CancellationToken ct = default)
    {
        key.RequireStrength();
        var source = XmlSource.Read(xml);
        foreach (var element in XmlSignature.FindAll(source))
            if (XmlSignature.TryRead(element, out _) is { } earlier && Breaks(source, earlier))
                throw new RefusedException(Refusal.NoFurtherSignature, earlier.Id ?? "");
        // A second signature must not count the first one in, or the first could not be renewed.
        var parallel = options.MoreSigners || XmlSignature.FindAll(source).Any();
        Predicate<XmlElement>? skip = parallel ? e => XmlSignature.Is(e, XmlSignature.Ds, "Signature") : null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        new XmlCanon(new(true, false, false), bytes => hash.AppendData(bytes.Span), skip).Write(source.Document);
        var reference = new NewReference("", options.MimeType, hash.GetHashAndReset(), [parallel ? XPath : Enveloped, CanonMethod.ExclusiveUri]);
        var signature = await Build(key, options, [reference], ct);
        return await Last(XmlInsertion.BeforeEnd(source, source.Root, signature.OuterXml), options, null, ct);
    }

    /// <summary>A signature that stands beside the files it signs; they are read once, in pieces, and may be of any size.</summary>
    /// <returns>An XML document whose root is the signature.</returns>
    public static async Task<byte[]> SignDetached(IReadOnlyList<SignedContent> files, SigningKey key, XadesOptions options, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        key.RequireStrength();
        var hashes = new List<byte[]>();
        foreach (var file in files)
        {
            await using var content = file.Open();
            hashes.Add(await SHA256.HashDataAsync(content, ct));
        }
        var signature = await Detached(files, hashes, key, options, ct);
        var xml = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + signature.OuterXml);
        return await Last(xml, options, files, ct);
    }

    /// <summary>Levels B-LT and B-LTA, where they are asked for.</summary>
    internal static async Task<byte[]> Last(byte[] xml, XadesOptions options, IReadOnlyList<SignedContent>? files, CancellationToken ct) =>
        options.LongTerm is { } terms ? await XadesExtender.Extend(xml, terms, name => files?.FirstOrDefault(f => f.Name == name), ct) : xml;

    /// <summary>The signature over files whose hashes are known.</summary>
    internal static Task<XmlElement> Detached(IReadOnlyList<SignedContent> files, IReadOnlyList<byte[]> hashes, SigningKey key, XadesOptions options, CancellationToken ct)
    {
        key.RequireStrength();
        return Build(key, options, [.. files.Zip(hashes, (file, hash) => new NewReference(Escape(file.Name), file.MimeType, hash, []))], ct);
    }

    /// <summary>Names are relative references (RFC 3986): each segment is escaped, slashes stay.</summary>
    internal static string Escape(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static async Task<XmlElement> Build(SigningKey key, XadesOptions options, IReadOnlyList<NewReference> references, CancellationToken ct)
    {
        var builder = new XadesBuilder(key, options, references);
        var hash = builder.HashToSign();
        var value = await key.SignHash(hash, ct);
        var toStamp = builder.SetValue(value, key.Certificate);
        if (options.Timestamp is not null)
            builder.AddTimestamp(await options.Timestamp(toStamp, ct));
        return builder.Signature;
    }

    /// <summary>Whether a new last child of the root would change what an earlier signature covers.</summary>
    private static bool Breaks(XmlSource source, XmlSignature earlier)
    {
        var digests = new XmlDigests(source, earlier);
        foreach (var reference in earlier.References)
            try
            {
                var (element, coverage) = digests.Resolve(reference);
                if ((coverage == Coverage.Document || element == source.Root) && !XmlDigests.LeavesOutSignatures(reference))
                    return true;
            }
            catch (MisplacedException)
            {
                // Broken already.
            }
        return false;
    }
}
