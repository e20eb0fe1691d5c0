using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>The common form of CRLs and OCSP responses: what is signed, the algorithm, the signature.</summary>
internal sealed class SignedDer
{
    private readonly string _algorithm;
    private readonly ReadOnlyMemory<byte> _parameters;
    private readonly byte[] _signature;

    /// <summary>Reads the three parts and leaves the reader behind them.</summary>
    public SignedDer(AsnReader reader)
    {
        ToBeSigned = reader.ReadEncodedValue();
        var algorithm = reader.ReadSequence();
        _algorithm = algorithm.ReadObjectIdentifier();
        _parameters = algorithm.HasData ? algorithm.ReadEncodedValue() : default;
        _signature = reader.ReadBitString(out _);
    }

    public ReadOnlyMemory<byte> ToBeSigned { get; }

    /// <summary>A certificate is of the same form.</summary>
    public static SignedDer Of(X509Certificate2 certificate) => new(new AsnReader(certificate.RawDataMemory, AsnEncodingRules.BER).ReadSequence());

    /// <summary>False too when the algorithm is not one that is known.</summary>
    public bool IsSignedBy(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not null)
                return _algorithm == Oids.RsaPss
                    ? CmsMaths.PssHash(_parameters) is { } pss && rsa.VerifyData(ToBeSigned.Span, _signature, pss, RSASignaturePadding.Pss)
                    : Hash() is { } name && rsa.VerifyData(ToBeSigned.Span, _signature, name, RSASignaturePadding.Pkcs1);
            using var ecdsa = certificate.GetECDsaPublicKey();
            return ecdsa is not null && Hash() is { } hash && ecdsa.VerifyData(ToBeSigned.Span, _signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }

    private HashAlgorithmName? Hash() => _algorithm switch
    {
        "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA1,
        Oids.RsaSha256 or Oids.EcdsaSha256 => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>A UTCTime or GeneralizedTime.</summary>
    public static DateTimeOffset Time(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
