using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>Judges what happened to a file after one of its signatures; what cannot be explained is forbidden.</summary>
internal static class IntegrityCheck
{
    public static (Integrity Verdict, IReadOnlyList<Finding> Findings) Run(PdfFile file, Revisions revisions, SignedRange? range, PdfField field)
    {
        if (range is null)
            return (Integrity.ForbiddenChange, []);
        try
        {
            return Judge(file, revisions, range, field);
        }
        catch (RefusedException refused)
        {
            return Forbidden(FindingCodes.RevisionUnreadable, refused.Reason.ToString());
        }
    }

    private static (Integrity, IReadOnlyList<Finding>) Judge(PdfFile file, Revisions revisions, SignedRange range, PdfField field)
    {
        var signed = revisions.At(range.End);
        // The field and its value must already be what was signed; else the signature was moved here.
        if (!PdfFields.Read(signed).Exists(f => f.Name == field.Name && PdfEquality.Same(f.Value, field.Value)))
            return Forbidden(FindingCodes.SignatureNotInRevision);
        if (revisions.After(range.End) is not { } ends)
            return Forbidden(FindingCodes.RevisionChainBroken);
        if (ends.Count == 0)
            return (Integrity.Intact, []);
        var permissions = Permissions.OfAll(signed);
        var findings = new List<Finding>();
        var before = signed;
        foreach (var end in ends)
        {
            // The last revision is the file itself, white space at its end included.
            var after = end == ends[^1] ? file : revisions.At(end);
            findings.AddRange(revisions.Compare(before, after, permissions));
            before = after;
        }
        return (findings.Exists(f => f.Severity == Severity.Error) ? Integrity.ForbiddenChange : Integrity.PermittedChange, findings);
    }

    private static (Integrity, IReadOnlyList<Finding>) Forbidden(string code, params string[] arguments) =>
        (Integrity.ForbiddenChange, [new Finding(Severity.Error, code, arguments)]);
}
