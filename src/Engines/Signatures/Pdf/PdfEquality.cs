namespace Sen.Signatures.Pdf;

/// <summary>Whether two objects say the same, whatever their spelling. References are equal when they name the same object.</summary>
internal static class PdfEquality
{
    public static bool Same(PdfObject a, PdfObject b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (PdfString x, PdfString y) => x.Bytes.AsSpan().SequenceEqual(y.Bytes),
        (PdfArray x, PdfArray y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
        (PdfDictionary x, PdfDictionary y) => x.Entries.Count == y.Entries.Count && x.Entries.All(e => y.Entries.TryGetValue(e.Key, out var other) && Same(e.Value, other)),
        (PdfStream x, PdfStream y) => Same(x.Dictionary.Without("Length"), y.Dictionary.Without("Length")) && x.Data.Span.SequenceEqual(y.Data.Span),
        (PdfReal x, PdfReal y) => x.Value.Equals(y.Value),
        (PdfReal x, PdfInteger y) => x.Value.Equals(y.Value),
        (PdfInteger x, PdfReal y) => y.Value.Equals(x.Value),
        _ => a == b,
    };

    /// <summary>The keys under which two dictionaries differ.</summary>
    public static IEnumerable<string> Differences(PdfDictionary a, PdfDictionary b) =>
        a.Entries.Keys.Union(b.Entries.Keys, StringComparer.Ordinal).Where(k => !Same(a[k], b[k]));
}
