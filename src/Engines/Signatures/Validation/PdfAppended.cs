using Sen.Signatures.Pdf;
using Sen.Signatures.Validation;

namespace Sen.Signatures;

/// <summary>Judges what was appended to a file that one handed out, signed or not: a signature says nothing of what was changed just before it was made.</summary>
public static class PdfAppended
{
    /// <param name="pdf">The longer file; its first bytes are the file that was handed out.</param>
    /// <param name="length">How many they are; the end of a revision.</param>
    /// <returns>As for a signature over those bytes; with a finding for each kind of change.</returns>
    public static (Integrity Verdict, IReadOnlyList<Finding> Findings) Judge(PdfSource pdf, int length)
    {
        try
        {
            var file = PdfFile.Open(pdf.Bytes);
            var revisions = new Revisions(file);
            if (revisions.After(length) is not { Count: > 0 } ends)
                return (Integrity.ForbiddenChange, [new(Severity.Error, FindingCodes.RevisionChainBroken)]);
            var before = revisions.At(length);
            var permissions = Permissions.OfAll(before);
            var findings = new List<Finding>();
            foreach (var end in ends)
            {
                var after = end == ends[^1] ? file : revisions.At(end);
                findings.AddRange(revisions.Compare(before, after, permissions));
                before = after;
            }
            return (findings.Exists(f => f.Severity == Severity.Error) ? Integrity.ForbiddenChange : Integrity.PermittedChange, findings);
        }
        catch (RefusedException refused)
        {
            return (Integrity.ForbiddenChange, [new(Severity.Error, FindingCodes.RevisionUnreadable, refused.Reason.ToString())]);
        }
    }
}
