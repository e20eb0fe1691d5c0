using Microsoft.Playwright;
using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Portal;

/// <summary>What everybody sees first: right for everyone, light, and nothing moves.</summary>
[Collection(InstallationCollection.Name)]
public sealed class PublicPages(Installation house)
{
    private const int MostBytes = 90 * 1024;

    private static readonly string[] Paths =
        ["/", "/thu-tuc", "/thu-tuc/2.000635", "/tra-cuu", "/xac-thuc", "/noi-tiep-nhan", "/hoi-phap-luat", "/dang-nhap", "/dang-nhap/can-bo", "/tro-giup", "/kha-nang-tiep-can", "/du-lieu-ca-nhan", "/phong-cach"];

    // The living page shows every component at once to those who build, and is not there in production.
    private static readonly string[] FirstViews = [.. Paths.Where(p => p != "/phong-cach")];

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Get_EveryPublicPage_HasNoFinding(string language)
    {
        using var findings = new Findings(house.Troubles);
        await using var anybody = await Visitor.Come(house, new Manner(language, Script: true), findings);
        foreach (var path in Paths)
            await anybody.Go(path, path);
        findings.ShouldBeNone();
    }

    [Fact]
    public async Task Get_WhatFails_HasNoFinding()
    {
        using var findings = new Findings(house.Troubles);
        await using var anybody = await Visitor.Come(house, new Manner("vi", Script: true), findings);
        await anybody.Go("/khong-co", "404");
        await anybody.Go("/thu-tuc?q=khongcothutucnay", "catalogue, nothing found");
        await anybody.Go("/tra-cuu?so=H01.30307.MC-261122-9999&cuoi=0001", "lookup, nothing found");
        await anybody.ShouldSeeKey("procedures.lookup.none");
        await anybody.Go("/dang-nhap/can-bo", "staff sign-in");
        await anybody.Press("identity.staff-sign-in.go");
        await anybody.Look("staff sign-in, empty");
        await anybody.Go("/xac-thuc", "verify");
        await anybody.Press("signing.verify.act");
        await anybody.ShouldSeeKey("problem.signing.file-missing");
        await anybody.Look("verify, no file");
        await new Official(anybody, house.Account("motcua.longxuyen")).SignIn();
        await anybody.Go("/dieu-hanh", "403");
        findings.ShouldBeNone();
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("ar")]
    public async Task Get_FirstView_IsLightAndNothingMoves(string language)
    {
        var wrong = new List<string>();
        foreach (var path in FirstViews)
        {
            // Each in a browser that has kept nothing.
            await using var context = await house.Browser.NewContextAsync(new() { BaseURL = house.Address, ViewportSize = new() { Width = 390, Height = 844 } });
            var page = await context.NewPageAsync();
            await page.AddInitScriptAsync("""
                window.moved = [];
                new PerformanceObserver(list => { for (const e of list.getEntries()) moved.push(`${e.value} ${e.sources.map(s => s.node?.className ?? s.node?.nodeName)}`); })
                  .observe({ type: 'layout-shift', buffered: true });
                """);
            var network = await context.NewCDPSessionAsync(page);
            long bytes = 0;
            network.Event("Network.loadingFinished").OnEvent += (_, json) => Interlocked.Add(ref bytes, (long)json!.Value.GetProperty("encodedDataLength").GetDouble());
            await network.SendAsync("Network.enable");
            await page.GotoAsync((language == "vi" ? "" : "/" + language) + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await page.EvaluateAsync("() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))))");
            var moved = await page.EvaluateAsync<string[]>("() => moved");
            if (bytes is 0 or > MostBytes)
                wrong.Add($"{path}: {bytes} bytes");
            if (moved.Length > 0)
                wrong.Add($"{path}: moves {string.Join("; ", moved)}");
        }
        wrong.ShouldBeEmpty();
    }
}
