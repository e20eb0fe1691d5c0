using System.Buffers.Binary;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>A PNG (8 bits a channel, not interlaced) as colours and opacity, ready to embed.</summary>
internal sealed record PngImage(int Width, int Height, byte[] Rgb, byte[]? Alpha)
{
    private const int MaxPixels = 16_000_000;

    public static PngImage Read(ReadOnlyMemory<byte> png)
    {
        var span = png.Span;
        if (!span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            throw Unsupported("no PNG");
        var (header, palette, transparency) = (Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>());
        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= span.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(span[at..]);
            if (length < 0 || length > span.Length - at - 12)
                throw Unsupported("a chunk is cut off");
            var data = span.Slice(at + 8, length);
            var kind = span.Slice(at + 4, 4);
            if (kind.SequenceEqual("IHDR"u8))
                header = data.ToArray();
            else if (kind.SequenceEqual("PLTE"u8))
                palette = data.ToArray();
            else if (kind.SequenceEqual("tRNS"u8))
                transparency = data.ToArray();
            else if (kind.SequenceEqual("IDAT"u8))
                packed.Write(data);
            at += length + 12;
        }
        if (header.Length != 13 || header[8] != 8 || header[12] != 0)
            throw Unsupported("only 8 bits a channel, not interlaced");
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        if (width < 1 || height < 1 || (long)width * height > MaxPixels)
            throw Unsupported("too large");
        var channels = header[9] switch { 0 => 1, 2 => 3, 3 => 1, 4 => 2, 6 => 4, _ => throw Unsupported("colour type") };
        var pixels = PdfFilters.Unfilter(PdfFilters.Inflate(packed.ToArray()), width * channels, channels);
        if (pixels.Length != width * height * channels)
            throw Unsupported("rows are missing");
        return Split(width, height, pixels, channels, header[9], palette, transparency);
    }

    private static PngImage Split(int width, int height, byte[] pixels, int channels, int type, byte[] palette, byte[] transparency)
    {
        var count = width * height;
        var rgb = new byte[count * 3];
        var alpha = type is 4 or 6 || (type == 3 && transparency.Length > 0) ? new byte[count] : null;
        for (var i = 0; i < count; i++)
        {
            var pixel = pixels.AsSpan(i * channels, channels);
            if (type == 3 && (pixel[0] * 3) + 2 >= palette.Length)
                throw Unsupported("a colour is not in the palette");
            ReadOnlySpan<byte> colour = type switch { 0 or 4 => [pixel[0], pixel[0], pixel[0]], 3 => palette.AsSpan(pixel[0] * 3, 3), _ => pixel[..3] };
            colour.CopyTo(rgb.AsSpan(i * 3));
            if (alpha is not null)
                alpha[i] = type switch { 3 => pixel[0] < transparency.Length ? transparency[pixel[0]] : (byte)255, 4 => pixel[1], _ => pixel[3] };
        }
        return new PngImage(width, height, rgb, alpha);
    }

    public PdfReference Add(PdfUpdate update)
    {
        var image = Describe("DeviceRGB");
        if (Alpha is not null)
            image = image.With("SMask", update.Add(new PdfStream(Describe("DeviceGray"), PdfFilters.Deflate(Alpha))));
        return update.Add(new PdfStream(image, PdfFilters.Deflate(Rgb)));
    }

    private PdfDictionary Describe(string colours) => Make.Dictionary(
        ("Type", Make.Name("XObject")), ("Subtype", Make.Name("Image")), ("Width", Make.Of(Width)), ("Height", Make.Of(Height)),
        ("ColorSpace", Make.Name(colours)), ("BitsPerComponent", Make.Of(8)), ("Filter", Make.Name("FlateDecode")));

    private static RefusedException Unsupported(string what) => new(Refusal.UnsupportedImage, what);
}
