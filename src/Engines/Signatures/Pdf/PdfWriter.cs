using System.Globalization;
using System.Text;

namespace Sen.Signatures.Pdf;

/// <summary>Writes objects as bytes; the same object always gives the same bytes.</summary>
internal static class PdfWriter
{
    public static void Write(Stream output, PdfObject value)
    {
        switch (value)
        {
            case PdfNull:
                output.Write("null"u8);
                break;
            case PdfBoolean { Value: var truth }:
                output.Write(truth ? "true"u8 : "false"u8);
                break;
            case PdfInteger { Value: var integer }:
                Text(output, integer.ToString(CultureInfo.InvariantCulture));
                break;
            case PdfReal { Text: var real }:
                Text(output, real);
                break;
            case PdfName { Value: var name }:
                WriteName(output, name);
                break;
            case PdfString text:
                WriteString(output, text);
                break;
            case PdfReference reference:
                Text(output, $"{reference.Number} {reference.Generation} R");
                break;
            case PdfArray { Items: var items }:
                output.WriteByte((byte)'[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        output.WriteByte((byte)' ');
                    Write(output, items[i]);
                }
                output.WriteByte((byte)']');
                break;
            case PdfDictionary { Entries: var entries }:
                output.Write("<<"u8);
                foreach (var (key, entry) in entries)
                {
                    WriteName(output, key);
                    output.WriteByte((byte)' ');
                    Write(output, entry);
                }
                output.Write(">>"u8);
                break;
            case PdfStream stream:
                Write(output, stream.Dictionary.With("Length", Make.Of(stream.Data.Length)));
                output.Write("\nstream\n"u8);
                output.Write(stream.Data.Span);
                output.Write("\nendstream"u8);
                break;
        }
    }

    public static void Text(Stream output, string text) => output.Write(Encoding.Latin1.GetBytes(text));

    private static void WriteName(Stream output, string name)
    {
        output.WriteByte((byte)'/');
        foreach (var letter in name)
        {
            if (letter is > ' ' and < '\x7f' && !"()<>[]{}/%#".Contains(letter, StringComparison.Ordinal))
                output.WriteByte((byte)letter);
            else
                Text(output, $"#{(int)letter:X2}");
        }
    }

    private static void WriteString(Stream output, PdfString text)
    {
        if (text.Hex)
        {
            Text(output, $"<{Convert.ToHexString(text.Bytes)}>");
            return;
        }
        output.WriteByte((byte)'(');
        foreach (var letter in text.Bytes)
        {
            if (letter is (byte)'(' or (byte)')' or (byte)'\\')
                output.WriteByte((byte)'\\');
            if (letter == 13)
                output.Write("\\r"u8);
            else
                output.WriteByte(letter);
        }
        output.WriteByte((byte)')');
    }
}
