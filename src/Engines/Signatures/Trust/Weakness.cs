using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Trust;

/// <summary>What verifies with a warning and is never used to sign: RSA below 2048 bits, curves below P-256, SHA-1 and MD5.</summary>
internal static class Weakness
{
    public static IEnumerable<string> Of(X509Certificate2 signer, HashAlgorithmName hash)
    {
        using var rsa = signer.GetRSAPublicKey();
        using var ecdsa = rsa is null ? signer.GetECDsaPublicKey() : null;
        if (rsa is { KeySize: < 2048 })
            yield return $"RSA {rsa.KeySize}";
        if (ecdsa is { KeySize: < 256 })
            yield return $"ECDSA {ecdsa.KeySize}";
        if (hash == HashAlgorithmName.SHA1 || hash == HashAlgorithmName.MD5)
            yield return hash.Name!;
    }
}
