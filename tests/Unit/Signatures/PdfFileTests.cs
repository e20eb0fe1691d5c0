using System.Text;
using Sen.Signatures;
using Sen.Signatures.Pdf;

namespace Sen.Tests.Unit.Signatures;

public sealed class PdfFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_EitherKind_FindsPage(bool streams)
    {
        var pages = PdfPages.Read(PdfFile.Open(Samples.Pdf(streams, "/Rotate 90")));
        pages.ShouldHaveSingleItem().Size.ShouldBe((842, 595));
    }

    [Fact]
    public void Parse_EveryKind_WritesTheSameAgain()
    {
        const string text = "<</A [1 -2 3.50 true null]/B (a\\(b\\)\\\\)/C <00FF>/D 7 0 R/E#20F /G>>";
        var value = new PdfParser(Encoding.ASCII.GetBytes(text), 0).Read();
        using var output = new MemoryStream();
        PdfWriter.Write(output, value);
        Encoding.ASCII.GetString(output.ToArray()).ShouldBe(text);
    }

    [Theory]
    [InlineData("(a\\101\\\nb\r\nc)", "aAb\nc")]
    [InlineData("<4 1 4>", "A@")]
    public void Parse_String_Unescapes(string token, string expected) =>
        new PdfParser(Encoding.ASCII.GetBytes(token), 0).Read().ShouldBeOfType<PdfString>().ToText().ShouldBe(expected);

    [Theory]
    [InlineData("no pdf at all", Refusal.NotPdf)]
    [InlineData("%PDF-1.7\nstartxref\n5\n%%EOF", Refusal.BrokenObject)]
    [InlineData("%PDF-1.7\nxref\n0 0\ntrailer\n<</Root 1 0 R/Encrypt<</Filter/Other>>>>\nstartxref\n9\n%%EOF", Refusal.Encrypted)]
    [InlineData("%PDF-1.7\nxref\n0 0\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF", Refusal.BrokenXref)]
    [InlineData("%PDF-1.7\nxref\n0 0\ntrailer\n<</Root 1 0 R/Root 2 0 R>>\nstartxref\n9\n%%EOF", Refusal.BrokenObject)]
    [InlineData("%PDF-1.7\nxref\n0 99999999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF", Refusal.BrokenXref)]
    public void Open_Broken_IsRefusedWithReason(string text, Refusal expected) =>
        Should.Throw<RefusedException>(() => PdfFile.Open(Encoding.ASCII.GetBytes(text))).Reason.ShouldBe(expected);

    [Fact]
    public void Parse_DoubledKey_OnlyWithTheSameValue()
    {
        new PdfParser("<</A 1/A 1>>"u8, 0).Read().ShouldBeOfType<PdfDictionary>()["A"].ShouldBe(new PdfInteger(1));
        Should.Throw<RefusedException>(() => new PdfParser("<</A 1/A 2>>"u8, 0).Read()).Reason.ShouldBe(Refusal.BrokenObject);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused() =>
        Should.Throw<RefusedException>(() => new PdfParser(Encoding.ASCII.GetBytes(new string('[', 100_000)), 0).Read()).Reason.ShouldBe(Refusal.OverLimit);

    [Fact]
    public void Pages_Circle_IsRefused()
    {
        var pdf = Samples.Update(Samples.Pdf(false), 5, (3, "<</Type/Pages/Kids[2 0 R]/Parent 2 0 R>>"));
        Should.Throw<RefusedException>(() => PdfSummary.Read(pdf)).Reason.ShouldBe(Refusal.OverLimit);
    }

    [Fact]
    public void Length_NeedsItself_IsRefused()
    {
        var pdf = Samples.Update(Samples.Pdf(false), 5, (4, "<</Length 4 0 R>>\nstream\nx\nendstream"));
        Should.Throw<RefusedException>(() => PdfFile.Open(pdf).Get(4)).Reason.ShouldBe(Refusal.OverLimit);
    }

    [Fact]
    public void Inflate_Bomb_IsRefused()
    {
        var bomb = Samples.Flate(new byte[PdfFilters.MaxExpanded + 1]);
        Should.Throw<RefusedException>(() => PdfFilters.Inflate(bomb)).Reason.ShouldBe(Refusal.OverLimit);
    }

    [Fact]
    public async Task MutatedFiles_AreJudgedOrRefused_NeverCrash()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        byte[][] bases = [await Samples.Sign(Samples.Pdf(false)), await Samples.Sign(Samples.Pdf(true)), Samples.Pdf(true, "/Annots[]")];
        for (var round = 0; round < 1500; round++)
        {
            var pdf = bases[round % bases.Length].ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
                pdf[random.Next(pdf.Length)] = (byte)random.Next(256);
            var cut = random.Next(4) == 0 ? pdf[..random.Next(pdf.Length)] : pdf;
            try
            {
                Samples.Validate(cut);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}", e);
            }
        }
    }
}
