using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Trust;

/// <summary>Builds certification paths offline (RFC 5280, section 6, by the framework).</summary>
internal static class Chain
{
    /// <summary>The path from the certificate upward, and the sub-indication of EN 319 102-1 when it does not reach an anchor in order.</summary>
    public static (IReadOnlyList<X509Certificate2> Path, string? Problem) Build(
        X509Certificate2 certificate, IEnumerable<X509Certificate2> extra, TrustAnchors anchors, DateTimeOffset at, string? usage = null)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        foreach (var anchor in anchors.Certificates)
            chain.ChainPolicy.CustomTrustStore.Add(anchor);
        foreach (var known in extra)
            chain.ChainPolicy.ExtraStore.Add(known);
        if (usage is not null)
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        bool built;
        try
        {
            built = chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return ([certificate], SubIndications.ChainGeneral);
        }
        X509Certificate2[] path = [.. chain.ChainElements.Select(e => e.Certificate)];
        return (path, built ? null : Name(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status)));
    }

    private static string Name(X509ChainStatusFlags status) => status switch
    {
        _ when status.HasFlag(X509ChainStatusFlags.PartialChain) || status.HasFlag(X509ChainStatusFlags.UntrustedRoot) => SubIndications.NoChain,
        _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => SubIndications.OutOfBounds,
        _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) || status.HasFlag(X509ChainStatusFlags.InvalidBasicConstraints) => SubIndications.ChainConstraints,
        _ => SubIndications.ChainGeneral,
    };
}
