using System.Globalization;
using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>
/// Explains every object that differs between two revisions. What some rule explains is approved; what is left over,
/// whether a reader would show it or not, is forbidden. Rules follow ISO 32000-2, 12.8.2.2.2.
/// </summary>
internal sealed class RevisionDiff
{
    private readonly Revisions _revisions;
    private readonly HashSet<int> _changed = [];
    private readonly HashSet<int> _added = [];
    private readonly HashSet<int> _removed = [];
    private readonly HashSet<int> _approved = [];

    public RevisionDiff(Revisions revisions, PdfFile before, PdfFile after, Permissions permissions)
    {
        (_revisions, Before, After, Permissions) = (revisions, before, after, permissions);
        FindDifferences();
        CompareTrailer();
        CompareCatalog();
        ReportTheRest();
    }

    public PdfFile Before { get; }

    public PdfFile After { get; }

    public Permissions Permissions { get; }

    public List<Finding> Findings { get; } = [];

    /// <summary>Widgets of signature fields that this update adds; pages may list them.</summary>
    public HashSet<int> NewWidgets { get; } = [];

    public bool IsAdded(PdfObject value) => value is PdfReference { Number: var number } && _added.Contains(number);

    public void Approve(PdfObject reference)
    {
        if (reference is PdfReference { Number: var number })
            _approved.Add(number);
    }

    /// <summary>Approves what stays under the same name and is rewritten in place, unless others refer to it too: they would change with it.</summary>
    public void ApproveKept(PdfObject old, PdfObject now, int owner)
    {
        ApproveAdded(now);
        if (now is PdfReference { Number: var number } && old == now && _changed.Contains(number)
            && _revisions.Graph(Before).Referrers(number).All(r => r == (owner == Root ? RootBefore : owner)) && _revisions.Graph(After).Referrers(number).All(r => r == owner))
            _approved.Add(number);
    }

    /// <summary>The same broken or missing object before and after: no reader shows it, and nothing became of it.</summary>
    public bool IsUnreadableBothTimes(PdfObject old, PdfObject now) =>
        old is PdfReference { Number: var number } && old == now && !_changed.Contains(number) && !_added.Contains(number) && !_removed.Contains(number)
        && IsUnreadable(Before, old) && IsUnreadable(After, now);

