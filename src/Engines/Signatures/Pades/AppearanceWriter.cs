using System.Globalization;
using System.Text;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>Draws the visible part of a signature as a form XObject, upright whatever the page's rotation.</summary>
internal static class AppearanceWriter
{
    private const double LineHeight = 1.2;

    public static PdfReference Add(PdfUpdate update, Appearance appearance, double width, double height, int rotate)
    {
        var content = new StringBuilder();
        var resources = PdfDictionary.Empty;
        var textHeight = 0.0;
        if (appearance.Text is { Lines.Count: > 0 } text)
        {
            var font = new TrueTypeFont(text.TrueTypeFont);
            var size = Size(text, font, width, appearance.Png is null ? height : height / 2);
            textHeight = text.Lines.Count * size * LineHeight;
            // Text alone stands in the middle; under an image it stands at the bottom.
            var bottom = appearance.Png is null ? (height - textHeight) / 2 : 0;
            resources = resources.With("Font", Make.Dictionary(("F0", FontWriter.Add(update, font, text.Lines))));
            content.Append(CultureInfo.InvariantCulture, $"BT /F0 {size:0.###} Tf 0 g\n");
            for (var i = 0; i < text.Lines.Count; i++)
            {
                var baseline = bottom + textHeight - ((i + 1) * size * LineHeight) + (size * 0.25);
                content.Append(CultureInfo.InvariantCulture, $"1 0 0 1 0 {baseline:0.###} Tm <");
                foreach (var glyph in font.Glyphs(text.Lines[i]))
                    content.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
                content.Append("> Tj\n");
            }
            content.Append("ET\n");
        }
        if (appearance.Png is { } png)
        {
            var image = PngImage.Read(png);
            var room = height - textHeight;
            var scale = Math.Min(width / image.Width, room / image.Height);
            var (w, h) = (image.Width * scale, image.Height * scale);
            resources = resources.With("XObject", Make.Dictionary(("Im0", image.Add(update))));
            content.Append(CultureInfo.InvariantCulture, $"q {w:0.###} 0 0 {h:0.###} {(width - w) / 2:0.###} {textHeight + ((room - h) / 2):0.###} cm /Im0 Do Q\n");
        }
        var form = Make.Dictionary(
            ("Type", Make.Name("XObject")), ("Subtype", Make.Name("Form")),
            ("BBox", Make.Array(new[] { 0, 0, width, height }.Select(Make.Of))),
            ("Matrix", Make.Array(Matrix(rotate).Select(n => (PdfObject)Make.Of((long)n)))),
            ("Resources", resources), ("Filter", Make.Name("FlateDecode")));
        return update.Add(new PdfStream(form, PdfFilters.Deflate(Encoding.ASCII.GetBytes(content.ToString()))));
    }

    private static double Size(TextBlock text, TrueTypeFont font, double width, double height) => Math.Min(
        Math.Min(text.FontSize, height / (text.Lines.Count * LineHeight)),
        text.Lines.Select(l => font.Glyphs(l).Sum(g => font.Advance(g)) / 1000.0).Where(w => w > 0).Select(w => width / w).DefaultIfEmpty(text.FontSize).Min());

    private static int[] Matrix(int rotate) => rotate switch
    {
        90 => [0, 1, -1, 0, 0, 0],
        180 => [-1, 0, 0, -1, 0, 0],
        270 => [0, -1, 1, 0, 0, 0],
        _ => [1, 0, 0, 1, 0, 0],
    };
}
