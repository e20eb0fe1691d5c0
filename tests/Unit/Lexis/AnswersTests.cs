using Sen.Lexis;
using Sen.Lexis.Answers;

namespace Sen.Tests.Unit.Lexis;

public sealed class AnswersTests
{
    private static readonly string Long = string.Join('\n', Enumerable.Range(1, 9).Select(i => $"{i}. Quy định thứ {i} về trình tự tiếp nhận hồ sơ tại bộ phận một cửa."))
        + "\n10. Lệ phí cấp bản sao trích lục hộ tịch là 8.000 đồng một bản.";

    private static readonly LexisIndex Index = Shelf.With(
        Shelf.Of("fee", "Lệ phí", Long),
        Shelf.Of("birth", "Thời hạn đăng ký khai sinh", "Trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con."),
        Shelf.Of("secret", "Lương", "Mức lương của cán bộ là bí mật.") with { Readers = ["unit:1"] });

    private static Answer? Ask(string question, params string[] readers) =>
        new AnswerFinder(Index, 1).Find(new SearchRequest(question) { Readers = readers });

    [Fact]
    public void Find_QuotesTheClauseThatFits()
    {
        var answer = Ask("Lệ phí cấp bản sao trích lục hộ tịch là bao nhiêu?")!;
        (answer.Hit.Key, answer.Clause).ShouldBe(("fee", "10"));
        answer.Text.ShouldBe("10. Lệ phí cấp bản sao trích lục hộ tịch là 8.000 đồng một bản.");
        Long.ShouldContain(answer.Text);
        answer.Hit.Why.Select(w => w.Text).ShouldContain("trích lục");
    }

    [Fact]
    public void Find_ShortPassage_IsQuotedWhole() => Ask("Thời hạn đăng ký khai sinh cho con?")!.Text.ShouldStartWith("Trong thời hạn 60 ngày");

    [Theory]
    [InlineData("Cách nấu phở bò ngon nhất?")]
    [InlineData("Đội tuyển bóng đá thắng mấy bàn?")]
    [InlineData("")]
    public void Find_NothingFits_IsSilent(string question) => Ask(question).ShouldBeNull();

    [Fact]
    public void Find_SeesOnlyWhatTheReaderMay()
    {
        Ask("Mức lương của cán bộ").ShouldBeNull();
        Ask("Mức lương của cán bộ", "unit:1")!.Hit.Key.ShouldBe("secret");
    }
}
