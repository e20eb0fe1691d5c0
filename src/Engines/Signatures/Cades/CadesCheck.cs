using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Ades;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Cades;

/// <summary>Judges one SignedData: content, maths, signer.</summary>
internal sealed class CadesCheck(CmsSignature cms, SignedContent? content, AdesContext context)
{
    private readonly Judgement _judgement = new();
    private readonly List<string> _covers = [];
    private DateTimeOffset? _proven;
    private bool _changed;

    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted { get; private set; } = [];

    public AdesSignature Run()
    {
        Maths();
        if (!_judgement.Failed)
            Trust();
        return new(new SignatureReport("", false, cms.Signer, ClaimedTime(), _proven, cms.DigestAlgorithm, cms.SignatureAlgorithm,
            _judgement.Indication, _judgement.Sub, _changed ? Integrity.ForbiddenChange : Integrity.Intact, cms.Content?.Length ?? 0, _judgement.Findings), _covers);
    }

    private void Maths()
    {
        if (Oids.Digest(cms.DigestAlgorithm) is not { } hash)
        {
            _judgement.Fail(Indication.Indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", FindingCodes.AlgorithmUnsupported, cms.DigestAlgorithm);
            return;
        }
        if (cms.Signer is not { } signer)
        {
            _judgement.Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMissing);
            return;
        }
        // Two contents, one inside and one beside: which of them a reader takes is anybody's guess.
        if (cms.Content is null == content is null)
        {
            _judgement.Fail(Indication.Indeterminate, "SIGNED_DATA_NOT_FOUND", FindingCodes.SignedFileMissing);
            return;
        }
        var digest = content is null ? CryptographicOperations.HashData(hash, cms.Content!) : CadesValidator.Hash(content, hash);
        switch (CmsMaths.Verify(cms, signer, digest))
        {
            case MathsResult.HashFailure:
                Changed("HASH_FAILURE");
                return;
            case MathsResult.SignatureFailure:
                Changed("SIG_CRYPTO_FAILURE");
                return;
            case MathsResult.Unsupported:
                _judgement.Fail(Indication.Indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", FindingCodes.AlgorithmUnsupported, cms.SignatureAlgorithm);
                return;
        }
        _covers.Add(content is null ? "object" : "file " + content.Name);
        _judgement.Strength(signer, hash);
        if (CmsMaths.NamesCertificate(cms, signer) is not { } named)
            _judgement.Note(Severity.Warning, FindingCodes.SigningCertificateMissing);
        else if (!named)
            _judgement.Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMismatch);
    }

    private void Changed(string sub)
    {
        _changed = true;
        _judgement.Fail(Indication.TotalFailed, sub, FindingCodes.SignedBytesChanged);
    }

    private void Trust()
    {
        var trust = new AdesTrust(_judgement, context);
        trust.Add(cms.Embedded, 1);
        var stamps = cms.Unsigned(Oids.SignatureTimestamp).Take(10)
            .Select(token => new AdesStamp(token, name => CryptographicOperations.HashData(name, cms.Signature), 0));
        _proven = trust.Conclude(cms.Signer, [], [.. stamps]);
        Wanted = trust.Wanted;
    }

    private DateTimeOffset? ClaimedTime()
    {
        if (cms.Signed(Oids.SigningTime) is not [var value, ..])
            return null;
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.BER);
            return reader.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.UtcTime)) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
