using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Validation;

/// <summary>Collects what there is to say about one signature, then says it once the proofs of time are known.</summary>
internal sealed class SignatureCheck
{
    private readonly List<Finding> _findings = [];
    private readonly PdfFile _file;
    private readonly PdfField _field;
    private readonly PdfDictionary _value;
    private readonly TrustAnchors _anchors;
    private readonly IReadOnlyList<X509Certificate2> _store;
    private readonly SignedRange? _range;
    private readonly CmsSignature? _cms;
    private readonly Integrity _integrity;
    private readonly bool _isTimestamp;
    private (Indication Indication, string? Sub) _verdict = (Indication.TotalPassed, null);
    private CheckedTimestamp? _timestamp;

    public SignatureCheck(PdfFile file, Revisions revisions, PdfField field, TrustAnchors anchors, IReadOnlyList<X509Certificate2> store)
    {
        (_file, _field, _anchors, _store) = (file, field, anchors, store);
        _value = file.Dictionary(field.Value)!;
        _isTimestamp = file.Name(_value["SubFilter"]) == "ETSI.RFC3161";
        _range = SignedRange.Read(file, _value);
        var contents = file.Resolve(_value["Contents"]) is PdfString text ? text.Bytes : [];
        _cms = CmsSignature.TryRead(contents);
        if (_range is null)
            Fail(Indication.TotalFailed, "FORMAT_FAILURE", FindingCodes.ByteRangeWrong);
        else if (_cms is null)
            Fail(Indication.TotalFailed, "FORMAT_FAILURE", FindingCodes.CmsUnreadable);
        else if (_isTimestamp)
            CheckDocumentTimestamp(contents);
        else
            CheckSignature();
        var history = IntegrityCheck.Run(file, revisions, _range, field);
        _findings.AddRange(history.Findings);
        _integrity = _verdict.Sub is "HASH_FAILURE" or "FORMAT_FAILURE" or "SIG_CRYPTO_FAILURE" ? Integrity.ForbiddenChange : history.Verdict;
    }

    public long CoveredLength => _range?.End ?? 0;

    /// <summary>What a trusted document timestamp proves, if this is one and its content stands.</summary>
    public (long Covered, DateTimeOffset Time)? Proof =>
        _isTimestamp && _timestamp is { Trusted: true } && _integrity != Integrity.ForbiddenChange ? (CoveredLength, _timestamp.Time) : null;

    public SignatureReport Report(DateTimeOffset now, IReadOnlyList<(long Covered, DateTimeOffset Time)> proofs)
    {
        var signer = _isTimestamp ? _timestamp?.Authority : _cms?.Signer;
        if (_verdict.Indication == Indication.TotalPassed)
            CheckTrust(signer, BestTime(now, proofs));
        return new SignatureReport(_field.Name, _isTimestamp, signer, PdfDate.Read(_file.Text(_value["M"])), _timestamp?.Time,
            _cms?.DigestAlgorithm, _cms?.SignatureAlgorithm, _verdict.Indication, _verdict.Sub, _integrity, CoveredLength, _findings);
    }

    private void Fail(Indication indication, string sub, string code, params string[] arguments)
    {
        _verdict = (indication, sub);
        Note(indication == Indication.TotalFailed ? Severity.Error : Severity.Warning, code, arguments);
    }

    private void Note(Severity severity, string code, params string[] arguments) => _findings.Add(new Finding(severity, code, arguments));

    private void CheckDocumentTimestamp(ReadOnlyMemory<byte> token)
    {
        var imprint = TimestampImprint.Algorithm(token);
        _timestamp = imprint is { } name ? Timestamps.CheckHash(token, _range!.Hash(_file, name), name, _anchors) : null;
        if (_timestamp is null)
            Fail(Indication.TotalFailed, "HASH_FAILURE", FindingCodes.TimestampInvalid);
    }

