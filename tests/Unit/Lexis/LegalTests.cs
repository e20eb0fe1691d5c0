using Sen.Lexis.Legal;

namespace Sen.Tests.Unit.Lexis;

public sealed class LegalTests
{
    private const string Decree = """
        CHÍNH PHỦ
        Căn cứ Luật Tổ chức Chính phủ;
        Phần thứ nhất
        QUY ĐỊNH CHUNG
        Chương I
        NHỮNG QUY ĐỊNH
        CHUNG
        Điều 1. Phạm vi điều chỉnh
        Nghị định này quy định về hồ sơ.
        Điều 2. Giải thích từ ngữ
        Trong Nghị định này:
        1. Hồ sơ gồm:
        a) Đơn;
        b) Bản sao;
        1. tờ khai kèm theo
        c) Ảnh.
        2. Giấy tờ là bản giấy.
        2a. Giấy tờ điện tử là bản điện tử.
        3. Kết quả là văn bản.
        Chương này áp dụng cho mọi hồ sơ.
        Chương II. TRÌNH TỰ
        Mục 1
        TIẾP NHẬN
        Điều 3. Nộp hồ sơ
        a) Trực tiếp;
        b) Trực tuyến.
        Mục 2. TRẢ KẾT QUẢ
        Điều 4a
        Trả kết quả tại nơi nộp.
        """;

    [Fact]
    public void Document_IsTakenApart()
    {
        var document = LegalParser.Document(Decree);
        document.Preamble.ShouldEndWith("Chính phủ;");
        document.Parts.ShouldHaveSingleItem().Title.ShouldBe("QUY ĐỊNH CHUNG");
        document.Parts[0].Parts.Select(c => $"{c.Level} {c.Number} {c.Title}").ShouldBe(["Chapter I NHỮNG QUY ĐỊNH CHUNG", "Chapter II TRÌNH TỰ"]);
        document.Parts[0].Parts[1].Parts.Select(c => $"{c.Level} {c.Number} {c.Title}").ShouldBe(["Section 1 TIẾP NHẬN", "Section 2 TRẢ KẾT QUẢ"]);
        document.Articles.Select(a => $"{a.Number} {a.Title}".Trim()).ShouldBe(["1 Phạm vi điều chỉnh", "2 Giải thích từ ngữ", "3 Nộp hồ sơ", "4a"]);
        var second = document.Articles.ElementAt(1);
        second.Text.ShouldBe("Trong Nghị định này:");
        second.Parts.Select(c => c.Number).ShouldBe(["1", "2", "2a", "3"]);
        second.Parts[0].Parts.Select(p => p.Number).ShouldBe(["a", "b", "c"]);
        second.Parts[0].Parts[1].Text.ShouldBe("Bản sao;\n1. tờ khai kèm theo", "a list inside a point is no clause");
        second.Parts[3].Text.ShouldBe("Kết quả là văn bản.\nChương này áp dụng cho mọi hồ sơ.", "a sentence is no heading");
        document.Articles.ElementAt(2).Parts.Select(p => $"{p.Level} {p.Number}").ShouldBe(["Point a", "Point b"]);
    }

    [Fact]
    public void Places_CoverTheText()
    {
        foreach (var unit in LegalParser.Document(Decree).Parts.SelectMany(p => p.All()))
        {
            var own = Decree.Substring(unit.Start, unit.Length);
            own.ShouldContain(unit.Text);
            own.TrimStart().ShouldStartWith(unit.Level switch
            {
                LegalLevel.Part => "Phần thứ", LegalLevel.Chapter => "Chương", LegalLevel.Section => "Mục", LegalLevel.Article => "Điều", _ => unit.Number,
            });
        }
    }

    [Fact]
    public void TextWithoutParts_IsAllPreamble()
    {
        var document = LegalParser.Document("Thông báo về việc nghỉ lễ.");
        document.Preamble.ShouldBe("Thông báo về việc nghỉ lễ.");
        document.Parts.ShouldBeEmpty();
    }

    private static readonly LegalCatalogue Catalogue = new(
    [
        new("60/2014/QH13", "Luật", "Hộ tịch", new(2016, 1, 1), null),
        new("91/2015/QH13", "Bộ luật", "Dân sự", new(2017, 1, 1), null),
        new("33/2005/QH11", "Bộ luật", "Dân sự", new(2006, 1, 1), new(2017, 1, 1)),
        new("10/2012/QH13", "Bộ luật", "Lao động", null, null),
        new("11/2020/QH14", "Luật", "Lao động Việt Nam đi làm việc ở nước ngoài", null, null),
        new("123/2015/NĐ-CP", "Nghị định", "", null, null),
    ]);

    [Theory]
    [InlineData("theo quy định tại khoản 2 Điều 12 Nghị định này", "X 12 2 -")]
    [InlineData("tại điểm a và điểm c khoản 2 Điều 12 của Nghị định này", "X 12 2 a|X 12 2 c")]
    [InlineData("khoản 1 Điều này", "X 7 1 -")]
    [InlineData("các điểm a, b và đ khoản này", "X 7 3 a|X 7 3 b|X 7 3 đ")]
    [InlineData("Điều 5, Điều 6 và Điều 7 của Luật Hộ tịch được thực hiện", "60/2014/QH13 5 - -|60/2014/QH13 6 - -|60/2014/QH13 7 - -")]
    [InlineData("các điều 5, 6 và 7 Luật Hộ tịch", "60/2014/QH13 5 - -|60/2014/QH13 6 - -|60/2014/QH13 7 - -")]
    [InlineData("Điều 9 Nghị định số 123/2015/NÐ-CP ngày 15/11/2015", "123/2015/NĐ-CP 9 - -")]
    [InlineData("khoản 3, khoản 4 Điều 1, Điều 2 Nghị định số 1/2020/NĐ-CP", "? 1 3 -|? 1 4 -|? 2 - -")]
    [InlineData("Điều 538 của Bộ luật Dân sự", "91/2015/QH13 538 - -")]
    [InlineData("Điều 3 Luật Lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng", "11/2020/QH14 3 - -")]
    [InlineData("Điều 3 Luật Đất đai", "? 3 - -")]
    [InlineData("tại Điều 33b", "X 33b - -")]
    [InlineData("điều kiện và khoản tiền, điểm du lịch", "")]
    public void References_AreResolved(string text, string targets) =>
        string.Join('|', LegalReferences.In(text, new LegalPlace("X", "7", "3"), Catalogue)
            .SelectMany(r => r.Targets).Select(t => $"{t.Document ?? "?"} {t.Article ?? "-"} {t.Clause ?? "-"} {t.Point ?? "-"}")).ShouldBe(targets);

