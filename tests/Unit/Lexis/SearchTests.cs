using Sen.Lexis;

namespace Sen.Tests.Unit.Lexis;

public sealed class SearchTests
{
    private static readonly LexisIndex Index = Shelf.With(
        Shelf.Of("birth", "Đăng ký khai sinh", "Trẻ em được đăng ký khai sinh trong 60 ngày kể từ ngày sinh."),
        Shelf.Of("death", "Đăng ký khai tử", "Người thân đăng ký khai tử tại Ủy ban nhân dân cấp xã."),
        Shelf.Of("marriage", "Đăng ký kết hôn", "Hai bên nam, nữ cùng có mặt; không cấp giấy khai sinh."),
        Shelf.Of("fish", "Nuôi cá tra", "Cơ sở nuôi cá tra đăng ký mã số với cơ quan thủy sản."),
        Shelf.Of("arabic", "شهادة الميلاد", "تسجيل الأطفال في مكتب الأحوال المدنية"),
        Shelf.Of("english", "Birth certificate", "How to register the birth of a child."));

    [Theory]
    [InlineData("khai sinh", "birth")]
    [InlineData("KHAI SINH", "birth")]
    [InlineData("khai tu", "death")]
    [InlineData("dang ky ket hon", "marriage")]
    [InlineData("đăng kí kết hôn", "marriage")]
    [InlineData("thuỷ sản", "fish")]
    [InlineData("شهاده", "arabic")]
    [InlineData("الاحوال", "arabic")]
    [InlineData("Certificate", "english")]
    public void Search_AnySpelling_FindsFirst(string text, string key) => Index.Keys(text)[0].ShouldBe(key);

    [Fact]
    public void Search_WordsWithMarks_CountByTheirMarks()
    {
        using var index = Shelf.With(Shelf.Of("1", "ma túy"), Shelf.Of("2", "mã số"), Shelf.Of("3", "mạ kẽm"));
        index.Keys("mã").ShouldBe(["2"]);
        index.Keys("ma").Order().ShouldBe(["1", "2", "3"]);
    }

    [Theory]
    [InlineData("\"giấy khai sinh\"", "marriage")]
    [InlineData("\"giay khai sinh\"", "marriage")]
    [InlineData("\"cá tra\" đăng ký", "fish")]
    [InlineData("khai -sinh", "death")]
    [InlineData("khai -\"khai tử\"", "birth,marriage")]
    [InlineData("\"nam có mặt\"~3", "marriage")]
    [InlineData("\"mặt nam\"~4", "marriage")]
    [InlineData("\"mặt nam\"~1", "")]
    [InlineData("\"sinh khai\"", "")]
    [InlineData("\"khái sinh\"", "")]
    public void Search_Phrases_MustHold(string text, string keys) => string.Join(',', Index.Keys(text).Order()).ShouldBe(keys);

    [Fact]
    public void Search_Plain_TakesQuotesAsPunctuation() =>
        Index.Keys("\"sinh khai\" -tử", r => r with { Plain = true }).ShouldContain("death");

    [Theory]
    [InlineData("kết hô", "marriage")]
    [InlineData("thuy sa", "fish")]
    [InlineData("certif", "english")]
    public void Search_Typing_LastWordGoesOn(string text, string key) => Index.Keys(text, r => r with { Typing = true })[0].ShouldBe(key);

    [Fact]
    public void Search_Star_IsABeginning() => Index.Keys("certif*").ShouldBe(["english"]);

    [Theory]
    [InlineData("khai sihn", "sihn", "sinh")]
    [InlineData("khai ssinh", "ssinh", "sinh")]
    [InlineData("khai snh", "snh", "sinh")]
    [InlineData("certificete", "certificete", "certificate")]
    public void Search_OneSlip_IsForgivenAndTold(string text, string from, string to)
    {
        var result = Index.Search(new SearchRequest(text));
        result.Corrections.ShouldBe([(from, to)]);
        result.Hits[0].Key.ShouldBe(text.StartsWith('k') ? "birth" : "english");
        Index.Search(new SearchRequest(text) { Correct = false }).Corrections.ShouldBeEmpty();
    }

    [Fact]
    public void Search_UnknownShortWord_IsNotTakenForAnotherThatFitsNothing() =>
        Index.Search(new SearchRequest("nam kxai")).Corrections.ShouldBeEmpty();

    [Fact]
    public void Search_WordThatIsThereButFitsNoNeighbour_IsCorrectedByThem()
    {
        using var index = Shelf.With([.. Enumerable.Range(0, 5).Select(i => Shelf.Of($"b{i}", "giấy khai sinh")), Shelf.Of("x", "cây sin lớn")]);
        index.Search(new SearchRequest("khai sin")).Corrections.ShouldBe([("sin", "sinh")]);
        index.Search(new SearchRequest("cây sin")).Corrections.ShouldBeEmpty();
    }

