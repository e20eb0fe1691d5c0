using System.Security.Cryptography.X509Certificates;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>
/// What a desktop service sent back, judged as a stranger's file: it must be the file that was handed out, to the byte,
/// with exactly one signature appended, whole and by the certificate that is expected.
/// </summary>
internal static class TokenUpload
{
    /// <summary>Appearance, certificates, timestamp and evidence of one signature; a page of pictures would not fit.</summary>
    public const int MostAppended = 8 << 20;

    private static readonly string[] Signing =
    [
        FindingCodes.SignatureAdded, FindingCodes.SignatureFieldAdded, FindingCodes.DocumentTimestampAdded, FindingCodes.ValidationDataAdded,
        FindingCodes.StructureExtended, FindingCodes.MetadataChanged,
    ];

    /// <param name="issued">The file that was handed out.</param>
    /// <param name="uploaded">What came back.</param>
    /// <param name="expected">Of the signer.</param>
    /// <returns>Null when it is in order.</returns>
    public static Problem? Refuse(ReadOnlyMemory<byte> issued, ReadOnlyMemory<byte> uploaded, X509Certificate2 expected, TrustAnchors anchors, DateTimeOffset now)
    {
        if (uploaded.Length <= issued.Length || uploaded.Length - issued.Length > MostAppended || !uploaded.Span.StartsWith(issued.Span))
            return Problem.Conflict("signing.token.not-a-continuation");
        var before = PdfValidator.Validate(issued, anchors, now).Signatures.Count;
        var report = PdfValidator.Validate(uploaded, anchors, now);
        if (report.Refused is not null || report.Signatures.Count != before + 1)
            return Problem.Conflict("signing.token.not-one-signature");
        var added = report.Signatures[^1];
        if (added.CoveredLength != uploaded.Length || added.Integrity != Integrity.Intact || added.Indication == Indication.TotalFailed)
            return Problem.Conflict("signing.token.broken");
        // The desktop could change the page first and sign it then; so what came before the signature is looked at, too.
        var (verdict, findings) = PdfAppended.Judge(uploaded, issued.Length);
        if (report.Integrity == Integrity.ForbiddenChange || verdict == Integrity.ForbiddenChange || findings.Any(f => !Signing.Contains(f.Code)))
            return Problem.Conflict("signing.token.changed");
        return added.Signer is { } signer && signer.RawData.AsSpan().SequenceEqual(expected.RawData) ? null : Problem.Conflict("signing.token.other-certificate");
    }
}
