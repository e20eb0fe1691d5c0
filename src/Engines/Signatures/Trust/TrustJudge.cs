using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>The outcome of judging one certificate at one time.</summary>
/// <param name="Sub">Null when passed.</param>
/// <param name="Path">From the certificate upward, as far as it could be built.</param>
/// <param name="StatusMissing">Some status was unknown and the policy let it pass.</param>
internal sealed record PathVerdict(Indication Indication, string? Sub, IReadOnlyList<X509Certificate2> Path, DateTimeOffset? RevokedAt = null, bool StatusMissing = false)
{
    public bool Passed => Indication == Indication.TotalPassed;
}

/// <summary>
/// Judges certificates of whatever signed something: X.509 and past certificate validation of EN 319 102-1 (5.2.6, 5.6.2).
/// A thing is good when it is proven to exist at a time at which its signer's whole path was valid and, by statements that
/// are themselves good, not revoked. Formats call it from the outermost timestamp inward: <see cref="Path"/> for its
/// authority, then <see cref="Prove"/> with its time, then the next.
/// </summary>
internal sealed class TrustJudge(TrustAnchors anchors, ValidationPolicy policy, DateTimeOffset now)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private readonly EvidencePool _pool = new();
    private readonly Dictionary<(string, long, string?), (IReadOnlyList<X509Certificate2> Path, string? Problem)> _chains = [];
    private readonly Dictionary<(string, long, string?), PathVerdict> _verdicts = [];
    private readonly HashSet<(string, long, string?)> _judging = [];
    private readonly Dictionary<string, (X509Certificate2 Certificate, X509Certificate2 Issuer)> _wanted = new(StringComparer.Ordinal);

    public DateTimeOffset Now { get; } = now;

    public ValidationPolicy Policy { get; } = policy;

    public IReadOnlyCollection<X509Certificate2> Certificates => _pool.Certificates;

    /// <summary>Certificates without a fresh statement of status; whoever can fetch some may try again with them.</summary>
    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted => _wanted.Values;

    /// <param name="place">Where the data stands in the container, comparable with <see cref="Prove"/>.</param>
    public void Add(ValidationData data, long place = EvidencePool.Outside)
    {
        var before = _pool.Version;
        _pool.Add(data, place);
        if (_pool.Version == before)
            return;
        _chains.Clear();
        _verdicts.Clear();
    }

    /// <summary>A good timestamp at <paramref name="place"/>: the evidence before it existed at <paramref name="time"/>.</summary>
    public void Prove(long place, DateTimeOffset time)
    {
        _pool.Prove(place, time);
        _verdicts.Clear();
    }

    /// <summary>Whether what the certificate signed, and what is proven to exist at <paramref name="at"/>, is to be trusted.</summary>
    /// <param name="usage">The extended key usage that is asked for.</param>
    public PathVerdict Path(X509Certificate2 certificate, DateTimeOffset at, string? usage = null)
    {
        var key = (certificate.Thumbprint, at.UtcTicks, usage);
        if (_verdicts.TryGetValue(key, out var known))
            return known;
        // Who would have to vouch for itself is vouched for by nobody.
        if (!_judging.Add(key) || _judging.Count > 24)
            return new PathVerdict(Indication.Indeterminate, SubIndications.TryLater, [certificate]);
        try
        {
            return _verdicts[key] = Judge(certificate, at, usage);
        }
        finally
        {
            _judging.Remove(key);
        }
    }

    private PathVerdict Judge(X509Certificate2 certificate, DateTimeOffset at, string? usage)
    {
        var (path, problem) = Build(certificate, at, usage);
        if (problem == SubIndications.OutOfBounds)
            return OutOfBounds(certificate, path, at);
        if (problem is not null)
            return new PathVerdict(Indication.Indeterminate, problem, path);
        var missing = false;
        for (var i = path.Count - 2; i >= 0; i--)
        {
            if (IsAnchor(path[i]))
                continue;
            var (isKnown, revokedAt) = Status(path[i], path[i + 1], at);
            if (revokedAt is not null)
                return new PathVerdict(Indication.Indeterminate, i == 0 ? SubIndications.RevokedNoProof : SubIndications.AuthorityRevokedNoProof, path, revokedAt);
            if (!isKnown && Policy.RevocationRequired)
                return new PathVerdict(Indication.Indeterminate, SubIndications.TryLater, path);
            missing |= !isKnown;
        }
        return new PathVerdict(Indication.TotalPassed, null, path, null, missing);
    }

    private PathVerdict OutOfBounds(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> path, DateTimeOffset at)
    {
        if (at < certificate.NotBefore)
            return new PathVerdict(Indication.TotalFailed, SubIndications.NotYetValid, path);
        DateTimeOffset end = certificate.NotAfter;
        var sub = at > end && path.Count > 1 && Status(certificate, path[1], end) is (true, null)
            ? SubIndications.OutOfBoundsNotRevoked
            : SubIndications.OutOfBounds;
        return new PathVerdict(Indication.Indeterminate, sub, path);
    }

    private (IReadOnlyList<X509Certificate2> Path, string? Problem) Build(X509Certificate2 certificate, DateTimeOffset at, string? usage)
    {
        var key = (certificate.Thumbprint, at.UtcTicks, usage);
        return _chains.TryGetValue(key, out var known) ? known : _chains[key] = Chain.Build(certificate, _pool.Certificates, anchors, at, usage);
    }

    private bool IsAnchor(X509Certificate2 certificate) => anchors.Certificates.Any(a => a.RawData.AsSpan().SequenceEqual(certificate.RawData));

    /// <summary>The newest good statement that reaches to <paramref name="at"/> decides; a known revocation never ages.</summary>
    private (bool IsKnown, DateTimeOffset? RevokedAt) Status(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at)
    {
        if (certificate.Extensions.Any(e => e.Oid?.Value is Oids.OcspNoCheck or Oids.ValidityAssuredShortTerm))
            return (true, null);
        var statements = _pool.All
            .Select(e => (Evidence: e, Statement: e.Statements.About(certificate, issuer)))
            .Where(s => s.Statement is not null && s.Statement.ThisUpdate <= (s.Evidence.ProvenAt ?? Now) + ClockSkew && Reaches(s.Statement, certificate, at))
            .OrderByDescending(s => s.Statement!.ThisUpdate);
        foreach (var (evidence, statement) in statements)
            if (IsGood(evidence, issuer))
                return (true, statement!.RevokedAt is { } time && time <= at ? time : null);
        _wanted.TryAdd(certificate.Thumbprint, (certificate, issuer));
        return (false, null);
    }

    private bool Reaches(Statement statement, X509Certificate2 certificate, DateTimeOffset at)
    {
        if (statement.RevokedAt is not null)
            return true;
        // An issuer forgets certificates that have expired, unless it says that it does not (RFC 6960, 4.4.4).
        var remembers = statement.ThisUpdate <= certificate.NotAfter || statement.KeptSince <= certificate.NotAfter;
        return remembers && (statement.ThisUpdate >= at || (statement.NextUpdate ?? statement.ThisUpdate + Policy.MaximumAge) >= at);
    }

    private bool IsGood(Evidence evidence, X509Certificate2 issuer) =>
        evidence.Statements.Signer(issuer, _pool.Certificates) is { } signer
        && Path(signer, evidence.ProvenAt ?? Now, signer == issuer ? null : Oids.OcspSigningUsage).Passed;
}
