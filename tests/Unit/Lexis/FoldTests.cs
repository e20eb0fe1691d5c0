using System.Text;
using Sen.Lexis;

namespace Sen.Tests.Unit.Lexis;

public sealed class FoldTests
{
    [Theory]
    [InlineData("ĐẤT ĐAI, Hoà", "dat dai, hoa")]
    [InlineData("công lý.", "cong li.")]
    [InlineData("Y tế", "i te")]
    [InlineData("quý", "qui")]
    [InlineData("tay máy xây", "tay may xay")]
    [InlineData("thúy", "thuy")]
    [InlineData("Café naïve Łódź Ångström", "cafe naive lodz angstrom")]
    [InlineData("ﬁle m² Ｈ０１", "file m2 h01")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("أحمد إلى آخر ٱلشمس", "احمد الي اخر الشمس")]
    [InlineData("مدرسة", "مدرسه")]
    [InlineData("شـهـادة", "شهاده")]
    [InlineData("thủ\u200B tục", "thu tuc")]
    public void Text_Folds(string text, string folded) => Fold.Text(text).ShouldBe(folded);

    [Fact]
    public void Text_CodesThatAreNoCharacters_DoNotStopIt()
    {
        Fold.Text("Đ\uD800 \uFFFE").ShouldBe("d\uFFFD \uFFFD");
        Fold.Key("Đ\uDFFF").ShouldBe("đ\uFFFD");
    }

    [Theory]
    [InlineData("hoà", "hòa")]
    [InlineData("HOÀ", "hòa")]
    [InlineData("thuỷ", "thủy")]
    [InlineData("lý", "lí")]
    [InlineData("quý", "quí")]
    [InlineData("Đăng", "đăng")]
    public void Key_SpellingsOfOneWord_AreEqual(string one, string other) => Fold.Key(one).ShouldBe(Fold.Key(other));

    [Theory]
    [InlineData("tay", "tai")]
    [InlineData("tây", "tâi")]
    [InlineData("hòa", "hoa")]
    [InlineData("dân", "đân")]
    [InlineData("ma", "mã")]
    [InlineData("cơ", "cô")]
    public void Key_DifferentWords_StayDifferent(string one, string other) => Fold.Key(one).ShouldNotBe(Fold.Key(other));

    [Fact]
    public void EverySyllable_ComposedDecomposedAndShouted_HasOneKeyAndOneFold()
    {
        var count = 0;
        foreach (var (syllable, other) in Syllables.All())
        {
            var folded = Fold.Text(syllable);
            folded.ShouldAllBe(c => char.IsAsciiLetterLower(c), syllable);
            foreach (var spelling in new[] { other, syllable.Normalize(NormalizationForm.FormD), syllable.ToUpperInvariant() })
            {
                Fold.Text(spelling).ShouldBe(folded);
                Fold.Key(spelling).ShouldBe(Fold.Key(syllable));
            }
            Fold.Text(Fold.Key(syllable)).ShouldBe(folded);
            count++;
        }
        count.ShouldBeGreaterThan(15_000);
    }

    [Fact]
    public void Words_AreRunsOfLettersAndDigits_AndLongOnesAreCut()
    {
        TextWords.Of("Nghị định số 61/2018/NĐ-CP: \"một cửa\"").ShouldBe(["Nghị", "định", "số", "61", "2018", "NĐ", "CP", "một", "cửa"]);
        TextWords.Of(new string('a', 150)).Select(w => w.Length).ShouldBe([64, 64, 22]);
        TextWords.Of("").ShouldBeEmpty();
        TextWords.Of("thu\u0309 tu\u0323c 🌸 \uD800").ShouldBe(["thu\u0309", "tu\u0323c"]);
    }
}
