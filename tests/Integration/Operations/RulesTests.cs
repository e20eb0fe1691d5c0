using Sen.Feel;
using Sen.Operations.Rules;

namespace Sen.Tests.Operations;

/// <summary>The pages of rules, as an official uses them.</summary>
public sealed class RulesTests(Web web) : IClassFixture<Web>
{
    private const string Official = "hotich.longxuyen";
    private const string Form = "main form[method=post]";

    [Fact]
    public async Task Post_Expression_ShowsResultAndEachPart()
    {
        var official = await web.Staff(Official);
        var page = await official.Post(await official.Get("/quy-tac"), Form, ("bieu-thuc", "if area > 100 then 30000 else 15000"), ("du-lieu", "{ \"area\": 120 }"));
        page.Status.ShouldBe(200);
        page.Document.QuerySelector(".x-figure")!.TextContent.ShouldContain("30000");
        page.Document.QuerySelectorAll("main li code").Select(e => e.TextContent).ShouldContain("area > 100");
        page.Text.ShouldContain("Mọi tên đều có, các kiểu đều khớp.");
    }

    [Fact]
    public async Task Post_WrongText_SaysWhereBesideTheField()
    {
        var official = await web.Staff(Official);
        var page = await official.Post(await official.Get("/quy-tac"), Form, ("bieu-thuc", "if area > 100 then"), ("du-lieu", "{ \"area\": }"));
        page.ErrorAt("du-lieu").ShouldNotBeNull().ShouldContain("dòng 1");
        page = await official.Post(page, Form, ("bieu-thuc", "if area > 100 then"), ("du-lieu", "{ \"area\": 1 }"));
        page.ErrorAt("bieu-thuc").ShouldNotBeNull().ShouldContain("Dòng 1, cột 19: cần một biểu thức nhưng gặp hết văn bản.");
    }

    [Fact]
    public async Task Post_Hostile_EndsWithTheLimitInWords()
    {
        var official = await web.Staff(Official);
        var page = await official.Post(await official.Get("/quy-tac"), Form, ("bieu-thuc", "for i in 1..9999999999 return i"), ("du-lieu", ""));
        page.ErrorAt("bieu-thuc").ShouldNotBeNull().ShouldContain("quá nhiều bước");
    }

    [Fact]
    public async Task Post_MissingName_SaysWhyItIsNull()
    {
        var official = await web.Staff(Official);
        var page = await official.Post(await official.Get("/en/quy-tac"), Form, ("bieu-thuc", "fee * 2"), ("du-lieu", "{}"));
        page.Text.ShouldContain("'fee'");
    }

    [Fact]
    public async Task Post_Table_ShowsRuleOverlapAndGap()
    {
        var official = await web.Staff(Official);
        var page = await official.Post(await official.Get("/quy-tac/bang"), Form,
            ("bang", "tuổi | loại => phí\n< 20 | \"a\" => 1\n[18..60) | - => 2"), ("chinh-sach", "UNIQUE"), ("du-lieu", "{ \"tuổi\": 30, \"loại\": \"b\" }"));
        page.Text.ShouldContain("Dòng khớp: 2");
        page.Text.ShouldContain("Dòng 1, 2 cùng khớp khi: [18..20) | \"a\"");
        page.Text.ShouldContain("Không có dòng nào cho: >= 60 | -");
        page = await official.Post(page, Form, ("bang", "tuổi => phí\n< 20 | 1 => 1"), ("chinh-sach", "UNIQUE"));
        page.ErrorAt("bang").ShouldNotBeNull().ShouldContain("Dòng 2");
    }

    [Fact]
    public async Task Get_Uses_ListsRulesOfThePacksAndLeadsToTheTrial()
    {
        var official = await web.Staff(Official);
        var page = await official.Get("/quy-tac/noi-dung");
        page.Text.ShouldContain("copies * 8000");
        page.Text.ShouldContain("outcome = \"rework\"");
        page.Text.ShouldContain("Thông tư 281/2016/TT-BTC");
        var link = page.Document.QuerySelectorAll("main a.x-code").First(a => a.TextContent == "copies * 8000").GetAttribute("href")!;
        (await official.Get(link)).Document.QuerySelector(".x-figure").ShouldNotBeNull().TextContent.ShouldNotContain("null");
        (await official.Get("/quy-tac/noi-dung?tim=zzzz")).Text.ShouldContain("Không có quy tắc nào");
    }

    [Fact]
    public async Task Get_EveryExample_HasAValueAndItsTrial()
    {
        var official = await web.Staff(Official);
        (await official.Get("/ar/quy-tac/vi-du")).Status.ShouldBe(200);
        foreach (var example in Examples.All)
        {
            var data = FeelJson.ReadContext(example.Data);
            var expression = FeelExpression.Parse(example.Expression, data.Keys);
            expression.Check(Sample.Types(data)).Problems.ShouldBeEmpty(example.Id);
            if (example.Id != "thieu")
                expression.Evaluate(data, TimeProvider.System).ShouldNotBeNull(example.Id);
            (await official.Get("/quy-tac?vi-du=" + example.Id)).Document.QuerySelector(".x-figure").ShouldNotBeNull(example.Id);
        }
    }

    [Fact]
    public async Task Get_Anonymous_IsSentToSignIn() => (await web.Visitor().Get("/quy-tac")).Location.ShouldNotBeNull().ShouldStartWith("/dang-nhap");
}
