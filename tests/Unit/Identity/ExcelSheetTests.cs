using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Sen.Identity.Personnel;
using Xunit.Abstractions;

namespace Sen.Tests.Unit.Identity;

/// <summary>Workbooks of strangers: what is in them is read as text, what is no workbook or too much is refused, nothing else happens.</summary>
public sealed partial class ExcelSheetTests(ITestOutputHelper output)
{
    private static readonly byte[] Good = ExcelSheet.Write("S", [["Họ và tên", "Mã"], ["Lê Thị Sen", "H01.TP"], ["Trần Văn Lúa", "H01.VP"]]);

    [Fact]
    public void Read_FormulasAndMergedCells_AreTheirShownValueAndEmpty()
    {
        var book = Changed("sheet", xml => Rows().Replace(xml, """
            $1<x:row r="1"><x:c r="A1" t="str"><x:f>1+cmd|'/C calc'!A0</x:f><x:v>shown</x:v></x:c><x:c r="B1"><x:f>HYPERLINK("http://x")</x:f></x:c><x:c r="C1" t="e"><x:v>#REF!</x:v></x:c></x:row>
            <x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>merged</x:t></x:is></x:c><x:c r="C2" t="s"><x:v>99999</x:v></x:c></x:row>$2<x:mergeCells count="1"><x:mergeCell ref="A2:B3"/></x:mergeCells>
            """));
        ExcelSheet.Read(new MemoryStream(book)).Select(r => (r.Row, string.Join('|', r.Cells[..3]))).ShouldBe([(1, "shown||#REF!"), (2, "merged||")]);
    }

    [Fact]
    public void Read_AMillionRows_IsRefused()
    {
        var many = new StringBuilder(60_000_000);
        for (var i = 1; i <= 1_000_000; i++)
            many.Append("<x:row><x:c><x:v>").Append(i).Append("</x:v></x:c></x:row>");
        var book = Changed("sheet", xml => Rows().Replace(xml, m => m.Groups[1].Value + many + m.Groups[2].Value));
        book.Length.ShouldBeLessThan(10_000_000, "or the upload refuses it");
        Should.Throw<InvalidDataException>(() => ExcelSheet.Read(new MemoryStream(book)));
    }

    [Theory]
    [InlineData("workbook", "r:id=\"[^\"]*\"", "")]
    [InlineData("workbook", "<x:sheet .*?/>", "")]
    [InlineData("workbook", "<x:sheet ", "<x:sheet x:state=\"no\" ")]
    [InlineData("sheet", "<x:worksheet", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x:worksheet")]
    [InlineData("sheet", "<x:row>", "<x:row r=\"-1\">")]
    [InlineData("sheet", "<x:row>", "<x:row r=\"99999999999\">")]
    [InlineData("sheet", "<x:c ", "<x:c s=\"-5\" ")]
    [InlineData("sheet", "<x:c ", "<x:c r=\"ZZZZZZZZZZZZZZZZ1\" ")]
    [InlineData("sheet", "t=\"inlineStr\"", "t=\"s\"")]
    [InlineData("sheet", "<x:worksheet .*", "")]
    [InlineData("workbook", "<x:workbook .*", "<x:workbook/>")]
    public void Read_BrokenParts_EndsInAnAnswer(string part, string pattern, string with) =>
        Answer(Changed(part, xml => Regex.Replace(xml, pattern, with, RegexOptions.Singleline)), pattern);

    [Fact]
    public void Read_RandomDamage_EndsInAnAnswer()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
            Answer(round % 2 == 0 ? Flipped([.. Good]) : Changed(random.Next(2) == 0 ? "sheet" : "workbook", xml => Encoding.UTF8.GetString(Flipped(Encoding.UTF8.GetBytes(xml)))), $"seed {seed}, round {round}");

        byte[] Flipped(byte[] bytes)
        {
            for (var i = random.Next(1, 6); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            return bytes;
        }
    }

    private static void Answer(byte[] book, string what)
    {
        try
        {
            ExcelSheet.Read(new MemoryStream(book));
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw new ShouldAssertException($"{what}: {e}");
        }
        catch (InvalidDataException)
        {
            // Said so.
        }
    }

    /// <summary>The good workbook with one of its parts changed.</summary>
    private static byte[] Changed(string part, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(Good);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries.Single(e => e.Name.StartsWith(part, StringComparison.Ordinal) && e.Name.EndsWith(".xml", StringComparison.Ordinal));
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = reader.ReadToEnd();
            var name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(change(text));
        }
        return stream.ToArray();
    }

    [GeneratedRegex("(<x:sheetData>).*(</x:sheetData>)", RegexOptions.Singleline)]
    private static partial Regex Rows();
}
