using System.Globalization;
using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>Pages stay as they are but for the widgets of new signature fields, and annotations where level 3 allows them.</summary>
internal sealed class PageDiff(RevisionDiff diff, bool hasNewStructure)
{
    private readonly HashSet<int> _seen = [];
    private int _number;

    public void Compare() => Node(diff.Before.Catalog["Pages"], diff.After.Catalog["Pages"], 0);

    private void Node(PdfObject old, PdfObject now, int depth)
    {
        if (diff.IsUnreadableBothTimes(old, now) || (now is not PdfReference && PdfEquality.Same(old, now)))
            return;
        if (old != now || now is not PdfReference reference || !_seen.Add(reference.Number) || depth > 64
            || diff.Before.Resolve(old) is not PdfDictionary before || diff.After.Resolve(now) is not PdfDictionary after)
        {
            diff.Forbid(FindingCodes.PagesChanged);
            return;
        }
        if (after.Entries.ContainsKey("Kids"))
        {
            var (oldKids, kids) = (diff.Before.Array(before["Kids"]), diff.After.Array(after["Kids"]));
            // One signing program writes its name into the root of the tree; nothing shows it.
            if (diff.Differences(before, after).ToArray() is ["ITXT"])
                diff.Approve(now);
            if (oldKids.Count != kids.Count || !oldKids.Zip(kids).All(k => PdfEquality.Same(k.First, k.Second)))
                diff.Forbid(FindingCodes.PagesChanged);
            foreach (var (oldKid, kid) in oldKids.Zip(kids).Where(p => PdfEquality.Same(p.First, p.Second)))
                Node(oldKid, kid, depth + 1);
            return;
        }
        _number++;
        var page = _number.ToString(CultureInfo.InvariantCulture);
        var others = diff.Differences(before, after).Where(k => k != "Annots" && !(hasNewStructure && k is "StructParents" or "Tabs" && before[k] is PdfNull)).ToArray();
        foreach (var key in others)
            diff.Forbid(FindingCodes.PageChanged, page, key);
        if (Annotations(before["Annots"], after["Annots"], page, reference.Number) && others.Length == 0)
            diff.Approve(now);
    }

    private bool Annotations(PdfObject old, PdfObject now, string page, int owner)
    {
        var (before, after) = (diff.Before.Array(old), diff.After.Array(now));
        var allowed = diff.Permissions.Level == 3;
        var result = true;
        foreach (var gone in before.Where(a => !after.Any(b => PdfEquality.Same(a, b))))
            Change(FindingCodes.AnnotationRemoved, gone);
        foreach (var item in after.Where(b => !before.Any(a => PdfEquality.Same(a, b))))
            if (item is not PdfReference { Number: var number } || !diff.NewWidgets.Contains(number))
                Change(FindingCodes.AnnotationAdded, item);
        if (allowed)
            foreach (var item in after.Where(i => diff.After.Dictionary(i)?.Entries.ContainsKey("FT") == false))
                if (before.Contains(item))
                    diff.Approve(item);
        if (result)
            diff.ApproveKept(old, now, owner);
        return result;

        void Change(string code, PdfObject annotation)
        {
            if (allowed)
            {
                diff.Permit(FindingCodes.AnnotationChanged, page);
                diff.ApproveAdded(annotation);
                return;
            }
            result = false;
            diff.Forbid(code, page);
        }
    }
}
