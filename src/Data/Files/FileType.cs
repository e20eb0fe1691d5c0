using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sen.Data;

/// <summary>Media types that Sen tells apart by content. Whatever else a file is, it is <see cref="Unknown"/>.</summary>
public static class FileType
{
    public const string Pdf = "application/pdf";
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string Gif = "image/gif";
    public const string Tiff = "image/tiff";
    public const string Zip = "application/zip";
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string Xml = "application/xml";

    /// <summary>A document packet of the state document axis (QCVN 102:2016/BTTTT), an XML file whose root is <c>edXML</c>.</summary>
    public const string EdXml = "application/edxml+xml";

    /// <summary>Nothing that Sen knows, or something that passes for what it is not.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly (byte[] Start, string Type)[] Marks =
    [
        ("%PDF-"u8.ToArray(), Pdf),
        ([0xFF, 0xD8, 0xFF], Jpeg),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], Png),
        ("GIF87a"u8.ToArray(), Gif),
        ("GIF89a"u8.ToArray(), Gif),
        ([(byte)'I', (byte)'I', 42, 0], Tiff),
        ([(byte)'M', (byte)'M', 0, 42], Tiff),
        ([(byte)'P', (byte)'K', 3, 4], Zip),
    ];

    /// <summary>Short name for people, the same in every language.</summary>
    public static string Label(string type) => type switch
    {
        Pdf => "PDF",
        Jpeg => "JPEG",
        Png => "PNG",
        Gif => "GIF",
        Tiff => "TIFF",
        Zip => "ZIP",
        Docx => "DOCX",
        Xlsx => "XLSX",
        Xml => "XML",
        EdXml => "edXML",
        _ => "?",
    };

    /// <summary>Extension with its dot; empty for <see cref="Unknown"/>.</summary>
    public static string Extension(string type) => type switch
    {
        Jpeg => ".jpg",
        Unknown => "",
        _ => "." + Label(type).ToLowerInvariant(),
    };

    /// <summary>Type by the first bytes. Office files show as <see cref="Zip"/> until <see cref="InsideZip"/> has looked into the whole.</summary>
    internal static string Sniff(ReadOnlySpan<byte> head)
    {
        foreach (var (start, type) in Marks)
            if (head.StartsWith(start))
                return type;
        return XmlRoot(head) switch
        {
            null => Unknown,
            // A browser would run these.
            "svg" or "html" => Unknown,
            "edXML" => EdXml,
            _ => Xml,
        };
    }

    /// <summary>True when content that starts as <paramref name="sniffed"/> can still turn out to be one of <paramref name="allowed"/>.</summary>
    internal static bool MayBe(string sniffed, IReadOnlyList<string> allowed) =>
        allowed.Contains(sniffed) || (sniffed == Zip && (allowed.Contains(Docx) || allowed.Contains(Xlsx)));

    /// <summary>Tells Office files from other archives by their parts; one that carries macros is neither.</summary>
    internal static string InsideZip(Stream content)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var parts = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (!parts.Contains("[Content_Types].xml"))
                return Zip;
            if (parts.Any(p => p.EndsWith("/vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                return Unknown;
            return (parts.Contains("word/document.xml"), parts.Contains("xl/workbook.xml")) switch
            {
                (true, false) => Docx,
                (false, true) => Xlsx,
                _ => Unknown,
            };
        }
        catch (InvalidDataException)
        {
            return Unknown;
        }
    }

    private static string? XmlRoot(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head;
        var isWide = head.StartsWith(Encoding.Unicode.Preamble) || head.StartsWith(Encoding.BigEndianUnicode.Preamble);
        if (!isWide && !text.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
            return null;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(head.ToArray()), settings);
            return reader.MoveToContent() == XmlNodeType.Element ? reader.LocalName : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
