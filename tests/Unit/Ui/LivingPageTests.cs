using AngleSharp.Html.Dom;

namespace Sen.Tests.Unit.Ui;

public sealed class LivingPageTests(UiHost host) : IClassFixture<UiHost>
{
    public static TheoryData<string, string> Languages => new() { { "", "vi" }, { "/en", "en" }, { "/ar", "ar" } };

    [Theory, MemberData(nameof(Languages))]
    public async Task Get_EachLanguage_SaysLanguageDirectionAndTitle(string start, string language)
    {
        var page = await host.Page(start + "/phong-cach");
        page.DocumentElement.GetAttribute("lang").ShouldBe(language);
        page.DocumentElement.GetAttribute("dir").ShouldBe(language == "ar" ? "rtl" : "ltr");
        page.Title.ShouldNotBeNullOrWhiteSpace();
        page.QuerySelectorAll(".x-languages [aria-current]").ShouldHaveSingleItem().GetAttribute("lang").ShouldBe(language);
        // A key without a text shows as itself.
        page.Body!.TextContent.ShouldNotContain("ui.");
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Get_Links_StayInLanguage(string start, string language)
    {
        var page = await host.Page(start + "/phong-cach");
        var strays = page.QuerySelectorAll("a[href^='/']:not([hreflang])").Select(a => a.GetAttribute("href")!)
            .Where(href => start.Length > 0 && href != start && !href.StartsWith(start + "/", StringComparison.Ordinal));
        strays.ShouldBeEmpty(language);
        page.QuerySelector("a[hreflang=ar]")!.GetAttribute("href").ShouldBe("/ar/phong-cach");
    }

    [Fact]
    public async Task Get_EveryInput_HasLabelAndExistingDescriptions()
    {
        var page = await host.Page("/phong-cach");
        var inputs = page.QuerySelectorAll("input:not([type=hidden]):not([aria-hidden]),select,textarea");
        inputs.Length.ShouldBeGreaterThan(10);
        foreach (var input in inputs)
            page.QuerySelector($"label[for='{input.Id}']").ShouldNotBeNull(input.OuterHtml);
        foreach (var reference in page.All.SelectMany(e => new[] { "aria-describedby", "aria-labelledby" }
            .SelectMany(name => (e.GetAttribute(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            page.GetElementById(reference).ShouldNotBeNull(reference);
        page.All.Where(e => !string.IsNullOrEmpty(e.Id)).GroupBy(e => e.Id).Where(g => g.Count() > 1).ShouldBeEmpty();
        page.QuerySelectorAll("fieldset").ShouldAllBe(f => f.FirstElementChild!.LocalName == "legend");
    }

    [Fact]
    public async Task Get_Markup_HasNothingInline()
    {
        var page = await host.Page("/phong-cach");
        page.QuerySelectorAll("[style],style,script:not([src])").ShouldBeEmpty();
        page.All.SelectMany(e => e.Attributes).Where(a => a.Name.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Sorted_TurnsTheOrderAndForgetsThePage()
    {
        var page = await host.Page("/en/phong-cach?sap-xep=due&sau=x&q=1");
        var head = page.QuerySelector("th[aria-sort=ascending]").ShouldNotBeNull();
        head.QuerySelector("a")!.GetAttribute("href").ShouldBe("/en/phong-cach?q=1&sap-xep=-due");
        page.QuerySelectorAll("th[aria-sort=none]").ShouldHaveSingleItem();
        page.QuerySelector("a[rel=next]")!.GetAttribute("href").ShouldBe("/en/phong-cach?sap-xep=due&q=1&sau=b");
    }

    [Fact]
    public async Task Get_UnsortedTable_ShowsItsDefaultOrder() =>
        (await host.Page("/phong-cach")).QuerySelector("th[aria-sort=descending] a")!.TextContent.ShouldBe("Hẹn trả");

    [Fact]
    public async Task Get_Slot_ShowsInternalComponent() =>
        (await host.Page("/phong-cach")).Body!.TextContent.ShouldContain("greeting");

    [Fact]
    public async Task Post_Nothing_LinksEachErrorToItsField()
    {
        var page = await Post(new());
        var links = page.QuerySelectorAll(".x-errors a").Select(a => a.GetAttribute("href")![1..]).ToArray();
        links.ShouldBe(["Name", "Born", "Office", "Receive", "Agree"]);
        foreach (var id in links)
        {
            var input = page.GetElementById(id).ShouldNotBeNull(id);
            var marked = input.Closest("[role=radiogroup]") ?? input;
            marked.GetAttribute("aria-invalid").ShouldBe("true", id);
            marked.GetAttribute("aria-describedby")!.ShouldContain(id + "-error");
        }
        page.QuerySelector(".x-errors")!.GetAttribute("role").ShouldBe("alert");
        page.QuerySelector(".x-errors a[href='#Name']")!.TextContent.ShouldBe("Họ, chữ đệm, tên: Nội dung này là bắt buộc");
        page.Title.ShouldStartWith("Lỗi: ");
        page.QuerySelector("#Name-error")!.TextContent.ShouldBe("Lỗi: Nội dung này là bắt buộc");
    }

    [Fact]
    public async Task Post_WrongValues_KeepsWhatWasTyped()
    {
        var page = await Post(new() { ["Name"] = "Lê <b>", ["Born"] = "31/02/1990", ["Copies"] = "99", ["Office"] = "30316", ["Receive"] = "desk", ["Papers"] = "a", ["Agree"] = "true" });
        page.QuerySelectorAll(".x-errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#Born", "#Copies"], ignoreOrder: true);
        ((IHtmlInputElement)page.GetElementById("Born")!).Value.ShouldBe("31/02/1990");
        ((IHtmlInputElement)page.GetElementById("Name")!).Value.ShouldBe("Lê <b>");
        ((IHtmlSelectElement)page.GetElementById("Office")!).Value.ShouldBe("30316");
        page.QuerySelector("input[value=desk]")!.HasAttribute("checked").ShouldBeTrue();
        page.GetElementById("Agree")!.HasAttribute("checked").ShouldBeTrue();
        page.QuerySelector("#Copies-error")!.TextContent.ShouldContain("từ 1 đến 10");
    }

    [Fact]
    public async Task Post_WithoutToken_IsRefused() =>
        ((int)(await host.Browser.PostAsync("/phong-cach", new FormUrlEncodedContent([]))).StatusCode).ShouldBe(400);

    private async Task<IHtmlDocument> Post(Dictionary<string, string> values)
    {
        var form = await host.Page("/phong-cach");
        values["__RequestVerificationToken"] = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await UiHost.Read(await host.Browser.PostAsync("/phong-cach", new FormUrlEncodedContent(values)));
    }
}
