using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;

namespace Sen.Tests.Data;

public sealed class FoldTests(Postgres postgres) : IClassFixture<Postgres>
{
    private readonly Database _db = postgres.Services().GetRequiredService<Database>();

    [Theory]
    [InlineData("hoà", "hòa")]
    [InlineData("HOÀ", "hòa")]
    [InlineData("lý", "lí")]
    [InlineData("Y tế", "i te")]
    [InlineData("quý", "quí")]
    [InlineData("đất đai", "DAT DAI")]
    [InlineData("thuỷ", "thủy")]
    [InlineData("Nguyễn", "NGUYEN")]
    [InlineData("công lý.", "CÔNG LÍ.")]
    public async Task Fold_SpellingsOfOneWord_AreEqual(string one, string other) =>
        (await Fold(one)).ShouldBe(await Fold(other));

    [Theory]
    [InlineData("hòa bình")]
    [InlineData("Đặng Thị Ngọc Ưu")]
    [InlineData("xã Ô Lâm")]
    public async Task Fold_DecomposedInput_IsEqual(string text) =>
        (await Fold(text.Normalize(NormalizationForm.FormD))).ShouldBe(await Fold(text.Normalize(NormalizationForm.FormC)));

    [Theory]
    [InlineData("tay", "tai")]
    [InlineData("thúy", "thúi")]
    [InlineData("hoa", "hoan")]
    public async Task Fold_DifferentWords_StayDifferent(string one, string other) =>
        (await Fold(one)).ShouldNotBe(await Fold(other));

    [Fact]
    public async Task Fold_Đ_IsD() => (await Fold("ĐƯỜNG đi")).ShouldBe("duong di");

    /// <summary>One text is found by the same letters in a database search and in an index.</summary>
    [Fact]
    public async Task Fold_EverySyllable_IsThatOfLexis()
    {
        string[] syllables = [.. Unit.Lexis.Syllables.All().SelectMany(s => new[] { s.Syllable, s.Other }).Distinct()];
        string[] spellings = [.. syllables, .. syllables.Select(s => s.Normalize(NormalizationForm.FormD)), .. syllables.Select(s => s.ToUpperInvariant())];
        await SameAsLexis(spellings);
    }

    [Fact]
    public async Task Fold_EveryLetterOfLatinAndArabic_IsThatOfLexis() =>
        await SameAsLexis([.. Enumerable.Range(1, 0x06FF).Concat(Enumerable.Range(0x1E00, 0x300)).Concat(Enumerable.Range(0xFB50, 0x280)).Concat(Enumerable.Range(0xFDF0, 0x20E)).Select(c => $"a{(char)c}y {(char)c}y y")]);

    [Theory]
    [InlineData("Birth Certificate: Café naïve, Łódź")]
    [InlineData("أحمد إلى آخر ٱلشمس مُحَمَّد شـهـادة")]
    [InlineData("Ｈ０１ ﬁle m² ½ Điều 61/2018/NĐ-CP, lý y tế")]
    public async Task Fold_OtherLanguages_AreThoseOfLexis(string text) => await SameAsLexis([text]);

    private async Task SameAsLexis(string[] texts)
    {
        var folded = await _db.Query<string>("select sen_fold(t) from unnest(@texts) with ordinality x (t, n) order by n", new { texts });
        folded.Zip(texts).Where(p => p.First != Sen.Lexis.Fold.Text(p.Second)).Take(20)
            .Select(p => $"{p.Second}: '{p.First}' in SQL, '{Sen.Lexis.Fold.Text(p.Second)}' in Lexis").ShouldBeEmpty();
    }

    private Task<string> Fold(string text) => _db.One<string>("select sen_fold(@text)", new { text });
}
