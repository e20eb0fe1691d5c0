using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>The interactive form: signature fields may be added and signed, other fields filled, unless locked.</summary>
internal sealed class FormDiff(RevisionDiff diff)
{
    private const int ReadOnly = 1;
    private static readonly string[] Signable = ["V", "AP", "F", "M", "MK", "P", "Lock", "DA", "Type", "Subtype"];
    private static readonly string[] Fillable = ["V", "AP", "AS", "M", "I", "RV", "MK", "DA"];
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "AP", "AS", "BS", "Border", "C", "Contents", "DA", "DR", "F", "FT", "Ff", "H", "Kids", "Lock", "M", "MK", "NM", "P", "Parent", "Q",
        "Rect", "SV", "StructParent", "Subtype", "T", "TM", "TU", "Type", "V",
    };

    private readonly HashSet<int> _seen = [];

    public void Compare()
    {
        var (oldForm, form) = (diff.Before.Catalog["AcroForm"], diff.After.Catalog["AcroForm"]);
        if (diff.After.Dictionary(form) is not { } now)
        {
            if (diff.Before.Dictionary(oldForm) is not null)
                diff.Forbid(FindingCodes.FormChanged, "AcroForm");
            return;
        }
        var old = diff.Before.Dictionary(oldForm) ?? PdfDictionary.Empty;
        var wrong = diff.Differences(old, now).Where(k => !MayDiffer(k, old[k], now[k])).ToArray();
        foreach (var key in wrong)
            diff.Forbid(FindingCodes.FormChanged, key);
        Fields(old["Fields"], now["Fields"], form is PdfReference { Number: var number } ? number : diff.Root);
        if (wrong.Length > 0)
            return;
        diff.ApproveAdded(now["DR"]);
        if (old["DR"] == now["DR"] && Grew(diff.Before.Resolve(old["DR"]), diff.After.Resolve(now["DR"]), 0))
            diff.ApproveKept(old["DR"], now["DR"], form is PdfReference { Number: var own } ? own : diff.Root);
        diff.ApproveKept(oldForm, form, diff.Root);
    }

    private bool MayDiffer(string key, PdfObject old, PdfObject now) => key switch
    {
        "Fields" => true,
        "SigFlags" => diff.After.Integer(now) is { } flags && (flags & (diff.Before.Integer(old) ?? 0)) == (diff.Before.Integer(old) ?? 0),
        "NeedAppearances" => diff.After.Resolve(now) is PdfNull or PdfBoolean { Value: false },
        "DA" => old is PdfNull,
        "DR" => Grew(diff.Before.Resolve(old), diff.After.Resolve(now), 0),
        _ => false,
    };

    /// <summary>Every resource of before is there unchanged; new names may be added. Form XObjects play no part in default appearances (12.7.4.3), so signing programs put theirs in each other's place.</summary>
    private bool Grew(PdfObject old, PdfObject now, int depth, string key = "")
    {
        if (old is PdfNull || PdfEquality.Same(old, now) || (depth == 1 && key is "XObject" or "ProcSet"))
        {
            diff.ApproveAdded(now);
            return true;
        }
        if (depth > 2 || old is not PdfDictionary before || now is not PdfDictionary after)
            return false;
        diff.ApproveAdded(after);
        return before.Entries.All(e => PdfEquality.Same(e.Value, after[e.Key]) || Grew(diff.Before.Resolve(e.Value), diff.After.Resolve(after[e.Key]), depth + 1, e.Key));
    }

    private void Fields(PdfObject oldList, PdfObject list, int owner)
    {
        var (before, after) = (diff.Before.Array(oldList), diff.After.Array(list));
        foreach (var field in before)
            if (after.Any(f => PdfEquality.Same(f, field)))
                Existing(field, "", null, false, 0);
            else
                diff.Forbid(FindingCodes.FieldRemoved, NameOf(diff.Before, field, ""));
        foreach (var field in after.Where(f => !before.Any(b => PdfEquality.Same(b, f))))
            Added(field, "", 0);
        diff.ApproveKept(oldList, list, owner);
    }

    private static string NameOf(PdfFile file, PdfObject field, string path)
    {
        var name = file.Dictionary(field) is { } dictionary ? file.Text(dictionary["T"]) : null;
        return name is null ? path : path.Length == 0 ? name : $"{path}.{name}";
    }

    private void Added(PdfObject reference, string path, int depth)
    {
        var name = NameOf(diff.After, reference, path);
        if (depth > 16 || !diff.IsAdded(reference) || diff.After.Dictionary(reference) is not { } field
            || !IsSignatureField(field) || !IsPlain(field))
        {
            diff.Forbid(FindingCodes.FieldAdded, name);
            return;
        }
        var value = diff.After.Dictionary(field["V"]);
        var widgets = diff.After.Array(field["Kids"]).Where(k => diff.After.Dictionary(k)?.Entries.ContainsKey("T") == false).ToArray();
        if (widgets.Any(w => !diff.IsAdded(w) || !IsPlain(diff.After.Dictionary(w)!))
            || (value is null && widgets.Append(reference).Any(w => IsVisible(diff.After.Dictionary(w)!))))
        {
            // An appearance that no one signed for could cover the page.
            diff.Forbid(FindingCodes.FieldAdded, name);
            return;
        }
        if (value is null)
            diff.PermitUnlessFrozen(FindingCodes.SignatureFieldAdded, name);
        else
            Signed(field["V"], value, name);
        diff.ApproveAdded(reference);
        diff.NewWidgets.Add(((PdfReference)reference).Number);
        foreach (var kid in diff.After.Array(field["Kids"]))
            if (!widgets.Contains(kid))
                Added(kid, name, depth + 1);
            else if (kid is PdfReference { Number: var number })
                diff.NewWidgets.Add(number);
    }

    /// <summary>Nothing but what a signature field needs: no action, no script.</summary>
    private static bool IsPlain(PdfDictionary field) => !field.Entries.Keys.Except(Plain).Any();

    private bool IsVisible(PdfDictionary widget) => (widget.Entries.ContainsKey("AP") || widget.Entries.ContainsKey("MK"))
        && PdfPages.Box(diff.After, widget["Rect"]) is [var left, var bottom, var right, var top] && right > left && top > bottom
        && !PdfPages.IsOutside(diff.After, widget["P"], [left, bottom, right, top]);

    /// <summary>Typed so itself, or a node whose named kids all are.</summary>
    private bool IsSignatureField(PdfDictionary field) => diff.After.Name(field["FT"]) == "Sig"
        || (diff.After.Array(field["Kids"]) is { Count: > 0 } kids && kids.All(k => diff.IsAdded(k) && diff.After.Dictionary(k) is { } kid && diff.After.Name(kid["FT"]) == "Sig"));

    private void Signed(PdfObject reference, PdfDictionary value, string name)
    {
        if (reference is PdfReference && !diff.IsAdded(reference))
            diff.Forbid(FindingCodes.SignatureReused, name);
        else if (diff.After.Name(value["SubFilter"]) == "ETSI.RFC3161")
            diff.Permit(FindingCodes.DocumentTimestampAdded, name);
        else
            diff.PermitUnlessFrozen(FindingCodes.SignatureAdded, name);
        diff.ApproveAdded(reference);
    }

    /// <summary><paramref name="valueChanged"/>: a field above was filled or signed by this update, so that its widgets look different.</summary>
    private void Existing(PdfObject reference, string path, string? inheritedType, bool valueChanged, int depth)
    {
        if (reference is not PdfReference { Number: var number } || !_seen.Add(number) || depth > 64
            || diff.Before.Dictionary(reference) is not { } before || diff.After.Dictionary(reference) is not { } after)
            return;
        var name = NameOf(diff.Before, reference, path);
        var type = diff.Before.Name(before["FT"]) ?? inheritedType;
        var differences = diff.Differences(before, after).ToArray();
        valueChanged |= differences.Contains("V");
        var fillable = type != "Sig" && !IsClosed(name);
        if (differences.Contains("AP") && diff.IsHeldElsewhere(before["AP"], number))
        {
            // What other parts of the document hold too is not the field's own to change.
            diff.Forbid(FindingCodes.FieldChanged, name, "AP");
            return;
        }
        if (differences.Length == 0 || (type == "Sig" ? Sign(name, before, after, differences, valueChanged) : fillable && Fill(name, before, differences, valueChanged)))
        {
            diff.Approve(reference);
            if (valueChanged && (fillable || type == "Sig"))
                diff.ApproveOwned(after["AP"], [number]);
            if (valueChanged && type == "Sig")
            {
                diff.ApproveAdded(after);
                // A field made ahead may come onto its page only when it is signed.
                diff.NewWidgets.Add(number);
            }
        }
        else
        {
            diff.Forbid(FindingCodes.FieldChanged, [name, .. differences]);
        }
        var kids = diff.After.Array(after["Kids"]);
        foreach (var kid in diff.Before.Array(before["Kids"]).Where(k => kids.Contains(k)))
            Existing(kid, name, type, valueChanged, depth + 1);
    }

    private bool IsClosed(string name) => diff.Permissions.Level == 1 || diff.Permissions.IsLocked(name);

    private bool Sign(string name, PdfDictionary before, PdfDictionary after, string[] differences, bool valueChanged)
    {
        if (diff.Before.Dictionary(before["V"]) is not null || differences.Except(Signable).Any() || diff.Permissions.IsLocked(name))
            return false;
        if (diff.After.Dictionary(after["V"]) is not { } value)
            return valueChanged && !before.Entries.ContainsKey("T");
        Signed(after["V"], value, name);
        return true;
    }

    /// <summary>An appearance may follow its value, and never change without it.</summary>
    private bool Fill(string name, PdfDictionary before, string[] differences, bool valueChanged)
    {
        if (differences.Except(Fillable).Any() || !valueChanged)
            return false;
        var isReadOnly = ((diff.Before.Integer(before["Ff"]) ?? 0) & ReadOnly) != 0;
        // Workflows fill what a reader's user may not, once; what such a field already says stays said.
        if (isReadOnly && differences.Contains("V") && diff.Before.Resolve(before["V"]) is not (PdfNull or PdfString { Bytes: [] }))
            return false;
        diff.Permit(FindingCodes.FieldFilled, name);
        if (isReadOnly)
            diff.Warn(FindingCodes.ReadOnlyFieldFilled, name);
        return true;
    }
}
