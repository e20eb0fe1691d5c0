namespace Sen.Tests.Flows;

/// <summary>The modeler's page, as the process owner uses it.</summary>
public sealed class DesignPageTests(Web web) : IClassFixture<Web>
{
    private const string Process = "civil-status-copy";
    private const string Page = $"/quy-trinh/{Process}/soan";
    private const string Form = "form:has([name=Xml])";

    [Theory]
    [InlineData("Check")]
    [InlineData("Publish")]
    public async Task Post_WhatIsNotRun_IsListedByNameAndPlace_AndNotPublished(string handler)
    {
        var owner = await web.Staff("quantri");
        var page = await owner.Get(Page);
        foreach (var (sketch, element, place, reason) in DeployTests.Refused)
            foreach (var pools in new[] { false, true })
            {
                var found = await Send(owner, page, handler, DeployTests.Xml(sketch, Process, pools));
                found.Status.ShouldBe(200);
                var item = found.Document.QuerySelectorAll("main li").Where(li => li.QuerySelector("[lang=en]")?.TextContent.Contains(reason, StringComparison.Ordinal) == true).ShouldHaveSingleItem(sketch + found.Text);
                item.TextContent.ShouldContain("Name of " + element);
                item.QuerySelector("[lang=en]")!.TextContent.ShouldStartWith((pools ? place.Length > 0 ? $"Xã › {place}" : "Xã" : place) + " ");
            }
        (await web.Db.One<int>("select max(version) from flows.definition where id = @Process", new { Process })).ShouldBe(1);
    }

    [Theory]
    [InlineData("draft-result", "draft-reslt", "biểu mẫu “draft-reslt” không tồn tại")]
    [InlineData("sen:form=\"sign-result\"", "", "biểu mẫu “sign” không tồn tại")]
    [InlineData("sen:role=\"dossier.seal\"", "sen:role=\"dossier.sael\"", "vai trò “dossier.sael” không tồn tại")]
    [InlineData("sen:role=\"dossier.seal\"", "", "chưa ghi ai được làm")]
    [InlineData("sen:role=\"dossier.seal\"", "sen:role=\"dossier.seal\" sen:unit=\"H01/H01.KHONG\"", "đơn vị “H01/H01.KHONG” không tồn tại")]
    public async Task Post_WhatDoesNotExist_IsNamed_AndNotPublished(string from, string to, string said)
    {
        var owner = await web.Staff("quantri");
        var page = await owner.Get(Page);
        var xml = page.Value("Xml")!;
        xml.ShouldContain(from);
        var changed = xml.Replace(from, to, StringComparison.Ordinal);
        (await Send(owner, page, "Check", changed)).Text.ShouldContain(said);
        var published = await Send(owner, page, "Publish", changed);
        published.Status.ShouldBe(200);
        published.Text.ShouldContain(said);
        published.ErrorAt("Xml").ShouldNotBeNull().ShouldContain("sẽ làm quy trình dừng lại");
        (await web.Db.One<int>("select max(version) from flows.definition where id = @Process", new { Process })).ShouldBe(1);
        // As it was published there is nothing to object, with a unit that exists neither.
        (await Send(owner, page, "Check", xml)).Text.ShouldContain("Không có lỗi");
        (await Send(owner, page, "Check", xml.Replace("sen:role=\"dossier.seal\"", "sen:role=\"dossier.seal\" sen:unit=\"H01\"", StringComparison.Ordinal))).Text.ShouldContain("Không có lỗi");
    }

    private static Task<Sheet> Send(Visitor owner, Sheet page, string handler, string xml)
    {
        var form = page.Document.QuerySelector(Form)!;
        form.SetAttribute("action", $"{Page}?handler={handler}");
        return owner.Post(page, Form, ("Xml", xml), ("Reason", "thử"));
    }
}
