using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Trust;

/// <summary>A statement of status, and since when it is proven to exist.</summary>
/// <param name="place">Where it stands in the signed container; a timestamp proves what stands before its own place.</param>
internal sealed class Evidence(IStatements statements, long place)
{
    public IStatements Statements { get; } = statements;

    public long Place { get; set; } = place;

    /// <summary>The earliest time that a good timestamp proves for it; null for none but now (EN 319 102-1, 5.6.2.3).</summary>
    public DateTimeOffset? ProvenAt { get; set; }
}

/// <summary>All that is known while one file is judged; each piece once.</summary>
internal sealed class EvidencePool
{
    /// <summary>For what came from outside the container: no timestamp in it proves anything of that.</summary>
    public const long Outside = long.MaxValue;
    private const int MaxPieces = 5_000;
    private readonly Dictionary<string, X509Certificate2> _certificates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Evidence?> _evidence = new(StringComparer.Ordinal);

    public IReadOnlyCollection<X509Certificate2> Certificates => _certificates.Values;

    public IEnumerable<Evidence> All => _evidence.Values.OfType<Evidence>();

    /// <summary>Counts what was new, so that what was derived can be kept when nothing was.</summary>
    public int Version { get; private set; }

    public void Add(ValidationData data, long place)
    {
        Add(data.Certificates);
        foreach (var crl in data.Crls)
            Add(crl, place, Crl.TryRead);
        foreach (var ocsp in data.Ocsps)
            if (Add(ocsp, place, OcspResponse.TryRead) is OcspResponse { Certificates: var responders })
                Add(responders);
    }

    public void Add(IEnumerable<X509Certificate2> certificates)
    {
        foreach (var certificate in certificates)
            if (_certificates.Count < MaxPieces && _certificates.TryAdd(certificate.Thumbprint, certificate))
                Version++;
    }

    /// <summary>What stands before <paramref name="place"/> existed at that time.</summary>
    public void Prove(long place, DateTimeOffset time)
    {
        foreach (var evidence in All)
            if (evidence.Place < place && (evidence.ProvenAt is not { } known || time < known))
                evidence.ProvenAt = time;
    }

    private IStatements? Add(ReadOnlyMemory<byte> encoded, long place, Func<ReadOnlyMemory<byte>, IStatements?> read)
    {
        var key = Convert.ToHexString(SHA256.HashData(encoded.Span));
        if (_evidence.TryGetValue(key, out var known))
        {
            if (known is not null)
                known.Place = Math.Min(known.Place, place);
            return null;
        }
        if (_evidence.Count >= MaxPieces)
            return null;
        Version++;
        var statements = read(encoded);
        _evidence[key] = statements is null ? null : new Evidence(statements, place);
        return statements;
    }
}
