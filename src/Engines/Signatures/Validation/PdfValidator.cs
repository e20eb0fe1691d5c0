using Sen.Signatures.Pdf;
using Sen.Signatures.Trust;
using Sen.Signatures.Validation;

namespace Sen.Signatures;

/// <summary>
/// Judges every signature of a PDF twice over: by EN 319 102-1 (maths, certificates, revocation, time), and by what happened
/// to the content since. Needs no network: what it lacks it names in <see cref="PdfReport.Wanted"/>.
/// </summary>
public static class PdfValidator
{
    private const int MaxSignatures = 500;

    /// <param name="pdf">The whole file, in memory or mapped.</param>
    /// <param name="anchors">Whom to trust, for signers and time-stamping authorities.</param>
    /// <param name="now">The time of validation; it counts where no trusted timestamp proves an earlier one.</param>
    /// <param name="known">Statements of status and certificates beside those in the file.</param>
    /// <param name="policy">By default <see cref="ValidationPolicy.Strict"/>.</param>
    /// <param name="password">Opens an encrypted file.</param>
    public static PdfReport Validate(
        PdfSource pdf, TrustAnchors anchors, DateTimeOffset now, ValidationData? known = null, ValidationPolicy? policy = null, string password = "")
    {
        try
        {
            var file = PdfFile.OpenSource(pdf, password);
            var fields = PdfFields.Read(file).FindAll(f => f.Type == "Sig");
            var broken = fields.FindAll(f => IsBroken(file, f));
            fields.RemoveAll(f => broken.Contains(f) || file.Dictionary(f.Value) is null);
            if (fields.Count > MaxSignatures)
                return new PdfReport(Refusal.OverLimit, []);
            var revisions = new Revisions(file);
            var checks = fields.Select(f => new SignatureCheck(file, revisions, f)).OrderBy(c => c.CoveredLength).ToArray();
            var judge = new TrustJudge(anchors, policy ?? ValidationPolicy.Strict, now);
            judge.Add(known ?? ValidationData.Empty);
            AddStore(judge, file);
            // From the outermost inward: a good timestamp proves when what it covers existed (EN 319 102-1, 5.6).
            DateTimeOffset? proven = null;
            foreach (var check in checks.Reverse())
                proven = check.Judge(judge, proven);
            return new PdfReport(null, Levels.Assign(file, [.. broken.Select(SignatureCheck.Unreadable), .. checks.Select(c => c.Report())])) { Wanted = judge.Wanted };
        }
        catch (RefusedException refused)
        {
            return new PdfReport(refused.Reason, []);
        }
    }

    private static bool IsBroken(PdfFile file, PdfField field)
    {
        try
        {
            file.Resolve(field.Value);
            return false;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    private static void AddStore(TrustJudge judge, PdfFile file)
    {
        foreach (var (data, place) in SecurityStore.Streams(file, "Certs"))
            if (SecurityStore.Certificate(data) is { } certificate)
                judge.Add(ValidationData.Empty with { Certificates = [certificate] }, place);
        foreach (var (data, place) in SecurityStore.Streams(file, "CRLs"))
            judge.Add(ValidationData.Empty with { Crls = [data] }, place);
        foreach (var (data, place) in SecurityStore.Streams(file, "OCSPs"))
            judge.Add(ValidationData.Empty with { Ocsps = [data] }, place);
    }
}
