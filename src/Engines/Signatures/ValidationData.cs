using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures;

/// <summary>What helps to judge certificates: issuers, and statements of their status. Nothing in it is trusted for being here.</summary>
/// <param name="Certificates">Issuers, responders, authorities.</param>
/// <param name="Crls">DER of CertificateList (RFC 5280, section 5).</param>
/// <param name="Ocsps">DER of OCSPResponse or BasicOCSPResponse (RFC 6960, 4.2.1).</param>
public sealed record ValidationData(
    IReadOnlyList<X509Certificate2> Certificates, IReadOnlyList<ReadOnlyMemory<byte>> Crls, IReadOnlyList<ReadOnlyMemory<byte>> Ocsps)
{
    public static readonly ValidationData Empty = new([], [], []);

    /// <summary>Both together, each piece once.</summary>
    public ValidationData With(ValidationData other) => new(
        [.. Certificates.Concat(other.Certificates).DistinctBy(c => c.Thumbprint)], Union(Crls, other.Crls), Union(Ocsps, other.Ocsps));

    private static ReadOnlyMemory<byte>[] Union(IReadOnlyList<ReadOnlyMemory<byte>> a, IReadOnlyList<ReadOnlyMemory<byte>> b) =>
        [.. a.Concat(b).DistinctBy(d => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(d.Span)))];
}

/// <summary>Gets the current statements on one certificate; the network, a cache or a development authority may stand behind it.</summary>
/// <param name="certificate">Whose status is wanted.</param>
/// <param name="issuer">Who issued it.</param>
/// <returns>CRLs or OCSP responses, and certificates needed to check them; empty when none can be had.</returns>
public delegate Task<ValidationData> RevocationSource(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct);

/// <summary>The constraints of a validation (EN 319 102-1, 5.1.4.2).</summary>
public sealed record ValidationPolicy
{
    /// <summary>
    /// Every certificate below an anchor needs a fresh statement of its status; without one the verdict is
    /// INDETERMINATE/TRY_LATER (EN 319 102-1, 5.2.5 and 5.2.6.4), which says: ask for one and validate again.
    /// </summary>
    public static readonly ValidationPolicy Strict = new();

    /// <summary>
    /// Not what the standard asks for: a missing or stale statement is a finding and no obstacle; a revocation that is known
    /// still counts. For looking at structure, as where no status can be had by design.
    /// </summary>
    public static readonly ValidationPolicy RevocationIfKnown = new() { RevocationRequired = false };

    public bool RevocationRequired { get; init; } = true;

    /// <summary>How long a statement without a next update counts as fresh.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromDays(1);
}