    private void CheckSignature()
    {
        var isOldSha1 = _file.Name(_value["SubFilter"]) == "adbe.pkcs7.sha1";
        if (_file.Name(_value["SubFilter"]) is not ("ETSI.CAdES.detached" or "adbe.pkcs7.detached" or "adbe.pkcs7.sha1"))
        {
            Fail(Indication.Indeterminate, "GENERIC", FindingCodes.NotDetached, _file.Name(_value["SubFilter"]) ?? "");
            return;
        }
        if (Oids.Digest(_cms!.DigestAlgorithm) is not { } hash)
        {
            Fail(Indication.Indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", FindingCodes.AlgorithmUnsupported, _cms.DigestAlgorithm);
            return;
        }
        if (_cms.Signer is not { } signer)
        {
            Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMissing);
            return;
        }
        byte[] digest;
        if (!isOldSha1)
        {
            digest = _range!.Hash(_file, hash);
        }
        else if (_cms.Content is { } inner && _range!.Hash(_file, HashAlgorithmName.SHA1).AsSpan().SequenceEqual(inner))
        {
            // The document's SHA-1 is the content, and that is signed (ISO 32000-1, 12.8.3.3.1).
            digest = CryptographicOperations.HashData(hash, inner);
        }
        else
        {
            Fail(Indication.TotalFailed, "HASH_FAILURE", FindingCodes.SignedBytesChanged);
            return;
        }
        switch (CmsMaths.Verify(_cms, signer, digest))
        {
            case MathsResult.HashFailure:
                Fail(Indication.TotalFailed, "HASH_FAILURE", FindingCodes.SignedBytesChanged);
                return;
            case MathsResult.SignatureFailure:
                Fail(Indication.TotalFailed, "SIG_CRYPTO_FAILURE", FindingCodes.SignedBytesChanged);
                return;
            case MathsResult.Unsupported:
                Fail(Indication.Indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", FindingCodes.AlgorithmUnsupported, _cms.SignatureAlgorithm);
                return;
        }
        CheckAttributes(signer);
        CheckStrength(signer, hash, isOldSha1);
        if (_cms.Unsigned(Oids.SignatureTimestamp) is not [var token, ..])
            return;
        _timestamp = Timestamps.Check(token, _cms.Signature, _anchors);
        if (_timestamp is null)
            Note(Severity.Warning, FindingCodes.TimestampInvalid);
        else if (!_timestamp.Trusted)
            Note(Severity.Warning, FindingCodes.TimestampUntrusted);
    }

    private void CheckAttributes(X509Certificate2 signer)
    {
        var isPades = _file.Name(_value["SubFilter"]) == "ETSI.CAdES.detached";
        if (CmsMaths.NamesCertificate(_cms!, signer) is not { } named)
        {
            if (isPades)
                Note(Severity.Warning, FindingCodes.SigningCertificateMissing);
        }
        else if (!named)
        {
            Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMismatch);
        }
        if (isPades && _cms!.Signed(Oids.SigningTime).Count > 0)
            Note(Severity.Warning, FindingCodes.SigningTimeAttribute);
    }

    private void CheckStrength(X509Certificate2 signer, HashAlgorithmName hash, bool isOldSha1)
    {
        using var rsa = signer.GetRSAPublicKey();
        if (rsa is { KeySize: < 2048 })
            Note(Severity.Warning, FindingCodes.WeakAlgorithm, $"RSA {rsa.KeySize}");
        if (isOldSha1 || hash == HashAlgorithmName.SHA1 || hash == HashAlgorithmName.MD5)
            Note(Severity.Warning, FindingCodes.WeakAlgorithm, isOldSha1 ? "SHA1" : hash.Name!);
    }

    /// <summary>The best signature time (EN 319 102-1, 5.6.2.4): the earliest that a trusted timestamp proves, else now.</summary>
    private DateTimeOffset BestTime(DateTimeOffset now, IReadOnlyList<(long Covered, DateTimeOffset Time)> proofs) => proofs
        .Where(p => p.Covered > CoveredLength)
        .Select(p => p.Time)
        .Concat(_timestamp is { Trusted: true } own ? [own.Time] : [])
        .Append(now)
        .Min();

    private void CheckTrust(X509Certificate2? signer, DateTimeOffset time)
    {
        if (signer is null)
        {
            Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMissing);
            return;
        }
        if (Chain.Build(signer, _cms!.Certificates.Concat(_store), _anchors, time, _isTimestamp ? Oids.TimestampingUsage : null).Problem is { } problem)
            _verdict = (Indication.Indeterminate, problem);
        else
            Note(Severity.Information, FindingCodes.RevocationNotChecked);
    }
}
