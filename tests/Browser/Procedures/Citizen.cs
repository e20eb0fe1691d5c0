using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sen.Tests.Browser.Procedures;

/// <summary>Nguyễn Thị Mẫu Đơn, who needs two copies of her birth certificate.</summary>
internal sealed partial class Citizen(Visitor me)
{
    private const string Procedure = "2.000635", Office = "H01.30307.MC";

    /// <summary>From the search on the home page to the first question, signing in on the way.</summary>
    public async Task FindAndSignIn()
    {
        await me.Go("/", "home");
        await me.Picture("home");
        if (me.Manner.Language == "vi")
            await me.Picture("home-phone", 360, 760);
        await me.Fill("q", "ban sao ho tich");
        await me.Leave(() => me.Page.Locator("main [name=q]").PressAsync("Enter"));
        await me.Look("catalogue, searched");
        await me.Leave(() => me.Page.Locator($"main a[href$='/thu-tuc/{Procedure}']").First.ClickAsync());
        await me.Look("procedure");
        await me.Picture("procedure");
        await me.Press("procedures.show.apply");
        await me.Look("sign-in, asked for");
        await me.Press("identity.sign-in.vneid");
        await me.Choose("citizen", "demo-citizen-1");
        await me.Choose("level", "2");
        await me.Look("VNeID stand-in");
        await me.Leave(() => me.Page.Locator("button[type=submit]").First.ClickAsync());
        me.Page.Url.ShouldEndWith($"{me.Manner.Prefix}/nop-ho-so/{Procedure}");
    }

    /// <summary>Answers every question and attaches two papers, up to the page that shows it all.</summary>
    public async Task Apply(FilePayload[] papers)
    {
        await me.Look("where to apply");
        await me.Page.Locator("[name=Office]").SelectOptionAsync(Office);
        await me.Press("procedures.apply.continue");

        await me.Look("question 1");
        // Pressed too early: the page comes back and says what is missing.
        await me.Press("procedures.apply.continue");
        await me.ShouldSeeKey("problem.procedures.answer.choose");
        await me.Look("question 1 with errors");
        await me.Choose("record", "birth");
        await me.Fill("copies", "2");
        await me.Picture("form");
        await me.Press("procedures.apply.continue");

        await me.Look("question 2");
        await me.Choose("relation", "self");
        // VNeID said it: nobody types it again.
        (await me.Page.Locator("[name=recordName]").InputValueAsync()).ShouldBe("Nguyễn Thị Mẫu Đơn");
        (await me.Page.Locator("input[name=recordBirth]").First.InputValueAsync()).ShouldBe("08/03/1990");
        await me.Press("procedures.apply.continue");

        await me.Look("question 3");
        await me.Fill("registeredAt", "Phường Mỹ Long, thành phố Long Xuyên");
        await me.Fill("registeredYear", "1990");
        await me.Fill("registeredNumber", "45, quyển số 01/1990");
        await me.Press("procedures.apply.continue");

        await me.Look("papers");
        await me.Page.Locator("input[type=file][name=support]").SetInputFilesAsync(papers);
        await me.Press("procedures.apply.continue");
    }

    /// <summary>Reads it all once more and submits.</summary>
    /// <returns>The number of the dossier.</returns>
    public async Task<string> CheckAndSubmit(FilePayload[] papers)
    {
        await me.Look("check");
        var page = await me.Page.Locator("main").InnerTextAsync();
        page.ShouldMatch("16[.,]000");
        foreach (var paper in papers)
            page.ShouldContain(paper.Name);
        await me.Picture("check");
        await me.Tick("Confirmed");
        await me.Press("procedures.apply.submit");
        await me.ShouldSeeKey("procedures.lodged.title");
        await me.Look("dossier, just lodged");
        await me.Picture("lodged");
        await ShouldStandAt(1);
        var number = await me.Page.Locator("main .x-code").First.InnerTextAsync();
        number.ShouldMatch(NumberPattern().ToString());
        return number;
    }

    /// <summary>Takes the result home, lets it be checked, rates the office.</summary>
    public async Task<byte[]> TakeResult(string number)
    {
        await me.Go($"/ho-so/{number}", "dossier, settled");
        await ShouldStandAt(10);
        var pdf = await me.Download(me.Page.GetByRole(AriaRole.Link, new() { Name = me.T("procedures.result.download") }));
        await me.Press("procedures.result.verify");
        await me.ShouldSeeKey("signing.verdict.valid");
        await me.ShouldSeeKey("signing.verdict.development");
        await me.Look("dossier with verdict");
        await me.Picture("result");
        return pdf;
    }

    /// <summary>Rates once; the form is then gone.</summary>
    public async Task Rate(int score)
    {
        await me.Choose("Score", $"{score}");
        await me.Press("procedures.rate.send");
        await me.ShouldSeeKey("procedures.rate.thanks", me.T($"procedures.rate.{score}"));
        await me.Look("dossier, rated");
        (await me.Page.Locator("input[name=Score]").CountAsync()).ShouldBe(0);
    }

    /// <summary>Anybody may let a file be checked, without signing in.</summary>
    public async Task Verify(byte[] pdf, params string[] verdicts)
    {
        await me.Go("/xac-thuc", "verify");
        await me.Page.Locator("input[type=file][name=Document]").SetInputFilesAsync(new FilePayload { Name = "ket-qua.pdf", MimeType = "application/pdf", Buffer = pdf });
        await me.Press("signing.verify.act");
        await me.Look("verify, verdict " + verdicts[0]);
        var page = await me.Page.Locator("main").InnerTextAsync();
        verdicts.Any(v => page.Contains(me.T("signing.verdict." + v))).ShouldBeTrue(page);
    }

    /// <summary>Her own list and home show the dossier, and the mailbox what was told.</summary>
    public async Task Follow(string number)
    {
        await me.Go("/ho-so", "my dossiers");
        await me.ShouldSee(number);
        await me.Go("/cua-toi", "my home");
        await me.ShouldSee(number);
        await me.Go("/hop-thu", "mailbox");
        await me.ShouldSeeKey("notice.dossier-submitted.subject");
        await me.Go("/tai-khoan", "account");
    }

    private async Task ShouldStandAt(int status) =>
        (await me.Page.Locator("#status").InnerTextAsync()).Trim().ShouldBe(me.T($"procedures.status.{status}"));

    [GeneratedRegex(@"^H01\.30307\.MC-\d{6}-\d{4,}$")]
    private static partial Regex NumberPattern();
}
