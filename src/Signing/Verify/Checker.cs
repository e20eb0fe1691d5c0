using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Has the engine judge a file against the authorities that this installation trusts.</summary>
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
        return new(CitizenSentence.Of(report.Refused, report.Signatures).Code, report, development);
    }
}