    [Fact]
    public void Search_Readers_SeeOnlyTheirs_AndOthersDoNotMoveTheRanking()
    {
        using var index = Shelf.With(
            Shelf.Of("open", "kế hoạch"),
            Shelf.Of("mine", "kế hoạch") with { Readers = ["unit:1", "unit:2"] },
            Shelf.Of("theirs", "kế hoạch") with { Readers = ["unit:3"] },
            Shelf.Of("nobody", "kế hoạch") with { Readers = [] });
        index.Keys("kế hoạch").ShouldBe(["open"]);
        index.Keys("kế hoạch", r => r with { Readers = ["unit:1"] }).ShouldBe(["open", "mine"]);
        index.Keys("kế hoạch", r => r with { AsSystem = true }).Length.ShouldBe(4);
        index.Keys("kế hoạch", r => r with { Readers = ["unit:1"], Limit = 1, Skip = 1 }).ShouldBe(["mine"]);
    }

    [Fact]
    public void Search_TagsAndValidity_Filter()
    {
        using var index = Shelf.With(
            Shelf.Of("old", "nghị định") with { Tags = ["level:commune", "topic:a"], To = new(2025, 7, 1) },
            Shelf.Of("new", "nghị định") with { Tags = ["level:province", "topic:a"], From = new(2025, 7, 1) },
            Shelf.Of("always", "nghị định") with { Tags = ["level:commune", "topic:b"] });
        index.Keys("nghị định", r => r with { On = new(2025, 6, 30) }).ShouldBe(["old", "always"]);
        index.Keys("nghị định", r => r with { On = new(2025, 7, 1) }).ShouldBe(["new", "always"]);
        index.Keys("nghị định", r => r with { Tags = [["level:commune", "level:province"], ["topic:a"]] }).ShouldBe(["old", "new"]);
    }

    [Theory]
    [InlineData("dang ky ket", "marriage")]
    [InlineData("khai sinh trẻ em", "birth")]
    [InlineData("kết hôn ở sao Hỏa", "")]
    [InlineData("đăng ký két hônn", "marriage")]
    public void Search_AllWords_MustBeThere(string text, string keys) =>
        string.Join(',', Index.Keys(text, r => r with { AllWords = true, Typing = true })).ShouldBe(keys);

    [Fact]
    public void Search_Nearness_BreaksATie()
    {
        using var index = Shelf.With(
            Shelf.Of("far", "", "nước x x x x x x x x x x x x sông biển hồ"),
            Shelf.Of("near", "", "nước x sông x x x x x x x x x x x biển hồ"));
        index.Keys("nước sông").ShouldBe(["near", "far"]);
    }

    [Fact]
    public void Search_NothingAsked_FindsNothing()
    {
        foreach (var text in new[] { "", "   ", "???", "\"\"", "-", "\"", "*" })
            Index.Keys(text).ShouldBeEmpty(text);
    }

    [Fact]
    public void Search_HostileText_Ends()
    {
        Index.Keys(string.Join(' ', Enumerable.Repeat("đăng ký \"a\" -b c* ", 5_000)));
        Index.Keys(new string('"', 10_000));
        Index.Keys(new string('a', 1_000_000));
        Should.Throw<ArgumentOutOfRangeException>(() => Index.Keys("a", r => r with { Limit = 0 }));
    }

    [Fact]
    public void Explain_TellsWordsWithTheirShares()
    {
        var hit = Index.Search(new SearchRequest("khai sinh ở đâu") { Explain = true }).Hits[0];
        hit.Why.Select(w => w.Text).ShouldContain("khai sinh");
        hit.Why.Sum(w => w.Score).ShouldBe(hit.Score, 0.5);
        hit.Why.Select(w => w.Text).ShouldNotContain("đâu");
        hit.Coverage.ShouldBeInRange(0.1, 0.6);
        Index.Search(new SearchRequest("khai sinh") { Explain = true }).Hits[0].Coverage.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Marker_MarksWordsInAnySpelling_AndJoinsNeighbours()
    {
        var result = Index.Search(new SearchRequest("khai sinh"));
        var marked = result.Marker.Whole("Giấy KHAI SINH, khái sinh vật");
        marked.Marks.Select(m => marked.Text.Substring(m.Start, m.Length)).ShouldBe(["KHAI SINH", "khái sinh"]);
    }

    [Fact]
    public void Marker_Piece_IsWhereTheWordsAre_AndCutsAtWords()
    {
        var text = string.Concat(Enumerable.Repeat("Điều khoản thi hành. ", 40)) + "Lệ phí cấp bản sao trích lục là 8.000 đồng. " + string.Concat(Enumerable.Repeat("Mẫu kèm theo. ", 40));
        var piece = Shelf.With(Shelf.Of("1", "x", text)).Search(new SearchRequest("lệ phí trích lục")).Marker.Piece(text, 120);
        piece.Text.ShouldContain("Lệ phí cấp bản sao trích lục");
        (piece.Before, piece.After).ShouldBe((true, true));
        text.ShouldContain(" " + piece.Text + " ");
        piece.Marks.Select(m => piece.Text.Substring(m.Start, m.Length)).ShouldBe(["Lệ phí", "trích lục"]);
    }
}
