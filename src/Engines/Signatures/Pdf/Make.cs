using System.Text;

namespace Sen.Signatures.Pdf;

/// <summary>Makes objects for an update.</summary>
internal static class Make
{
    public static PdfInteger Of(long value) => new(value);

    public static PdfReal Of(double value) => new(value, FormattableString.Invariant($"{value:0.####}"));

    public static PdfName Name(string value) => new(value);

    public static PdfArray Array(params IEnumerable<PdfObject> items) => new(items.ToArray());

    public static PdfDictionary Dictionary(params (string Key, PdfObject Value)[] entries)
    {
        var map = new Dictionary<string, PdfObject>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
            map[key] = value;
        return new PdfDictionary(map);
    }

    /// <summary>A text string (7.9.2.2): ASCII as it is, anything else as UTF-16 with its mark.</summary>
    public static PdfString Text(string value) => new(
        Ascii.IsValid(value) ? Encoding.ASCII.GetBytes(value) : [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(value)], Hex: false);
}
