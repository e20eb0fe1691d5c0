using System.Security.Cryptography;
using Sen.Signatures.Ades;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Cades;

/// <summary>Timestamps and evidence in the unsigned parts of a CMS, and what each timestamp protects (EN 319 122-1, 5.3 to 5.5).</summary>
internal sealed class CadesStamps
{
    private const int MaxStamps = 50;
    private const int MaxStatements = 500;

    /// <summary>Of what no archive timestamp inside protects; whatever stands around the whole signature does.</summary>
    private const long Unprotected = 1_000_000;

    private readonly List<(AdesStamp Stamp, ArchiveIndex Index)> _archive = [];

    /// <param name="contentHash">Of what was signed, by the digest that an archive timestamp uses.</param>
    public CadesStamps(CmsSignature cms, CmsEditor parts, Func<HashAlgorithmName, byte[]> contentHash)
    {
        var tokens = cms.Unsigned(Oids.ArchiveTimestampV3).Take(MaxStamps).OrderBy(TimestampImprint.Time).ToArray();
        var present = new Dictionary<HashAlgorithmName, ArchiveIndex.Present>();
        foreach (var token in tokens)
            if (ArchiveIndex.Read(token) is { } index)
                _archive.Add((new AdesStamp(token, name => index.Imprint(parts, contentHash(name), name, Known(name)), 2 * (_archive.Count + 1))
                {
                    Protects = other => index.ListsAttribute(Oids.SignatureTimestamp, other.Token) || index.ListsAttribute(Oids.ArchiveTimestampV3, other.Token),
                }, index));
        Unreadable = tokens.Length - _archive.Count;
        Signature = [.. cms.Unsigned(Oids.SignatureTimestamp).Take(MaxStamps)
            .Select(token => new AdesStamp(token, name => CryptographicOperations.HashData(name, cms.Signature), PlaceOf(Oids.SignatureTimestamp, token)))];

        ArchiveIndex.Present Known(HashAlgorithmName name) => present.TryGetValue(name, out var known) ? known : present[name] = ArchiveIndex.In(parts, name);
    }

    /// <summary>How many archive timestamps have no index that can be read.</summary>
    public int Unreadable { get; }

    public IReadOnlyList<AdesStamp> Signature { get; }

    /// <summary>From the first to the last.</summary>
    public IReadOnlyList<AdesStamp> Archive => [.. _archive.Select(a => a.Stamp)];

    /// <summary>A place behind all that stands inside, for the nth timestamp around the whole.</summary>
    public static long Around(int n) => Unprotected + (2 * n);

    /// <summary>Statements of status with their places; what an archive timestamp lists stands before it.</summary>
    public IEnumerable<(ValidationData Data, long Place)> Evidence(CmsSignature cms, CmsEditor parts)
    {
        yield return (new(cms.Embedded.Certificates, [], []), 0);
        foreach (var archived in cms.Signed(Oids.RevocationArchival))
            yield return (CmsSignature.Archive(archived), 0);
        foreach (var choice in parts.Statements.Take(MaxStatements))
            yield return (CmsSignature.Statement(choice), Place(index => index.ListsStatement(choice)));
        foreach (var oid in (string[])[Oids.CertificateValues, Oids.RevocationValues])
            foreach (var value in cms.Unsigned(oid))
                yield return (CmsSignature.Values(oid, value), PlaceOf(oid, value));
    }

    private long PlaceOf(string oid, ReadOnlyMemory<byte> value) => Place(index => index.ListsAttribute(oid, value));

    private long Place(Func<ArchiveIndex, bool> lists)
    {
        var first = _archive.FindIndex(a => lists(a.Index));
        return first < 0 ? Unprotected - 1 : (2 * first) + 1;
    }
}
