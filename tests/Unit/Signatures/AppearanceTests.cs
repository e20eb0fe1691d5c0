using System.Buffers.Binary;
using Sen.Signatures;
using Sen.Signatures.Pdf;

namespace Sen.Tests.Unit.Signatures;

public sealed class AppearanceTests
{
    private static readonly PdfRectangle Personal = new(300, 100, 120, 60);

    [Theory]
    [InlineData(0, new double[] { 300, 100, 420, 160 })]
    [InlineData(90, new double[] { 435, 300, 495, 420 })]
    [InlineData(180, new double[] { 175, 682, 295, 742 })]
    [InlineData(270, new double[] { 100, 422, 160, 542 })]
    public async Task Sign_RotatedPage_PlacesAsSeen(int rotate, double[] expected)
    {
        var signed = await Samples.Sign(Samples.Pdf(false, $"/Rotate {rotate}"), options: new PadesOptions(Samples.Now)
        {
            Appearance = new Appearance(1, Personal) { Png = Png(8, 4) },
        });
        var file = PdfFile.Open(signed);
        var widget = PdfFields.Read(file)[0].Dictionary;
        PdfPages.Box(file, widget["Rect"]).ShouldBe(expected);
        var form = file.Dictionary(file.Dictionary(widget["AP"])!["N"])!;
        PdfPages.Box(file, form["BBox"]).ShouldBe([0, 0, 120, 60]);
        var image = (PdfStream)file.Resolve(file.Dictionary(file.Dictionary(form["Resources"])!["XObject"])!["Im0"]);
        PdfFilters.Decode(image, file.Resolve).Take(3).ShouldBe([(byte)0, (byte)40, (byte)200]);
        PdfFilters.Decode((PdfStream)file.Resolve(image.Dictionary["SMask"]), file.Resolve)[0].ShouldBe((byte)128);
        Samples.Validate(signed).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
    }

    [Fact]
    public async Task Sign_SealOverPersonal_StaysPermitted()
    {
        var once = await Samples.Sign(Samples.Pdf(true), options: new PadesOptions(Samples.Now) { Appearance = new Appearance(1, Personal) { Png = Png(8, 4) } });
        var place = Decree30.SealOver(Personal, 90, 90);
        var twice = await Samples.Sign(once, Samples.Seal, new PadesOptions(Samples.Now) { Appearance = new Appearance(1, place) { Png = Png(9, 9) } });
        Samples.Validate(twice).Integrity.ShouldBe(Integrity.PermittedChange);
        // A third of the personal signature's width lies under the seal's right edge.
        (place.Left + place.Width - Personal.Left).ShouldBe(Personal.Width / 3);
    }

    [Fact]
    public async Task Sign_NoPng_IsRefused() =>
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now)
        {
            Appearance = new Appearance(1, Personal) { Png = "GIF89a"u8.ToArray() },
        }))).Reason.ShouldBe(Refusal.UnsupportedImage);

    [Fact]
    public async Task Sign_NoFont_IsRefused() =>
        (await Should.ThrowAsync<RefusedException>(() => Samples.Sign(Samples.Pdf(false), options: new PadesOptions(Samples.Now)
        {
            Appearance = new Appearance(1, Personal) { Text = new TextBlock(["Số: 12"], "no font"u8.ToArray()) },
        }))).Reason.ShouldBe(Refusal.UnsupportedFont);

    /// <summary>Blue, half transparent, each row under another of the PNG filters.</summary>
    public static byte[] Png(int width, int height)
    {
        var rows = new List<byte>();
        for (var y = 0; y < height; y++)
        {
            rows.Add((byte)(y % 2));
            for (var x = 0; x < width; x++)
                rows.AddRange(y % 2 == 1 && x > 0 ? [0, 0, 0, 0] : [0, 40, 200, 128]);
        }
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Samples.Flate([.. rows]));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> kind, byte[] data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        png.Write(length);
        png.Write(kind);
        png.Write(data);
        png.Write([0, 0, 0, 0]);
    }
}