    private static bool IsUnreadable(PdfFile file, PdfObject reference)
    {
        try
        {
            return file.Resolve(reference) is PdfNull;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    /// <summary>The object number of the catalog.</summary>
    public int Root => Number(After);

    private int RootBefore => Number(Before);

    private static int Number(PdfFile file) => file.Trailer["Root"] is PdfReference { Number: var number } ? number : 0;

    /// <summary>Somebody else than widgets, their lists of kids and <paramref name="owner"/> holds the object too, as it was before.</summary>
    public bool IsHeldElsewhere(PdfObject value, int owner) => value is PdfReference { Number: var number }
        && (_revisions.Graph(Before).HeldByTrailer.Contains(number) || _revisions.Graph(Before).Referrers(number).Any(r => r != owner && !(r > 0 && Before.Dictionary(Before.Get(r)) is { } holder
            && (holder.Entries.ContainsKey("FT") || holder["Subtype"] is PdfName { Value: "Widget" }))));

    public void Permit(string code, params string[] arguments) => Note(Severity.Information, code, arguments);

    public void Warn(string code, params string[] arguments) => Note(Severity.Warning, code, arguments);

    public void Forbid(string code, params string[] arguments) => Note(Severity.Error, code, arguments);

    /// <summary>Forbidden when the certification allows nothing but validation data; otherwise noted.</summary>
    public void PermitUnlessFrozen(string code, params string[] arguments)
    {
        Permit(code, arguments);
        if (Permissions.Level == 1)
            Forbid(FindingCodes.ChangeNotPermitted, code);
    }

    private void Note(Severity severity, string code, string[] arguments)
    {
        if (Findings.Count < 200 && Findings.All(f => f.Code != code || !f.Arguments.SequenceEqual(arguments)))
            Findings.Add(new Finding(severity, code, arguments));
    }

    /// <summary>New objects have no effect of their own: only what refers to them has, and that is judged where it changed.</summary>
    public void ApproveAdded(PdfObject value)
    {
        var waiting = new Stack<PdfObject>([value]);
        while (waiting.TryPop(out var next))
            switch (next)
            {
                case PdfReference reference when _added.Contains(reference.Number) && _approved.Add(reference.Number):
                    waiting.Push(After.Get(reference.Number));
                    break;
                case PdfArray array:
                    array.Items.ToList().ForEach(waiting.Push);
                    break;
                case PdfDictionary dictionary:
                    dictionary.Entries.Values.ToList().ForEach(waiting.Push);
                    break;
                case PdfStream stream:
                    waiting.Push(stream.Dictionary);
                    break;
            }
    }

    /// <summary>As <see cref="ApproveAdded"/>, and also objects rewritten in place when nothing else ever used them.</summary>
    public void ApproveOwned(PdfObject value, HashSet<int> owners, int depth = 0)
    {
        ApproveAdded(value);
        if (depth > 32)
            return;
        switch (value)
        {
            case PdfReference { Number: var number } when _changed.Contains(number) && !_approved.Contains(number):
                if (!_revisions.Graph(Before).Referrers(number).All(owners.Contains) || !_revisions.Graph(After).Referrers(number).All(owners.Contains))
                    return;
                _approved.Add(number);
                ApproveOwned(After.Get(number), [.. owners, number], depth + 1);
                break;
            case PdfReference { Number: var number } when !owners.Contains(number) && After.Get(number) is PdfDictionary direct && !_added.Contains(number)
                && _revisions.Graph(Before).Referrers(number).All(owners.Contains) && _revisions.Graph(After).Referrers(number).All(owners.Contains):
                // An unchanged dictionary of appearances between the field and a rewritten stream.
                ApproveOwned(direct, [.. owners, number], depth + 1);
                break;
            case PdfArray array:
                foreach (var item in array.Items)
                    ApproveOwned(item, owners, depth + 1);
                break;
            case PdfDictionary dictionary:
                foreach (var entry in dictionary.Entries.Values)
                    ApproveOwned(entry, owners, depth + 1);
                break;
        }
    }

    /// <summary>The keys under which two dictionaries differ, when moving an equal value into a new object or out of one is no difference.</summary>
    public IEnumerable<string> Differences(PdfDictionary old, PdfDictionary now)
    {
        foreach (var key in PdfEquality.Differences(old, now))
        {
            var (before, after) = (old[key], now[key]);
            if ((before is PdfReference || after is PdfReference) && (after is not PdfReference || IsAdded(after))
                && Before.Resolve(before) is not PdfNull and var value && PdfEquality.Same(value, After.Resolve(after)))
                ApproveAdded(after);
            else
                yield return key;
        }
    }

    private void FindDifferences()
    {
        foreach (var number in Before.Entries.Keys.Union(After.Entries.Keys))
        {
            var (old, now) = (Before.Entries.GetValueOrDefault(number), After.Entries.GetValueOrDefault(number));
            if (old == now && (now.Kind != XrefKind.Compressed || Before.Entries.GetValueOrDefault(now.Place) == After.Entries.GetValueOrDefault(now.Place)))
                continue;
            if (now.Kind == XrefKind.Free)
            {
                if (old.Kind != XrefKind.Free && !IsUnreadable(Before, new PdfReference(number, old.Kind == XrefKind.Offset ? old.Detail : 0)))
                    _removed.Add(number);
            }
            else if (old.Kind == XrefKind.Free)
            {
                _added.Add(number);
                // The update's own machinery shows nothing.
                if (IsMachinery(After.Get(number)))
                    _approved.Add(number);
            }
            else if (!(IsMachinery(Before.Get(number)) && IsMachinery(After.Get(number))) && !PdfEquality.Same(Before.Get(number), After.Get(number)))
            {
                _changed.Add(number);
            }
        }
    }

    private static bool IsMachinery(PdfObject value) => value is PdfStream { Dictionary: var d } && d["Type"] is PdfName { Value: "XRef" or "ObjStm" };

    private void CompareTrailer()
    {
        var (old, now) = (Before.Trailer["Root"], After.Trailer["Root"]);
        // Some writers give each update a catalog of its own; what counts is what it says.
        if (old is not PdfReference || now is not PdfReference || (old != now && !IsAdded(now)))
            Forbid(FindingCodes.CatalogChanged, "Root");
        // Another key would make other text of the same bytes.
        if (!PdfEquality.Same(Before.Resolve(Before.Trailer["Encrypt"]), After.Resolve(After.Trailer["Encrypt"])))
            Forbid(FindingCodes.CatalogChanged, "Encrypt");
        var info = After.Trailer["Info"];
        if (!PdfEquality.Same(Before.Dictionary(Before.Trailer["Info"]) ?? PdfDictionary.Empty, After.Dictionary(info) ?? PdfDictionary.Empty))
            Permit(FindingCodes.MetadataChanged);
        // Titles and dates about the file are no part of what it shows; every signer may stamp them.
        ApproveKept(Before.Trailer["Info"], info, PdfGraph.Trailer);
    }

    private void CompareCatalog()
    {
        var (old, now) = (Before.Catalog, After.Catalog);
        Approve(After.Trailer["Root"]);
        var structure = new StructureDiff(this);
        foreach (var key in Differences(old, now))
            if (key is not ("AcroForm" or "DSS" or "Metadata" or "Extensions" or "Version" or "Pages" or "StructTreeRoot"))
                Forbid(FindingCodes.CatalogChanged, key);
        if (!IsUnreadableBothTimes(old["Metadata"], now["Metadata"]) && After.Resolve(now["Metadata"]) is PdfStream metadata)
        {
            if (!PdfEquality.Same(Before.Resolve(old["Metadata"]), metadata))
                Permit(FindingCodes.MetadataChanged);
            ApproveKept(old["Metadata"], now["Metadata"], Root);
        }
        ApproveKept(old["Extensions"], now["Extensions"], Root);
        new ValidationDataDiff(this).Compare();
        new FormDiff(this).Compare();
        structure.Compare();
        new PageDiff(this, structure.IsNew).Compare();
    }

    private void ReportTheRest()
    {
        foreach (var number in _changed.Except(_approved).Order())
            Forbid(FindingCodes.ObjectChanged, Text(number), Describe(After, number));
        foreach (var number in _removed.Where(_revisions.Graph(Before).IsReferred).Order())
            Forbid(FindingCodes.ObjectRemoved, Text(number), Describe(Before, number));
        foreach (var number in _added.Order())
            if (_revisions.Graph(Before).IsReferred(number))
                Forbid(FindingCodes.ShadowObject, Text(number), Describe(After, number));
            else if (!_approved.Contains(number) && _revisions.Graph(After).IsReferred(number))
                Forbid(FindingCodes.ObjectAdded, Text(number), Describe(After, number));
            else if (!_approved.Contains(number))
                // No reader can reach it, and whatever makes it reachable later is judged then.
                Note(Severity.Warning, FindingCodes.HiddenObject, [Text(number), Describe(After, number)]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Describe(PdfFile file, int number)
    {
        var dictionary = file.Dictionary(file.Get(number));
        return dictionary is null ? "" : file.Name(dictionary["Type"]) ?? file.Name(dictionary["Subtype"]) ?? "";
    }
}
