using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Ades;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Cades;

/// <summary>Judges one SignedData: content, maths, signer.</summary>
/// <param name="around">Timestamps over the whole signature, where a container has some; from the first to the last.</param>
internal sealed class CadesCheck(CmsSignature cms, ReadOnlyMemory<byte> encoded, SignedContent? content, AdesContext context, IReadOnlyList<AdesStamp> around)
{
    private readonly Dictionary<HashAlgorithmName, byte[]> _hashes = [];
    private readonly Judgement _judgement = new();
    private readonly List<string> _covers = [];
    private AdesTrust? _trust;
    private string? _level;
    private bool _changed;

    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted => _trust?.Wanted ?? [];

    public AdesSignature Run()
    {
        Maths();
        if (!_judgement.Failed)
            Trust();
        return new(new SignatureReport("", false, cms.Signer, ClaimedTime(), _trust?.Proven, cms.DigestAlgorithm, cms.SignatureAlgorithm,
            _judgement.Indication, _judgement.Sub, _changed ? Integrity.ForbiddenChange : Integrity.Intact, cms.Content?.Length ?? 0, _judgement.Findings)
        {
            BestTime = _trust?.Proven,
            RevokedAt = _trust?.Path?.RevokedAt,
            Path = _trust?.Path?.Path ?? [],
            Level = _level,
        }, _covers);
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
        switch (CmsMaths.Verify(cms, signer, ContentHash(hash)))
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

    private byte[] ContentHash(HashAlgorithmName name) => _hashes.TryGetValue(name, out var known) ? known
        : _hashes[name] = content is null ? CryptographicOperations.HashData(name, cms.Content!) : CadesValidator.Hash(content, name);

    private void Trust()
    {
        var parts = CmsEditor.Read(encoded);
        var stamps = new CadesStamps(cms, parts, ContentHash);
        _trust = new AdesTrust(_judgement, context);
        foreach (var (data, place) in stamps.Evidence(cms, parts))
            _trust.Add(data, place);
        for (var i = 0; i < stamps.Unreadable; i++)
            _judgement.Note(Severity.Warning, FindingCodes.TimestampInvalid);
        AdesStamp[] archive = [.. stamps.Archive, .. around];
        _trust.Conclude(cms.Signer, archive, stamps.Signature);
        _level = AdesLevel.Of(stamps.Signature.Count, archive.Length, [cms.Embedded], _trust.Path);
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
