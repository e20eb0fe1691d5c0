using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Pdf;
using Sen.Signatures.Validation;

namespace Sen.Signatures;

/// <summary>
/// Judges every signature of a PDF twice over: by EN 319 102-1 (maths, certificates, time), and by what happened to the
/// content since. Needs no network; revocation is not looked at yet and each report says so.
/// </summary>
public static class PdfValidator
{
    private const int MaxSignatures = 500;

    /// <param name="pdf">The whole file; may be a mapped one.</param>
    /// <param name="anchors">Whom to trust, for signers and time-stamping authorities.</param>
    /// <param name="now">The time of validation; it counts where no trusted timestamp proves an earlier one.</param>
    public static PdfReport Validate(ReadOnlyMemory<byte> pdf, TrustAnchors anchors, DateTimeOffset now)
    {
        try
        {
            var file = PdfFile.Open(pdf);
            var revisions = new Revisions(file);
            var store = Certificates(file);
            var fields = PdfFields.Read(file).FindAll(f => f.Type == "Sig" && file.Dictionary(f.Value) is not null);
            if (fields.Count > MaxSignatures)
                return new PdfReport(Refusal.OverLimit, []);
            var checks = fields
                .Select(f => new SignatureCheck(file, revisions, f, anchors, store))
                .OrderBy(c => c.CoveredLength)
                .ToArray();
            // Timestamps over the whole file prove that the signatures beneath existed (EN 319 102-1, 5.6).
            var proofs = checks.Select(c => c.Proof).OfType<(long Covered, DateTimeOffset Time)>().ToArray();
            return new PdfReport(null, [.. checks.Select(c => c.Report(now, proofs))]);
        }
        catch (RefusedException refused)
        {
            return new PdfReport(refused.Reason, []);
        }
    }

    /// <summary>Those that the document security store brings along; they help to build chains and are not trusted for it.</summary>
    private static List<X509Certificate2> Certificates(PdfFile file)
    {
        var certificates = new List<X509Certificate2>();
        if (file.Dictionary(file.Catalog["DSS"]) is not { } store)
            return certificates;
        foreach (var item in file.Array(store["Certs"]).Take(500))
            try
            {
                if (file.Resolve(item) is PdfStream stream)
                    certificates.Add(X509CertificateLoader.LoadCertificate(PdfFilters.Decode(stream, file.Resolve)));
            }
            catch (Exception e) when (e is RefusedException or CryptographicException)
            {
                // One unreadable certificate among helpers decides nothing.
            }
        return certificates;
    }
}
