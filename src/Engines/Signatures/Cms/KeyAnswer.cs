using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Cms;

/// <summary>What came back from a token or service is an outsider's word until the public key says otherwise.</summary>
internal static class KeyAnswer
{
    /// <returns>The signature; for ECDSA the DER, also when the service gave r and s side by side.</returns>
    /// <exception cref="RefusedException"><see cref="Refusal.KeyAnswer"/>.</exception>
    public static byte[] Signature(byte[] answer, X509Certificate2 certificate, ReadOnlySpan<byte> hash)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not null)
                return rsa.VerifyHash(hash, answer, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? answer : throw Wrong();
            using var ecdsa = certificate.GetECDsaPublicKey() ?? throw Wrong();
            if (ecdsa.VerifyHash(hash, answer, DSASignatureFormat.Rfc3279DerSequence))
                return answer;
            return ecdsa.VerifyHash(hash, answer, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? ToDer(answer) : throw Wrong();
        }
        catch (CryptographicException)
        {
            throw Wrong();
        }
    }

    /// <exception cref="RefusedException"><see cref="Refusal.KeyAnswer"/>.</exception>
    public static byte[] Cms(byte[] answer, X509Certificate2 certificate, byte[] digest)
    {
        // A service may send its bytes with a tail; what is embedded is the CMS alone.
        if (CmsSignature.TryRead(answer) is not { Content: null, ContentType: Oids.Data, DigestAlgorithm: Oids.Sha256, Signer: { } signer } cms
            || !signer.RawData.AsSpan().SequenceEqual(certificate.RawData) || CmsMaths.Verify(cms, signer, digest) != MathsResult.Passed)
            throw Wrong();
        AsnDecoder.ReadEncodedValue(answer, AsnEncodingRules.BER, out _, out _, out var length);
        return answer[..length];
    }

    private static RefusedException Wrong() => new(Refusal.KeyAnswer, "not a signature by the expected certificate over what was sent");

    private static byte[] ToDer(ReadOnlySpan<byte> pair)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(pair[..(pair.Length / 2)], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(pair[(pair.Length / 2)..], isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }
}
