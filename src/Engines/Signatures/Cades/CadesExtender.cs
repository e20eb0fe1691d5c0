using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cades;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;

namespace Sen.Signatures;

/// <summary>
/// Makes CAdES signatures last (EN 319 122-1, 5.5 and 6): B-LT with the evidence among certificates and statements, B-LTA
/// with an archive-time-stamp-v3 over everything. Doing it again before the timestamp's certificate expires renews it.
/// </summary>
public static class CadesExtender
{
    /// <param name="signature">A SignedData with one signer; its signed part stays to the byte.</param>
    /// <param name="content">The file beside it, read once; null where the signature holds its content.</param>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotCms"/>; <see cref="Refusal.ContentMissing"/>; <see cref="Refusal.StatusMissing"/> or
    /// <see cref="Refusal.Revoked"/>; <see cref="Refusal.Timestamp"/>.
    /// </exception>
    public static async Task<byte[]> Extend(ReadOnlyMemory<byte> signature, SignedContent? content, LongTerm terms, CancellationToken ct = default)
    {
        if (signature.Length > CadesValidator.MaxBytes)
            throw new RefusedException(Refusal.OverLimit, $"{signature.Length} bytes");
        var cms = Read(signature);
        return await ExtendRead(signature, cms, Hashes(cms, content), terms, ct);
    }

    /// <summary>Of a signature by SHA-256 that was made just now.</summary>
    internal static Task<byte[]> ExtendOver(byte[] signature, byte[] sha256, LongTerm terms, CancellationToken ct) =>
        ExtendRead(signature, Read(signature), new() { [HashAlgorithmName.SHA256] = sha256 }, terms, ct);

    private static CmsSignature Read(ReadOnlyMemory<byte> signature) => CmsSignature.TryRead(signature) ?? throw new RefusedException(Refusal.NotCms, "no SignedData with one signer");

    private static async Task<byte[]> ExtendRead(ReadOnlyMemory<byte> signature, CmsSignature cms, Dictionary<HashAlgorithmName, byte[]> hashes, LongTerm terms, CancellationToken ct)
    {
        var parts = CmsEditor.Read(signature);
        var signer = Signer(cms, hashes);
        var tokens = cms.Unsigned(Oids.SignatureTimestamp).ToList();
        var archive = cms.Unsigned(Oids.ArchiveTimestampV3).OrderBy(TimestampImprint.Time).ToList();
        if (tokens.Count + archive.Count == 0)
        {
            tokens.Add(await terms.Timestamp(SHA256.HashData(cms.Signature), ct));
            parts.AddUnsigned(Oids.SignatureTimestamp, tokens[0]);
        }
        // Once sealed, only the last seal needs fresh evidence: the signer's may have expired long ago.
        parts.Add(await Evidence(terms, cms.Embedded, archive.Count > 0 ? [] : [signer], archive.Count > 0 ? archive.TakeLast(1) : tokens, ct));
        if (terms.Archive)
            parts.AddUnsigned(Oids.ArchiveTimestampV3, await Seal(parts, hashes[HashAlgorithmName.SHA256], terms.Timestamp, ct));
        return parts.Encode();
    }

    /// <summary>The evidence about whoever made the last timestamp, put into the token itself (EN 319 162-1, A.7).</summary>
    internal static async Task<byte[]> ExtendToken(ReadOnlyMemory<byte> token, LongTerm terms, CancellationToken ct)
    {
        var parts = CmsEditor.Read(token);
        parts.Add(await Evidence(terms, ValidationData.Empty, [], [token], ct));
        return parts.Encode();
    }

    private static async Task<ValidationData> Evidence(
        LongTerm terms, ValidationData known, IEnumerable<X509Certificate2> leaves, IEnumerable<ReadOnlyMemory<byte>> tokens, CancellationToken ct)
    {
        var collector = new EvidenceCollector(terms.Revocation);
        collector.Add(known);
        var all = leaves.ToList();
        foreach (var token in tokens)
        {
            var read = CmsSignature.TryRead(token) ?? throw new RefusedException(Refusal.Timestamp, "not a token");
            collector.Add(read.Embedded);
            all.Add(read.Signer ?? throw new RefusedException(Refusal.StatusMissing, "no certificate of the time-stamping authority"));
        }
        var data = ValidationData.Empty;
        foreach (var leaf in all)
            data = data.With(await collector.Collect(leaf, ct));
        return data;
    }

    private static async Task<byte[]> Seal(CmsEditor parts, byte[] contentHash, TimestampSource source, CancellationToken ct)
    {
        var index = ArchiveIndex.Of(parts);
        var imprint = index.Imprint(parts, contentHash, HashAlgorithmName.SHA256, ArchiveIndex.In(parts, HashAlgorithmName.SHA256))!;
        var token = CmsEditor.Read(await source(imprint, ct));
        token.AddUnsigned(Oids.ArchiveHashIndexV3, index.Encoded);
        return token.Encode();
    }

    /// <summary>By the signature's own algorithm and by that of new timestamps, in one pass.</summary>
    private static Dictionary<HashAlgorithmName, byte[]> Hashes(CmsSignature cms, SignedContent? content)
    {
        if (cms.Content is null == content is null)
            throw new RefusedException(Refusal.ContentMissing, "neither inside nor beside, or both");
        HashAlgorithmName[] names = [HashAlgorithmName.SHA256, .. Oids.Digest(cms.DigestAlgorithm) is { } own && own != HashAlgorithmName.SHA256 ? [own] : Array.Empty<HashAlgorithmName>()];
        if (content is null)
            return names.ToDictionary(n => n, n => CryptographicOperations.HashData(n, cms.Content!));
        var hashes = names.Select(IncrementalHash.CreateHash).ToArray();
        using var stream = content.Open();
        var piece = new byte[1 << 16];
        for (int read; (read = stream.Read(piece)) > 0;)
            foreach (var hash in hashes)
                hash.AppendData(piece, 0, read);
        return names.Zip(hashes).ToDictionary(p => p.First, p => p.Second.GetHashAndReset());
    }

    /// <summary>The signer, after the maths: evidence over another file would be worth nothing.</summary>
    private static X509Certificate2 Signer(CmsSignature cms, Dictionary<HashAlgorithmName, byte[]> hashes)
    {
        var signer = cms.Signer ?? throw new RefusedException(Refusal.StatusMissing, "no signing certificate");
        var digest = Oids.Digest(cms.DigestAlgorithm) is { } name ? hashes[name] : [];
        return CmsMaths.Verify(cms, signer, digest) == MathsResult.Passed ? signer : throw new RefusedException(Refusal.ContentMissing, "the signature is not over this content");
    }
}
