using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>
/// A key wherever it lives: software, token, remote service. <paramref name="SignHash"/> gets the 32 bytes of a SHA-256
/// hash and returns an RSA PKCS#1 v1.5 signature, or for ECDSA the DER of r and s.
/// </summary>
/// <param name="Certificate">The signer's; its private key is not needed here.</param>
/// <param name="Chain">Issuers from the signer's upward, to be embedded; with or without the root.</param>
/// <param name="SignHash">Signs one hash; may take as long as a person takes to type a PIN.</param>
public sealed record SigningKey(
    X509Certificate2 Certificate,
    IReadOnlyList<X509Certificate2> Chain,
    Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> SignHash)
{
    /// <summary>
    /// For services that give a whole CMS instead of a raw signature: gets the SHA-256 of the content, returns SignedData
    /// without content. XML cannot be signed with such a key.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>>? SignContent { get; init; }

    /// <summary>A key that somebody else holds: what comes back is checked before it is used.</summary>
    public static SigningKey Held(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> signHash) =>
        new(certificate, chain, async (hash, ct) => KeyAnswer.Signature(await signHash(hash, ct), certificate, hash.Span));

    /// <summary>As <see cref="Held"/>, for a service that returns CMS.</summary>
    public static SigningKey HeldAsCms(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> signContent) =>
        new(certificate, chain, (_, _) => throw new RefusedException(Refusal.KeyUnavailable, "the service gives CMS only"))
        {
            SignContent = async (hash, ct) => KeyAnswer.Cms(await signContent(hash, ct), certificate, hash.ToArray()),
        };

    /// <summary>A key held by this process, inside <paramref name="certificate"/>.</summary>
    public static SigningKey Software(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain) =>
        new(certificate, chain, (hash, _) => Task.FromResult(SignWith(certificate, hash.Span)));

    /// <summary>RSA from 2048 bits, ECDSA from P-256.</summary>
    /// <returns>The most bytes that a signature takes.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.WeakKey"/>, <see cref="Refusal.UnsupportedKey"/>.</exception>
    internal int RequireStrength()
    {
        var key = Certificate.PublicKey;
        // Read from the encoded key: to ask the cryptographic library for an object costs a tenth of a signature.
        var (bits, least, signature) = key.Oid.Value switch
        {
            Oids.Rsa when ModulusBits(key.EncodedKeyValue.RawData) is var modulus => (modulus, 2048, (modulus + 7) / 8),
            Oids.EcPublicKey when Field(key.EncodedKeyValue.RawData) is var field => (field * 8, 256, (2 * field) + 16),
            var other => throw new RefusedException(Refusal.UnsupportedKey, other ?? ""),
        };
        return bits >= least ? signature : throw new RefusedException(Refusal.WeakKey, key.Oid.Value);
    }

    /// <summary>Bytes of a coordinate: a point is a byte and x, and y too where that byte is 4 (SEC 1, 2.3.3).</summary>
    private static int Field(byte[] point) => (point.Length - 1) / (point[0] == 4 ? 2 : 1);

    /// <summary>Bits of the modulus, the first number of an RSA key (RFC 8017, A.1.1).</summary>
    private static int ModulusBits(byte[] key) => (int)new AsnReader(key, AsnEncodingRules.DER).ReadSequence().ReadInteger().GetBitLength();

    internal Task<byte[]> SignAttributes(byte[] attributes, CancellationToken ct) => SignHash(SHA256.HashData(attributes), ct);

    private static byte[] SignWith(X509Certificate2 certificate, ReadOnlySpan<byte> hash)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        if (rsa is not null)
            return rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var ecdsa = certificate.GetECDsaPrivateKey() ?? throw new RefusedException(Refusal.WeakKey, Oids.EcPublicKey);
        return ecdsa.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
