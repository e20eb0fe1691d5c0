namespace Sen.Signatures.Pdf;

/// <summary>A terminal field of the interactive form, with its full name and inherited type (ISO 32000-2, 12.7.4).</summary>
internal sealed record PdfField(string Name, PdfReference? Reference, PdfDictionary Dictionary, string? Type, PdfObject Value);

internal static class PdfFields
{
    private const int MaxFields = 200_000;

    public static List<PdfField> Read(PdfFile file)
    {
        var fields = new List<PdfField>();
        var seen = new HashSet<int>();
        if (file.Dictionary(file.Catalog["AcroForm"]) is { } form)
            foreach (var field in file.Array(form["Fields"]))
                Walk(file, field, "", null, PdfObject.Null, fields, seen, 0);
        return fields;
    }

    private static void Walk(PdfFile file, PdfObject node, string path, string? type, PdfObject value, List<PdfField> fields, HashSet<int> seen, int depth)
    {
        if (file.Resolve(node) is not PdfDictionary dictionary)
            return;
        // A field that is listed twice is one field; so a circle ends.
        if (node is PdfReference reference && !seen.Add(reference.Number))
            return;
        if (depth > 64 || fields.Count > MaxFields)
            throw new RefusedException(Refusal.OverLimit, "the field tree is too large");
        if (file.Text(dictionary["T"]) is { } name)
            path = path.Length == 0 ? name : $"{path}.{name}";
        type = file.Name(dictionary["FT"]) ?? type;
        value = dictionary.Entries.GetValueOrDefault("V", value);
        var kids = file.Array(dictionary["Kids"]).Where(k => file.Dictionary(k)?.Entries.ContainsKey("T") == true).ToArray();
        if (kids.Length == 0)
            fields.Add(new PdfField(path, node as PdfReference, dictionary, type, value));
        foreach (var kid in kids)
            Walk(file, kid, path, type, value, fields, seen, depth + 1);
    }
}
