using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>What a certification lets others do afterwards (DocMDP, ISO 32000-2, table 257).</summary>
public enum Certification
{
    /// <summary>An ordinary approval signature.</summary>
    None = 0,
    /// <summary>Nothing but validation data and timestamps.</summary>
    NoChanges = 1,
    /// <summary>Form filling and further signatures.</summary>
    FormsAndSignatures = 2,
    /// <summary>Also annotations.</summary>
    Annotations = 3,
}

/// <summary>Gets an RFC 3161 token (DER of a ContentInfo) over a SHA-256 hash.</summary>
public delegate Task<byte[]> TimestampSource(ReadOnlyMemory<byte> sha256, CancellationToken ct);

/// <summary>How to sign one PDF.</summary>
/// <param name="Time">The claimed time, written to <c>/M</c> only (EN 319 142-1, 6.3).</param>
public sealed record PadesOptions(DateTimeOffset Time)
{
    /// <summary>An empty signature field to fill, or the name of the new one; by default a new name.</summary>
    public string? FieldName { get; init; }

    /// <summary>Signer's name as shown by readers; by default the certificate's.</summary>
    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? Location { get; init; }

    /// <summary>Null for an invisible signature.</summary>
    public Appearance? Appearance { get; init; }

    public Certification Certification { get; init; }

    /// <summary>Opens an encrypted file; most of those that are to be signed open without.</summary>
    public string Password { get; init; } = "";

    /// <summary>Sign a file whose structure is broken as readers guess it, when a person has agreed; <see cref="SignedPdf.Repairs"/> says what was guessed. Else it is refused.</summary>
    public bool Repair { get; init; }

    /// <summary>When given, the signature is B-T.</summary>
    public TimestampSource? Timestamp { get; init; }

    /// <summary>When given with <see cref="Timestamp"/>, the signature is B-LT: everything needed to judge it later goes into the file.</summary>
    public RevocationSource? Revocation { get; init; }

    /// <summary>When given with <see cref="Revocation"/>, the signature is B-LTA: a document timestamp follows. May be another authority.</summary>
    public TimestampSource? Archive { get; init; }

    /// <summary>Bytes kept for the timestamp token; its size is unknown until it is there.</summary>
    public int TimestampReserve { get; init; } = 16_384;
}

/// <summary>A signed file: the original, untouched, and what was appended to it.</summary>
/// <param name="FieldName">The field that was signed; null when nothing but validation data was added.</param>
public sealed record SignedPdf(PdfSource Original, ReadOnlyMemory<byte> Appended, string? FieldName)
{
    /// <summary>What was broken in the original and had to be guessed, for the log; empty for a sound file.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    public byte[] ToArray() => [.. Original.Bytes.Span, .. Appended.Span];

    public void CopyTo(Stream output)
    {
        Original.CopyTo(output);
        output.Write(Appended.Span);
    }
}

/// <summary>How to make signatures of a file last.</summary>
/// <param name="Revocation">Where statements come from.</param>
public sealed record PadesExtension(RevocationSource Revocation)
{
    /// <summary>When given, a document timestamp follows the validation data: B-LTA, or its renewal.</summary>
    public TimestampSource? Archive { get; init; }

    /// <summary>Fields whose signatures must come out complete; null for all. Of others what can be had is taken along.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Opens an encrypted file.</summary>
    public string Password { get; init; } = "";

    /// <summary>Sign a file whose structure is broken as readers guess it, when a person has agreed; <see cref="SignedPdf.Repairs"/> says what was guessed. Else it is refused.</summary>
    public bool Repair { get; init; }

    /// <summary>Bytes kept for the document timestamp.</summary>
    public int TimestampReserve { get; init; } = 16_384;
}

/// <summary>A rectangle in points (1/72 inch) from the lower left corner of the page as the reader sees it, after /Rotate.</summary>
public sealed record PdfRectangle(double Left, double Bottom, double Width, double Height);

/// <summary>The visible part of a signature: an image, lines of text, or the image above the text.</summary>
/// <param name="Page">Counted from 1.</param>
/// <param name="Place">Ignored when an existing field is filled: the field's own place holds.</param>
public sealed record Appearance(int Page, PdfRectangle Place)
{
    /// <summary>A PNG with 8 bits a channel, not interlaced; scaled into the place, keeping its proportions.</summary>
    public ReadOnlyMemory<byte>? Png { get; init; }

    public TextBlock? Text { get; init; }
}

/// <param name="Lines">Any script the font has.</param>
/// <param name="TrueTypeFont">The font file; only the glyphs used are embedded.</param>
/// <param name="FontSize">In points; made smaller where a line or all lines do not fit.</param>
public sealed record TextBlock(IReadOnlyList<string> Lines, ReadOnlyMemory<byte> TrueTypeFont, double FontSize = 10);

/// <summary>What a caller must know of a PDF before placing a signature.</summary>
/// <param name="Pages">Width and height of each page in points, as seen.</param>
/// <param name="EmptySignatureFields">Names of fields that wait for a signature.</param>
/// <param name="Signatures">How many fields are signed.</param>
public sealed record PdfSummary(IReadOnlyList<(double Width, double Height)> Pages, IReadOnlyList<string> EmptySignatureFields, int Signatures)
{
    /// <exception cref="RefusedException">Not a PDF, encrypted, or broken.</exception>
    public static PdfSummary Read(PdfSource pdf)
    {
        var file = PdfFile.Open(pdf.Bytes);
        var fields = PdfFields.Read(file).Where(f => f.Type == "Sig").ToLookup(f => file.Dictionary(f.Value) is not null);
        return new PdfSummary(
            [.. PdfPages.Read(file).Select(p => p.Size)],
            [.. fields[false].Select(f => f.Name)],
            fields[true].Count());
    }
}
