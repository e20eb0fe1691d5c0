using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Where a private key lies; stored as <c>signing.key.provider</c>.</summary>
internal static class KeyPlace
{
    public const string Software = "software", Pkcs11 = "pkcs11", Remote = "csc", Token = "token";
}

/// <summary>A key as the table knows it: the certificate, and where its other half lies.</summary>
/// <param name="Reference">Pkcs11: the URI of the key without PIN. Remote: <c>service/credential</c>. Else empty.</param>
/// <param name="Sealed">Software only: PKCS#12, sealed.</param>
internal sealed record KeyRow(Guid Id, string Provider, string Reference, byte[]? Sealed, byte[]? Certificate, byte[][] Chain)
{
    /// <summary>The signer's certificate; the software store keeps it inside what is sealed.</summary>
    public X509Certificate2 Signer() => X509CertificateLoader.LoadCertificate(Certificate ?? throw new InvalidDataException($"key {Id} has no certificate"));

    public IReadOnlyList<X509Certificate2> Issuers() => [.. Chain.Select(c => X509CertificateLoader.LoadCertificate(c))];
}

/// <summary>What its holder gives to have the key used; kept nowhere.</summary>
/// <param name="Pin">For remote services that ask for one.</param>
/// <param name="Otp">One-time code of a remote service.</param>
/// <param name="Count">How many signatures this is for.</param>
internal sealed record KeyConsent(string? Pin = null, string? Otp = null, int Count = 1)
{
    public static readonly KeyConsent None = new();

    /// <summary>Where the <see cref="Count"/> signatures are made side by side, so that they can be permitted together.</summary>
    public Gathering? Together { get; init; }

    /// <summary>Never shows what was typed.</summary>
    public override string ToString() => $"KeyConsent for {Count}";
}

/// <summary>One kind of place where private keys lie.</summary>
internal interface IKeyProvider
{
    /// <summary>One of <see cref="KeyPlace"/>.</summary>
    string Place { get; }

    /// <summary>Makes the key usable.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.KeyUnavailable"/>.</exception>
    Task<SigningKey> Open(KeyRow row, KeyConsent consent, CancellationToken ct);
}

/// <summary>Keys in the database, sealed under the installation's master key: development and small units.</summary>
internal sealed class SoftwareKeys(KeySeal seal) : IKeyProvider
{
    public string Place => KeyPlace.Software;

    public Task<SigningKey> Open(KeyRow row, KeyConsent consent, CancellationToken ct)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(seal.Open(row.Sealed!, row.Id), null);
        return Task.FromResult(SigningKey.Software(all.Single(c => c.HasPrivateKey), [.. all.Where(c => !c.HasPrivateKey)]));
    }
}
