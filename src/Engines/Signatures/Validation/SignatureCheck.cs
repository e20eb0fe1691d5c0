using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Validation;

/// <summary>Collects what there is to say about one signature, then says it once the proofs of time are known.</summary>
internal sealed class SignatureCheck
{
    private const int MaxTimestamps = 20;
    private readonly List<Finding> _findings = [];
    private readonly PdfFile _file;
    private readonly PdfField _field;
    private readonly PdfDictionary _value;
    private readonly SignedRange? _range;
    private readonly CmsSignature? _cms;
    private readonly byte[] _contents;
    private Integrity? _integrity;
    private readonly bool _isTimestamp;
    private (Indication Indication, string? Sub) _verdict = (Indication.TotalPassed, null);
    private TimestampVerdict? _timestamp;
    private PathVerdict? _trust;

    public SignatureCheck(PdfFile file, Revisions revisions, PdfField field)
    {
        (_file, _field) = (file, field);
        _value = file.Dictionary(field.Value)!;
        _isTimestamp = file.Name(_value["SubFilter"]) == "ETSI.RFC3161";
        _range = SignedRange.Read(file, _value);
        var contents = file.Resolve(_value["Contents"]) is PdfString text ? text.Bytes : [];
        _contents = contents;
        _cms = CmsSignature.TryRead(contents);
        if (_range is null)
            Fail(Indication.TotalFailed, SubIndications.FormatFailure, FindingCodes.ByteRangeWrong);
        else if (_cms is null)
            Fail(Indication.TotalFailed, SubIndications.FormatFailure, FindingCodes.CmsUnreadable);
        else if (!_isTimestamp)
            CheckSignature();
        var history = IntegrityCheck.Run(file, revisions, _range, field);
        _findings.AddRange(history.Findings);
        _integrity = _range is not null && _cms is null ? null
            : _verdict.Sub is SubIndications.HashFailure or SubIndications.FormatFailure or SubIndications.CryptoFailure ? Integrity.ForbiddenChange
            : history.Verdict;
    }

    /// <summary>Of a field whose value breaks the grammar, so that nothing can be said of it.</summary>
    public static SignatureReport Unreadable(PdfField field) => new(field.Name, false, null, null, null, null, null,
        Indication.TotalFailed, SubIndications.FormatFailure, null, 0, [new Finding(Severity.Error, FindingCodes.CmsUnreadable)]);

    /// <summary>When the signature is proven to exist (EN 319 102-1, 5.5.4); null when nothing proves more than now.</summary>
    public DateTimeOffset? BestTime { get; private set; }

    public long CoveredLength => _range?.End ?? 0;

    /// <summary>
    /// Judges trust, given that the signature is proven to exist at <paramref name="proven"/> by a later timestamp. Returns
    /// what is proven for everything before it: earlier, when this is itself a good document timestamp.
    /// </summary>
    public DateTimeOffset? Judge(TrustJudge judge, DateTimeOffset? proven)
    {
        if (_cms is not null)
            judge.Add(_cms.Embedded, CoveredLength);
        if (_verdict.Indication != Indication.TotalPassed)
            return proven;
        if (_isTimestamp)
            return JudgeDocumentTimestamp(judge, proven);
        BestTime = Earliest(proven, JudgeSignatureTimestamps(judge, proven));
        if (_cms!.Signer is { } signer)
            Trust(judge.Path(signer, BestTime ?? judge.Now));
        else
            Fail(Indication.Indeterminate, SubIndications.NoSigningCertificate, FindingCodes.SigningCertificateMissing);
        return proven;
    }

    public SignatureReport Report() => new(_field.Name, _isTimestamp, _isTimestamp ? _timestamp?.Authority : _cms?.Signer,
        PdfDate.Read(_file.Text(_value["M"])), _timestamp?.Time, _cms?.DigestAlgorithm, _cms?.SignatureAlgorithm,
        _verdict.Indication, _verdict.Sub, _integrity, CoveredLength, _findings)
    {
        BestTime = BestTime,
        RevokedAt = _trust?.RevokedAt,
        Path = _trust?.Path ?? [],
        SubFilter = _file.Name(_value["SubFilter"]),
        Reason = _file.Text(_value["Reason"]),
        HasTimestamp = _timestamp is { Passed: true },
    };

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private DateTimeOffset? JudgeDocumentTimestamp(TrustJudge judge, DateTimeOffset? proven)
    {
        _timestamp = judge.Timestamp(_contents, name => _range!.Hash(_file, name), proven ?? judge.Now, CoveredLength);
        if (_timestamp is null)
        {
            Fail(Indication.TotalFailed, SubIndications.HashFailure, FindingCodes.TimestampInvalid);
            _integrity = Integrity.ForbiddenChange;
            return proven;
        }
        BestTime = proven;
        Trust(_timestamp.Trust);
        if (!_timestamp.Passed || _integrity == Integrity.ForbiddenChange)
            return proven;
        judge.Prove(CoveredLength, _timestamp.Time);
        return Earliest(proven, _timestamp.Time);
    }

