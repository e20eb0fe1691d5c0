using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Xml;

/// <summary>Names of algorithms in XML signatures (XMLDSig 1.1, RFC 6931) and what they mean here.</summary>
internal static class XmlAlgorithms
{
    public const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private const string More = "http://www.w3.org/2001/04/xmldsig-more#";
    private const string Pss = "http://www.w3.org/2007/05/xmldsig-more#";

    /// <summary>Null when unknown.</summary>
    public static HashAlgorithmName? Digest(string? uri) => uri switch
    {
        "http://www.w3.org/2000/09/xmldsig#sha1" => HashAlgorithmName.SHA1,
        Sha256 => HashAlgorithmName.SHA256,
        More + "sha384" => HashAlgorithmName.SHA384,
        "http://www.w3.org/2001/04/xmlenc#sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The signature method of a key that signs SHA-256 hashes.</summary>
    public static string Signature(X509Certificate2 signer) => More + (signer.PublicKey.Oid.Value == Cms.Oids.Rsa ? "rsa-sha256" : "ecdsa-sha256");

    /// <summary>Hash of a signature method; null when it is not verified here.</summary>
    public static HashAlgorithmName? HashOf(string? method) => method switch
    {
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1" or More + "ecdsa-sha1" => HashAlgorithmName.SHA1,
        More + "rsa-sha256" or More + "ecdsa-sha256" or Pss + "sha256-rsa-MGF1" => HashAlgorithmName.SHA256,
        More + "rsa-sha384" or More + "ecdsa-sha384" or Pss + "sha384-rsa-MGF1" => HashAlgorithmName.SHA384,
        More + "rsa-sha512" or More + "ecdsa-sha512" or Pss + "sha512-rsa-MGF1" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>False also where key and method do not fit.</summary>
    public static bool Verify(string method, X509Certificate2 signer, byte[] hash, byte[] signature)
    {
        try
        {
            if (method.Contains("ecdsa", StringComparison.Ordinal))
            {
                using var ecdsa = signer.GetECDsaPublicKey();
                return ecdsa?.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) == true;
            }
            using var rsa = signer.GetRSAPublicKey();
            return rsa?.VerifyHash(hash, signature, HashOf(method)!.Value, method.StartsWith(Pss, StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1) == true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
