using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>What is asked of the form.</summary>
/// <param name="Name">An empty field to fill, or the new one's name; null for a new name.</param>
internal sealed record FieldRequest(string? Name, Appearance? Appearance, Certification Certification, bool IsTimestamp = false)
{
    /// <summary>A new invisible field; no certification forbids a document timestamp (ISO 32000-2, 12.8.2.2.2).</summary>
    public static readonly FieldRequest Timestamp = new(null, null, Certification.None, IsTimestamp: true);
}

/// <summary>Puts a signature into the form: fills the named empty field or adds one (ISO 32000-2, 12.7.5.5).</summary>
internal static class SignatureField
{
    private const int PrintAndLocked = 4 | 128;

    public static (string Name, PdfReference Signature) Place(PdfUpdate update, FieldRequest request, Func<PdfObject, PdfDictionary> dictionary)
    {
        var file = update.File;
        var fields = PdfFields.Read(file);
        var permissions = Permissions.OfAll(file);
        if (permissions.Level == 1 && !request.IsTimestamp)
            throw new RefusedException(Refusal.NoFurtherSignature, "an earlier signature certifies without changes");
        if (request.Certification != Certification.None && fields.Any(f => f.Type == "Sig" && file.Dictionary(f.Value) is not null))
            throw new RefusedException(Refusal.CertificationNotFirst, "the file is signed");
        var name = request.Name ?? Enumerable.Range(1, int.MaxValue).Select(n => $"{(request.IsTimestamp ? "Timestamp" : "Signature")}{n}").First(n => fields.All(f => f.Name != n && !f.Name.StartsWith(n + ".", StringComparison.Ordinal)));
        var existing = fields.Find(f => f.Name == name);
        if (existing is { Type: not "Sig" } or { Reference: null })
            throw new RefusedException(Refusal.FieldNotSignature, name);
        if (existing is not null && file.Resolve(existing.Value) is not PdfNull)
            throw new RefusedException(Refusal.FieldNotEmpty, name);
        if (existing is not null && permissions.IsLocked(name))
            throw new RefusedException(Refusal.FieldLocked, name);

        if (file.Cipher is { } cipher && !(existing is null ? cipher.MayAddFields : cipher.MayFill))
            throw new RefusedException(Refusal.PermissionDenied, existing is null ? "no field may be added" : "no field may be filled");

        var signature = update.Add(dictionary(References(file, request, existing)));
        if (existing is null)
            AddField(update, request.Appearance, name, signature);
        else
            FillField(update, request.Appearance, existing, signature);
        if (request.Certification != Certification.None)
            EditRoot(update, root => root.With("Perms", (file.Dictionary(root["Perms"]) ?? PdfDictionary.Empty).With("DocMDP", signature)));
        return (name, signature);
    }

    /// <summary>The transforms this signature carries: its certification, and the lock its field asks for.</summary>
    private static PdfObject References(PdfFile file, FieldRequest request, PdfField? existing)
    {
        var references = new List<PdfObject>();
        void Add(string method, PdfDictionary parameters) => references.Add(Make.Dictionary(
            ("Type", Make.Name("SigRef")), ("TransformMethod", Make.Name(method)),
            ("TransformParams", parameters.With("Type", Make.Name("TransformParams")).With("V", Make.Name("1.2")))));
        if (request.Certification != Certification.None)
            Add("DocMDP", Make.Dictionary(("P", Make.Of((int)request.Certification))));
        if (existing is not null && file.Dictionary(existing.Dictionary["Lock"]) is { } locked)
            Add("FieldMDP", locked.Without("Type"));
        return references.Count == 0 ? PdfObject.Null : Make.Array(references);
    }

    private static void AddField(PdfUpdate update, Appearance? appearance, string name, PdfReference signature)
    {
        var page = Page(PdfPages.Read(update.File, skipMissing: appearance is null), appearance);
        var field = Make.Dictionary(
            ("Type", Make.Name("Annot")), ("Subtype", Make.Name("Widget")), ("FT", Make.Name("Sig")), ("T", Make.Text(name)),
            ("V", signature), ("F", Make.Of(PrintAndLocked)),
            ("Rect", Make.Array((appearance is null ? [0, 0, 0, 0] : page!.ToUserSpace(appearance.Place)).Select(Make.Of))));
        if (page is not null)
            field = field.With("P", page.Reference!);
        if (appearance is not null)
            field = field.With("AP", Make.Dictionary(("N", AppearanceWriter.Add(update, appearance, appearance.Place.Width, appearance.Place.Height, page!.Rotate))));
        var reference = update.Add(field);
        if (page is not null)
            Append(update, page.Reference!, "Annots", reference);
        AddToForm(update, reference);
    }

