using System.IO.Compression;
using System.Text;
using Sen.Data;

namespace Sen.Tests.Files;

public class FileTypeTests
{
    [Theory]
    [InlineData("%PDF-1.7\n", FileType.Pdf)]
    [InlineData("GIF89a....", FileType.Gif)]
    [InlineData("<?xml version=\"1.0\"?><a/>", FileType.Xml)]
    [InlineData("\n <!-- note --><edXML:edXML xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">", FileType.EdXml)]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", FileType.Unknown)]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"></html>", FileType.Unknown)]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", FileType.Unknown)]
    [InlineData("MZ\u0090 %PDF-1.7", FileType.Unknown)]
    [InlineData("hello", FileType.Unknown)]
    public void Sniff_ByContent(string head, string type) =>
        FileType.Sniff(Encoding.Latin1.GetBytes(head)).ShouldBe(type);

    [Fact]
    public void Sniff_ImagesByTheirMarks()
    {
        FileType.Sniff([0xFF, 0xD8, 0xFF, 0xE0]).ShouldBe(FileType.Jpeg);
        FileType.Sniff([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]).ShouldBe(FileType.Png);
        FileType.Sniff([0x49, 0x49, 42, 0]).ShouldBe(FileType.Tiff);
        FileType.Sniff([]).ShouldBe(FileType.Unknown);
    }

    [Fact]
    public void Sniff_WideXml_IsXml() =>
        FileType.Sniff([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\"?><a/>")]).ShouldBe(FileType.Xml);

    [Theory]
    [InlineData(FileType.Docx, "[Content_Types].xml", "_rels/.rels", "word/document.xml")]
    [InlineData(FileType.Xlsx, "[Content_Types].xml", "xl/workbook.xml")]
    [InlineData(FileType.Unknown, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")]
    [InlineData(FileType.Unknown, "[Content_Types].xml", "word/document.xml", "xl/workbook.xml")]
    [InlineData(FileType.Zip, "word/document.xml")]
    public void InsideZip_ByItsParts(string type, params string[] parts) => FileType.InsideZip(Zip(parts)).ShouldBe(type);

    [Fact]
    public void InsideZip_BrokenArchive_IsUnknown() =>
        FileType.InsideZip(new MemoryStream("PK\u0003\u0004 and nothing else"u8.ToArray())).ShouldBe(FileType.Unknown);

    internal static MemoryStream Zip(params string[] parts)
    {
        var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in parts)
                zip.CreateEntry(part).Open().Dispose();
        content.Position = 0;
        return content;
    }
}
