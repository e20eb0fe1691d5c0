using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>The document security store (ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2): certificates, CRLs, OCSP responses, and what belongs to which signature.</summary>
internal static class SecurityStore
{
    private const int MaxPieces = 2_000;

    /// <summary>What is readable of it; helpers that do not parse are left out and decide nothing.</summary>
    public static ValidationData Read(PdfFile file) => new(
        [.. Streams(file, "Certs").Select(s => Certificate(s.Data)).OfType<X509Certificate2>()],
        [.. Streams(file, "CRLs").Select(s => s.Data)],
        [.. Streams(file, "OCSPs").Select(s => s.Data)]);

    /// <summary>The pieces under one key with the place of each in the file, for proofs of time.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Data, long Place)> Streams(PdfFile file, string key)
    {
        if (file.Dictionary(file.Catalog["DSS"]) is not { } store)
            yield break;
        foreach (var item in file.Array(store[key]).Take(MaxPieces))
            if (Bytes(file, item) is { } bytes)
                yield return (bytes, item is PdfReference { Number: var number } && file.Entries.TryGetValue(number, out var entry) && entry.Kind == XrefKind.Offset ? entry.Place : file.Data.Length);
    }

    public static X509Certificate2? Certificate(ReadOnlyMemory<byte> der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der.Span);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Adds what is new, and an entry for each signature named by the SHA-1 of its Contents.</summary>
    public static void Write(PdfUpdate update, IEnumerable<(byte[] Contents, ValidationData Data)> signatures)
    {
        var file = update.File;
        var root = (PdfReference)file.Trailer["Root"];
        var catalog = (PdfDictionary)update.Get(root);
        var store = file.Dictionary(catalog["DSS"]) ?? Make.Dictionary(("Type", Make.Name("DSS")));
        var entries = (file.Dictionary(store["VRI"]) ?? PdfDictionary.Empty).Entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        var pieces = new Dictionary<string, (string Kind, PdfObject Reference)>(StringComparer.Ordinal);
        foreach (var kind in (string[])["Certs", "CRLs", "OCSPs"])
            foreach (var item in file.Array(store[kind]).OfType<PdfReference>())
                if (Bytes(file, item) is { } bytes)
                    pieces.TryAdd(Key(bytes), (kind, item));
        PdfArray Put(string kind, IEnumerable<ReadOnlyMemory<byte>> data) => Make.Array(data.Select(d =>
        {
            if (!pieces.TryGetValue(Key(d.Span), out var piece))
                pieces[Key(d.Span)] = piece = (kind, update.Add(new PdfStream(Make.Dictionary(("Filter", Make.Name("FlateDecode"))), PdfFilters.Deflate(d.Span))));
            return piece.Reference;
        }));
        foreach (var (contents, data) in signatures)
            entries[Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, contents))] = update.Add(Make.Dictionary(
                ("Cert", Put("Certs", data.Certificates.Select(c => c.RawDataMemory))), ("CRL", Put("CRLs", data.Crls)), ("OCSP", Put("OCSPs", data.Ocsps))));
        foreach (var kind in (string[])["Certs", "CRLs", "OCSPs"])
            if (pieces.Values.Where(p => p.Kind == kind).Select(p => p.Reference).ToArray() is [_, ..] all)
                store = store.With(kind, Make.Array(file.Array(store[kind]).Concat(all).Distinct()));
        if (entries.Count > 0)
            store = store.With("VRI", new PdfDictionary(entries));
        if (catalog["DSS"] is PdfReference kept)
            update.Replace(kept, store);
        else
            update.Replace(root, catalog.With("DSS", update.Add(store)));
    }

    private static string Key(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static byte[]? Bytes(PdfFile file, PdfObject item)
    {
        try
        {
            return file.Resolve(item) is PdfStream stream ? PdfFilters.Decode(stream, file.Resolve) : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
