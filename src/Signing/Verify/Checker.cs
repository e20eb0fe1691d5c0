using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Turns the engine's report into one verdict. Integrity comes first: a changed file is changed whoever signed it.</summary>
internal sealed class Checker(Database db)
{
    private sealed record Anchor(byte[] Certificate, bool Development);

    public async Task<Verdict> Check(ReadOnlyMemory<byte> pdf, CancellationToken ct)
    {
        var anchors = await db.Query<Anchor>("select certificate, development from signing.anchor limit 1000", null, ct);
        var certificates = anchors.Select(a => X509CertificateLoader.LoadCertificate(a.Certificate)).ToArray();
        var report = PdfValidator.Validate(pdf, new TrustAnchors(certificates), db.Now);
        var development = anchors.Any(a => a.Development) && report.Signatures.Any(s => s.Signer is { } signer
            && signer.Subject.Contains(DevelopmentAuthority.Label, StringComparison.Ordinal));
        return new(Code(report), report, development);
    }

    private static string Code(PdfReport report)
    {
        if (report.Refused is not null)
            return "unreadable";
        if (report.Signatures.Count == 0)
            return "unsigned";
        if (report.Signatures.Any(s => s.Indication == Indication.TotalFailed))
            return "broken";
        if (report.Integrity == Integrity.ForbiddenChange)
            return "changed";
        return report.Signatures.All(s => s.Indication == Indication.TotalPassed) ? "valid" : "untrusted";
    }
}
