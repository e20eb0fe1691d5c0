using Sen.Data;

namespace Sen.Tests.Files;

public class FileNameTests
{
    [Theory]
    [InlineData("Giấy khai sinh.pdf", FileType.Pdf, "Giấy khai sinh.pdf")]
    [InlineData("../../etc/passwd", FileType.Pdf, "passwd.pdf")]
    [InlineData("C:\\Users\\a\\Bản sao.PDF", FileType.Pdf, "Bản sao.pdf")]
    [InlineData("ảnh.exe", FileType.Png, "ảnh.png")]
    [InlineData("ảnh.JPEG", FileType.Jpeg, "ảnh.jpeg")]
    [InlineData("Biên bản 12.2026", FileType.Pdf, "Biên bản 12.2026.pdf")]
    [InlineData("hoa\u202Efdp.exe", FileType.Pdf, "hoafdp.pdf")]
    [InlineData("a\r\nSet-Cookie: b.pdf", FileType.Pdf, "aSet-Cookie_ b.pdf")]
    [InlineData("  . .pdf", FileType.Pdf, "tep.pdf")]
    [InlineData("", FileType.Png, "tep.png")]
    [InlineData("q\u0300.pdf", FileType.Pdf, "q\u0300.pdf")]
    [InlineData("Ha\u0323.pdf", FileType.Pdf, "Hạ.pdf")]
    public void Clean_Name(string name, string type, string clean) => FileName.Clean(name, type).ShouldBe(clean);

    [Fact]
    public void Clean_LongName_IsCutBetweenCharacters()
    {
        var clean = FileName.Clean(new string('a', 119) + "😀😀.pdf", FileType.Pdf);
        clean.ShouldBe(new string('a', 119) + ".pdf");
    }
}