    /// <summary>Where the widget goes. One that shows nothing does without a page when the file has none that could be changed alone.</summary>
    private static PdfPage? Page(List<PdfPage> pages, Appearance? appearance)
    {
        if (appearance is null)
            return pages.Find(p => p.Reference is not null);
        if (appearance.Page < 1 || appearance.Page > pages.Count)
            throw new RefusedException(Refusal.NoSuchPage, $"page {appearance.Page} of {pages.Count}");
        return pages[appearance.Page - 1] is { Reference: not null } page
            ? page
            : throw new RefusedException(Refusal.BrokenObject, $"page {appearance.Page} is no object of its own");
    }

    private static void FillField(PdfUpdate update, Appearance? appearance, PdfField existing, PdfReference signature)
    {
        var file = update.File;
        update.Replace(existing.Reference!, existing.Dictionary.With("V", signature));
        AddToForm(update, null);
        var widget = existing.Dictionary.Entries.ContainsKey("Rect") ? existing.Reference! : file.Array(existing.Dictionary["Kids"]) is [PdfReference kid, ..] ? kid : null;
        if (appearance is null || widget is null || update.Resolve(widget) is not PdfDictionary dictionary
            || PdfPages.Box(file, dictionary["Rect"]) is not { } box || box[2] - box[0] <= 0 || box[3] - box[1] <= 0)
            return;
        var rotate = PdfPages.Read(file).Find(p => file.Array(p.Dictionary["Annots"]).Contains(widget))?.Rotate ?? 0;
        var (width, height) = rotate % 180 == 0 ? (box[2] - box[0], box[3] - box[1]) : (box[3] - box[1], box[2] - box[0]);
        update.Replace(widget, dictionary.With("AP", Make.Dictionary(("N", AppearanceWriter.Add(update, appearance, width, height, rotate)))));
    }

    private static void AddToForm(PdfUpdate update, PdfReference? field)
    {
        var root = (PdfReference)update.File.Trailer["Root"];
        var form = ((PdfDictionary)update.Get(root))["AcroForm"];
        if (update.Resolve(form) is not PdfDictionary dictionary)
        {
            EditRoot(update, r => r.With("AcroForm", update.Add(Make.Dictionary(("Fields", Make.Array(field!)), ("SigFlags", Make.Of(3))))));
            return;
        }
        // 3 = signatures exist, append only (table 225).
        var flags = (update.File.Integer(dictionary["SigFlags"]) ?? 0) | 3;
        var edited = dictionary.With("SigFlags", Make.Of(flags));
        if (field is not null && dictionary["Fields"] is PdfReference array && update.Resolve(array) is PdfArray fields)
            update.Replace(array, fields.With(field));
        else if (field is not null)
            edited = edited.With("Fields", (update.Resolve(dictionary["Fields"]) as PdfArray ?? Make.Array()).With(field));
        if (form is PdfReference reference)
            update.Replace(reference, edited);
        else
            EditRoot(update, r => r.With("AcroForm", edited));
    }

    /// <summary>Adds to the array under a key, changing the array where it stands: inside its owner or apart.</summary>
    private static void Append(PdfUpdate update, PdfReference owner, string key, PdfReference item)
    {
        var dictionary = (PdfDictionary)update.Get(owner);
        var items = update.Resolve(dictionary[key]) as PdfArray ?? Make.Array();
        if (dictionary[key] is PdfReference apart && update.Resolve(apart) is PdfArray)
            update.Replace(apart, items.With(item));
        else
            update.Replace(owner, dictionary.With(key, items.With(item)));
    }

    private static void EditRoot(PdfUpdate update, Func<PdfDictionary, PdfDictionary> edit)
    {
        var root = (PdfReference)update.File.Trailer["Root"];
        update.Replace(root, edit((PdfDictionary)update.Get(root)));
    }
}
