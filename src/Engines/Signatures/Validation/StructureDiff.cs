using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>
/// The logical structure of a tagged file may grow by one element of type Form for each new signature field, hung below
/// an existing element and entered in the parent tree (ISO 32000-2, 14.7). What was there stays.
/// </summary>
internal sealed class StructureDiff(RevisionDiff diff)
{
    private readonly HashSet<int> _seen = [];
    private bool _grew;

    public void Compare()
    {
        var (old, now) = (diff.Before.Catalog["StructTreeRoot"], diff.After.Catalog["StructTreeRoot"]);
        if (now is not PdfNull && !PdfEquality.Same(old, now) && IsEmpty(diff.Before.Resolve(old)))
        {
            Added(now);
            return;
        }
        if (!PdfEquality.Same(old, now))
        {
            diff.Forbid(FindingCodes.CatalogChanged, "StructTreeRoot");
            return;
        }
        if (old is not PdfReference root || old != now || diff.Before.Dictionary(old) is not { } before || diff.After.Dictionary(now) is not { } after)
            return;
        if (diff.Differences(before, after).Except(["K", "ParentTree", "ParentTreeNextKey"]).Any()
            || !Kids(before["K"], after["K"], root.Number, 0) || !ParentTree(before["ParentTree"], after["ParentTree"], root.Number))
            return;
        diff.Approve(now);
        if (_grew)
            diff.PermitUnlessFrozen(FindingCodes.StructureExtended);
    }

    private static bool IsEmpty(PdfObject root) => root is PdfNull || (root is PdfDictionary { Entries: var entries } && entries.Keys.All(k => k == "Type"));

    /// <summary>This update gave an untagged file its first structure, of nothing but new form fields.</summary>
    public bool IsNew { get; private set; }

    private void Added(PdfObject now)
    {
        if (diff.IsAdded(now) && diff.After.Dictionary(now) is { } root && List(diff.After, root["K"]).All(k => IsOnlyNewForms(k, 0)))
        {
            IsNew = true;
            diff.ApproveAdded(now);
            diff.PermitUnlessFrozen(FindingCodes.StructureExtended);
        }
        else
        {
            diff.Forbid(FindingCodes.CatalogChanged, "StructTreeRoot");
        }
    }

    private bool IsOnlyNewForms(PdfObject reference, int depth) => depth < 8 && (IsNewForm(reference)
        || (diff.IsAdded(reference) && diff.After.Dictionary(reference) is { } element && element["Pg"] is PdfNull
            && List(diff.After, element["K"]) is { Count: > 0 } kids && kids.All(k => IsOnlyNewForms(k, depth + 1))));

    private bool Element(PdfObject reference, int depth)
    {
        if (reference is not PdfReference { Number: var number } || !_seen.Add(number) || depth > 64
            || diff.Before.Dictionary(reference) is not { } before || diff.After.Dictionary(reference) is not { } after)
            return true;
        if (diff.Differences(before, after).Any(k => k != "K") || !Kids(before["K"], after["K"], number, depth))
            return false;
        diff.Approve(reference);
        return true;
    }

    private bool Kids(PdfObject old, PdfObject now, int owner, int depth)
    {
        var (before, after) = (List(diff.Before, old), List(diff.After, now));
        if (!before.All(k => after.Any(n => PdfEquality.Same(k, n))))
            return false;
        foreach (var kid in after.Where(n => !before.Any(k => PdfEquality.Same(k, n))))
            if (!IsNewForm(kid))
                return false;
        if (before.Count != after.Count)
            diff.ApproveKept(old, now, owner);
        return before.All(k => Element(k, depth + 1));
    }

    private static IReadOnlyList<PdfObject> List(PdfFile file, PdfObject value) => file.Resolve(value) switch
    {
        PdfArray array => array.Items,
        PdfNull => [],
        _ => [value],
    };

    private bool IsNewForm(PdfObject reference)
    {
        if (!diff.IsAdded(reference) || diff.After.Dictionary(reference) is not { } element || diff.After.Name(element["S"]) != "Form"
            || !List(diff.After, element["K"]).All(k => diff.After.Dictionary(k) is { } kid && kid["Obj"] is PdfReference { Number: var number } && diff.NewWidgets.Contains(number)))
            return false;
        diff.ApproveAdded(reference);
        _grew = true;
        return true;
    }

    /// <summary>A flat number tree, as nearly all are; entries of before stay, new ones name new form elements.</summary>
    private bool ParentTree(PdfObject old, PdfObject now, int owner)
    {
        if (old == now && diff.Before.Dictionary(old) is { } same && diff.After.Dictionary(now) is { } still && PdfEquality.Same(same, still))
            return true;
        if (diff.Before.Dictionary(old) is not { } before || diff.After.Dictionary(now) is not { } after
            || before.Entries.ContainsKey("Kids") || after.Entries.ContainsKey("Kids"))
            return false;
        var entries = Pairs(diff.After, after).ToDictionary(p => p.Key, p => p.Value);
        foreach (var (key, value) in Pairs(diff.Before, before))
        {
            if (!entries.Remove(key, out var kept) || !PdfEquality.Same(diff.Before.Resolve(value), diff.After.Resolve(kept)))
                return false;
            if (kept != value)
                diff.ApproveAdded(kept);
        }
        if (!entries.Values.All(v => diff.IsAdded(v) && diff.After.Dictionary(v) is { } element && diff.After.Name(element["S"]) == "Form"))
            return false;
        diff.ApproveKept(old, now, owner);
        diff.ApproveKept(before["Nums"], after["Nums"], now is PdfReference { Number: var tree } ? tree : owner);
        return true;
    }

    private static IEnumerable<(long Key, PdfObject Value)> Pairs(PdfFile file, PdfDictionary tree) =>
        file.Array(tree["Nums"]).Chunk(2).Where(p => p.Length == 2).Select(p => (file.Integer(p[0]) ?? -1, p[1])).DistinctBy(p => p.Item1);
}