    /// <summary>The earliest of the good ones; a bad one proves nothing and harms nothing.</summary>
    private DateTimeOffset? JudgeSignatureTimestamps(TrustJudge judge, DateTimeOffset? proven)
    {
        DateTimeOffset? best = null;
        foreach (var token in _cms!.Unsigned(Oids.SignatureTimestamp).Take(MaxTimestamps))
        {
            var verdict = judge.Timestamp(token, name => CryptographicOperations.HashData(name, _cms.Signature), proven ?? judge.Now, CoveredLength);
            if (verdict is null)
                Note(Severity.Warning, FindingCodes.TimestampInvalid);
            else if (!verdict.Passed)
                Note(Severity.Warning, FindingCodes.TimestampUntrusted, verdict.Trust.Sub!);
            else
                best = Earliest(best, verdict.Time);
            if (verdict is not null && (_timestamp is null || verdict is { Passed: true } && (!_timestamp.Passed || verdict.Time < _timestamp.Time)))
                _timestamp = verdict;
        }
        return best;
    }

    private void Trust(PathVerdict path)
    {
        _trust = path;
        _verdict = (path.Indication, path.Sub);
        if (path.StatusMissing)
            Note(Severity.Information, FindingCodes.RevocationNotChecked);
        if (path.RevokedAt is { } at)
            Note(Severity.Error, FindingCodes.CertificateRevoked, at.ToString("O", CultureInfo.InvariantCulture));
    }

    private void Fail(Indication indication, string sub, string code, params string[] arguments)
    {
        _verdict = (indication, sub);
        Note(indication == Indication.TotalFailed ? Severity.Error : Severity.Warning, code, arguments);
    }

    private void Note(Severity severity, string code, params string[] arguments) => _findings.Add(new Finding(severity, code, arguments));

    private void CheckSignature()
    {
        var isOldSha1 = _file.Name(_value["SubFilter"]) == "adbe.pkcs7.sha1";
        if (_file.Name(_value["SubFilter"]) is not ("ETSI.CAdES.detached" or "adbe.pkcs7.detached" or "adbe.pkcs7.sha1"))
        {
            Fail(Indication.Indeterminate, SubIndications.Generic, FindingCodes.NotDetached, _file.Name(_value["SubFilter"]) ?? "");
            return;
        }
        if (Oids.Digest(_cms!.DigestAlgorithm) is not { } hash)
        {
            Fail(Indication.Indeterminate, SubIndications.WeakCrypto, FindingCodes.AlgorithmUnsupported, _cms.DigestAlgorithm);
            return;
        }
        if (_cms.Signer is not { } signer)
        {
            Fail(Indication.Indeterminate, SubIndications.NoSigningCertificate, FindingCodes.SigningCertificateMissing);
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
            Fail(Indication.TotalFailed, SubIndications.HashFailure, FindingCodes.SignedBytesChanged);
            return;
        }
        switch (CmsMaths.Verify(_cms, signer, digest))
        {
            case MathsResult.HashFailure:
                Fail(Indication.TotalFailed, SubIndications.HashFailure, FindingCodes.SignedBytesChanged);
                return;
            case MathsResult.SignatureFailure:
                Fail(Indication.TotalFailed, SubIndications.CryptoFailure, FindingCodes.SignedBytesChanged);
                return;
            case MathsResult.Unsupported:
                Fail(Indication.Indeterminate, SubIndications.WeakCrypto, FindingCodes.AlgorithmUnsupported, _cms.SignatureAlgorithm);
                return;
        }
        CheckAttributes(signer);
        foreach (var weak in Weakness.Of(signer, isOldSha1 ? HashAlgorithmName.SHA1 : hash))
            Note(Severity.Warning, FindingCodes.WeakAlgorithm, weak);
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
            Fail(Indication.Indeterminate, SubIndications.NoSigningCertificate, FindingCodes.SigningCertificateMismatch);
        }
        if (isPades && _cms!.Signed(Oids.SigningTime).Count > 0)
            Note(Severity.Warning, FindingCodes.SigningTimeAttribute);
    }
}
