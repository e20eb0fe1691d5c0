using System.Text;
using QRCoder;

namespace Sen.Data;

/// <summary>QR codes as <c>data:</c> addresses, fit for a printed page (ISO/IEC 18004; correction level M, 15 %).</summary>
public static class QrCode
{
    /// <summary>A vector image, sharp at every size; it fills the box that the page gives it.</summary>
    public static string Svg(string text)
    {
        using var data = Encode(text);
        using var code = new SvgQRCode(data);
        var svg = code.GetGraphic(1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
    }

    /// <summary>A raster image, for e-mail and screens that take no SVG.</summary>
    /// <param name="pixelsPerModule">Size of one dark or light square.</param>
    public static string Png(string text, int pixelsPerModule = 8)
    {
        using var data = Encode(text);
        using var code = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(pixelsPerModule));
    }

    private static QRCodeData Encode(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
}
