namespace Sen.Signatures.Pdf;

/// <summary>A leaf of the page tree with what it inherits (ISO 32000-2, 7.7.3.4). Boxes are left, bottom, right, top.</summary>
internal sealed record PdfPage(PdfReference? Reference, PdfDictionary Dictionary, int Rotate, double[] CropBox)
{
    /// <summary>Width and height as the reader sees the page.</summary>
    public (double Width, double Height) Size
    {
        get
        {
            var (width, height) = (CropBox[2] - CropBox[0], CropBox[3] - CropBox[1]);
            return Rotate % 180 == 0 ? (width, height) : (height, width);
        }
    }

    /// <summary>From the page as seen to default user space: left, bottom, right, top.</summary>
    public double[] ToUserSpace(PdfRectangle seen)
    {
        var (left, bottom, right, top) = (seen.Left, seen.Bottom, seen.Left + seen.Width, seen.Bottom + seen.Height);
        var (x, y, x2, y2) = (CropBox[0], CropBox[1], CropBox[2], CropBox[3]);
        return Rotate switch
        {
            90 => [x2 - top, y + left, x2 - bottom, y + right],
            180 => [x2 - right, y2 - top, x2 - left, y2 - bottom],
            270 => [x + bottom, y2 - right, x + top, y2 - left],
            _ => [x + left, y + bottom, x + right, y + top],
        };
    }
}

internal static class PdfPages
{
    private const int MaxNodes = 1_000_000;
    private static readonly double[] A4 = [0, 0, 595.276, 841.89];

    /// <param name="skipMissing">For those who show nothing and count no pages: readers leave out a page that is missing.</param>
    public static List<PdfPage> Read(PdfFile file, bool skipMissing = false)
    {
        var pages = new List<PdfPage>();
        Walk(file, file.Catalog["Pages"], PdfDictionary.Empty, pages, [], 0, skipMissing);
        return pages;
    }

    private static void Walk(PdfFile file, PdfObject node, PdfDictionary inherited, List<PdfPage> pages, HashSet<int> seen, int depth, bool skipMissing)
    {
        if (file.Resolve(node) is var found && found is not PdfDictionary)
        {
            if (found is PdfNull && skipMissing)
                return;
            throw new RefusedException(Refusal.BrokenObject, "a node of the page tree is no dictionary");
        }
        var dictionary = (PdfDictionary)found;
        // A page may stand directly in its parent, against the standard; it has no number then.
        var reference = node as PdfReference;
        if ((reference is not null && !seen.Add(reference.Number)) || depth > 64 || seen.Count > MaxNodes || pages.Count > MaxNodes)
            throw new RefusedException(Refusal.OverLimit, "the page tree is a circle, or too large");
        foreach (var key in (string[])["MediaBox", "CropBox", "Rotate"])
            if (dictionary.Entries.TryGetValue(key, out var value))
                inherited = inherited.With(key, value);
        if (dictionary.Entries.ContainsKey("Kids"))
            foreach (var kid in file.Array(dictionary["Kids"]))
                Walk(file, kid, inherited, pages, seen, depth + 1, skipMissing);
        else
            pages.Add(new PdfPage(reference, dictionary, (int)((((file.Integer(inherited["Rotate"]) ?? 0) % 360) + 360) % 360),
                Box(file, inherited["CropBox"]) ?? Box(file, inherited["MediaBox"]) ?? A4));
    }

    /// <summary>Nothing of the rectangle lies on that page; unknown pages hide nothing.</summary>
    public static bool IsOutside(PdfFile file, PdfObject page, double[] rectangle) =>
        Read(file, skipMissing: true).Find(p => p.Reference is not null && p.Reference == page) is { CropBox: [var left, var bottom, var right, var top] }
        && (rectangle[2] <= left || rectangle[0] >= right || rectangle[3] <= bottom || rectangle[1] >= top);

    public static double[]? Box(PdfFile file, PdfObject value)
    {
        var sides = file.Array(value).Select(s => file.Resolve(s) switch { PdfInteger i => i.Value, PdfReal r => r.Value, _ => double.NaN }).ToArray();
        return sides.Length == 4 && !sides.Any(double.IsNaN)
            ? [Math.Min(sides[0], sides[2]), Math.Min(sides[1], sides[3]), Math.Max(sides[0], sides[2]), Math.Max(sides[1], sides[3])]
            : null;
    }
}