    [Fact]
    public void References_LawOfOneName_IsTheOneOfTheDay() =>
        LegalReferences.In("Điều 1 Bộ luật Dân sự", new LegalPlace("X", On: new(2010, 1, 1)), Catalogue)[0].Targets[0].Document.ShouldBe("33/2005/QH11");

    [Fact]
    public void References_CoverWhatTheyName()
    {
        const string text = "Thực hiện theo điểm a khoản 1 Điều 5 Luật Hộ tịch và khoản 2 Điều này.";
        LegalReferences.In(text, new LegalPlace("X", "7"), Catalogue).Select(r => text.Substring(r.Start, r.Length))
            .ShouldBe(["điểm a khoản 1 Điều 5 Luật Hộ tịch", "khoản 2 Điều này"]);
    }

    [Fact]
    public void Note_TellsValidityAndAmendments()
    {
        var note = LegalHistory.Note("Nghị định số 123/2015/NĐ-CP Quy định chi tiết ngày 15/11/2015 của Chính phủ, có hiệu lực thi hành kể từ ngày 01/01/2016, "
            + "có nội dung được sửa đổi, có nội dung được bổ sung bởi Điều 2 Nghị định số 07/2025/NĐ-CP có hiệu lực thi hành kể từ ngày 09/01/2025")!;
        (note.Kind, note.Number, note.IssuedOn, note.From).ShouldBe(("Nghị định", "123/2015/NĐ-CP", new DateOnly(2015, 11, 15), new DateOnly(2016, 1, 1)));
        note.Amendments.ShouldBe(
        [
            new(LegalChange.Amends, false, "07/2025/NĐ-CP", "2", new DateOnly(2025, 1, 9)),
            new(LegalChange.Supplements, false, "07/2025/NĐ-CP", "2", new DateOnly(2025, 1, 9)),
        ]);
        LegalHistory.Note("Luật số 24/2008/QH12, có hiệu lực thi hành kể từ ngày 01/07/2009, bị bãi bỏ bởi Điều 1 Luật số 56/2014/QH13 có hiệu lực thi hành kể từ ngày 26/06/2014")!
            .Amendments.ShouldBe([new(LegalChange.Repeals, true, "56/2014/QH13", "1", new DateOnly(2014, 6, 26))]);
        LegalHistory.Note("").ShouldBeNull();
    }

    [Theory]
    [InlineData("Nghị định này thay thế Nghị định số 30/2002/NĐ-CP ngày 26 tháng 3 năm 2002 của Chính phủ.", "Replaces 30/2002/NĐ-CP")]
    [InlineData("Thông tư số 1/2010/TT-BTP hết hiệu lực kể từ ngày Thông tư này có hiệu lực.", "Repeals 1/2010/TT-BTP")]
    [InlineData("Bãi bỏ quy định tại Điều 2 của Quyết định số 1699/QĐ-TTg.", "")]
    [InlineData("Bãi bỏ Thông tư số 27/2011/TT-BTTTT và Thông tư số 28/2011/TT-BTTTT.", "Repeals 27/2011/TT-BTTTT,Repeals 28/2011/TT-BTTTT")]
    [InlineData("Nghị định số 5/2010/NĐ-CP tiếp tục có hiệu lực cho đến khi bị thay thế.", "")]
    [InlineData("Luật này có hiệu lực từ ngày 01 tháng 01 năm 2016.", "")]
    public void FinalProvisions_TellWhatTheyEnd(string text, string ended) =>
        string.Join(',', LegalHistory.Ended(text).Select(e => $"{e.Change} {e.Number}")).ShouldBe(ended);

    [Theory]
    [InlineData("1. Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026.", "2026-07-01")]
    [InlineData("Luật này có hiệu lực từ ngày 1/1/2027.", "2027-01-01")]
    [InlineData("Nghị định số 5 có hiệu lực từ ngày 1/1/2027.", null)]
    public void FinalProvisions_TellTheDay(string text, string? day) =>
        LegalHistory.EntersIntoForce(text).ShouldBe(day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void HostileText_EndsSoon()
    {
        LegalParser.Document(string.Concat(Enumerable.Repeat("Điều 1. x\n1. a) \n", 20_000))).Articles.Count().ShouldBe(20_000);
        LegalReferences.In(string.Concat(Enumerable.Repeat("khoản 1, ", 20_000)), new LegalPlace("X"), Catalogue).Count.ShouldBeGreaterThan(0);
        LegalHistory.Ended(string.Concat(Enumerable.Repeat("thay thế điều ", 20_000))).ShouldBeEmpty();
        LegalHistory.Note("Nghị định số 1/2020/NĐ-CP " + string.Concat(Enumerable.Repeat("được bãi bỏ theo khoản ", 20_000)))!.Amendments.ShouldBeEmpty();
    }
}
