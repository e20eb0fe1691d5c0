using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Trust;

/// <summary>What a CRL or an OCSP response says of one certificate.</summary>
/// <param name="RevokedAt">Null when it is good.</param>
/// <param name="ThisUpdate">The time of which it speaks.</param>
/// <param name="NextUpdate">When a newer one is to be expected.</param>
/// <param name="KeptSince">It still knows certificates that expired since then (expiredCertsOnCRL, archive cut-off).</param>
internal sealed record Statement(DateTimeOffset? RevokedAt, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, DateTimeOffset? KeptSince);

/// <summary>A CRL or an OCSP response.</summary>
internal interface IStatements
{
    /// <summary>Null when it does not speak of that certificate.</summary>
    Statement? About(X509Certificate2 certificate, X509Certificate2 issuer);

    /// <summary>Who signed it, when it may speak for that issuer: the issuer, or a responder that the issuer appointed; null when nobody fits.</summary>
    X509Certificate2? Signer(X509Certificate2 issuer, IEnumerable<X509Certificate2> known);
}
