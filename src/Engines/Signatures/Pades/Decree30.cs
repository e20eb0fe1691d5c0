namespace Sen.Signatures;

/// <summary>Where signatures stand on an administrative document (Decree 30/2020/ND-CP, appendix I).</summary>
public static class Decree30
{
    /// <summary>Points in one millimetre.</summary>
    public const double Millimetre = 72 / 25.4;

    private const double Margin = 10 * Millimetre;

    /// <summary>The organisation's seal in its real size, covering about a third of the personal signature on its left.</summary>
    public static PdfRectangle SealOver(PdfRectangle personal, double width, double height) =>
        new(personal.Left + (personal.Width / 3) - width, personal.Bottom + ((personal.Height - height) / 2), width, height);

    /// <summary>The upper right corner, for electronic copies (page 1) and separate annexes; page size in points as seen.</summary>
    public static PdfRectangle UpperRight((double Width, double Height) page, double width, double height) =>
        new(page.Width - Margin - width, page.Height - Margin - height, width, height);
}
