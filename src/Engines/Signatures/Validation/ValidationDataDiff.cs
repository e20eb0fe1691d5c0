using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>The document security store may grow and be rewritten; it shows nothing (EN 319 142-1, 5.4.2).</summary>
internal sealed class ValidationDataDiff(RevisionDiff diff)
{
    public void Compare()
    {
        var (old, now) = (diff.Before.Catalog["DSS"], diff.After.Catalog["DSS"]);
        if (diff.After.Dictionary(now) is null)
        {
            if (diff.Before.Dictionary(old) is not null)
                diff.Forbid(FindingCodes.CatalogChanged, "DSS");
            return;
        }
        if (Walk(old, now, diff.Root, 0))
            diff.Permit(FindingCodes.ValidationDataAdded);
    }

    /// <summary>
    /// Side by side, so that only what was part of the store before may be rewritten in place, and only when nothing else
    /// uses it. True when anything differs.
    /// </summary>
    private bool Walk(PdfObject old, PdfObject now, int owner, int depth)
    {
        diff.ApproveKept(old, now, owner);
        var inside = now is PdfReference { Number: var number } ? number : owner;
        var (before, after) = (diff.Before.Resolve(old), diff.After.Resolve(now));
        if (depth > 5)
            return false;
        var differs = !PdfEquality.Same(before, after);
        return (before, after) switch
        {
            (PdfDictionary was, PdfDictionary dictionary) => dictionary.Entries.Aggregate(differs, (any, e) => Walk(was[e.Key], e.Value, inside, depth + 1) || any),
            (PdfArray was, PdfArray array) => array.Items.Aggregate(differs, (any, item) => Walk(was.Items.Contains(item) ? item : PdfObject.Null, item, inside, depth + 1) || any),
            _ => differs,
        };
    }
}
