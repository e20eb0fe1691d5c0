using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Operations;

/// <summary>An official tries a rule and a table, finds where the rules of the packs are used, and learns from examples.</summary>
[Collection(InstallationCollection.Name)]
public sealed class RulesWalk(Installation house)
{
    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Rules_TriedByAnOfficial_HaveNoFinding(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        await new Official(me, house.Account("hotich.longxuyen")).SignIn();

        await me.Go("/quy-tac", "rules");
        await me.Press("operations.rules.try");
        await me.Look("rules, empty");
        await me.Fill("bieu-thuc", "if copies > 2 then copies * 8000 else base + 1");
        await me.Fill("du-lieu", "{ \"copies\": 3 }");
        await me.Press("operations.rules.try");
        await me.ShouldSee("24000");
        await me.ShouldSee("copies > 2");
        await me.Look("rules, tried");

        await me.Go("/quy-tac/bang", "table");
        await me.Fill("bang", "age | kind => fee\n< 20 | \"a\" => 1\n[18..60) | - => 2");
        await me.Fill("du-lieu", "{ \"age\": 30, \"kind\": \"b\" }");
        await me.Press("operations.rules.try");
        await me.ShouldSeeKey("operations.rules.hit", "2");
        await me.Look("table, tried");

        await me.Go("/quy-tac/noi-dung", "uses");
        await me.Leave(() => me.Page.Locator("main tbody th a").First.ClickAsync());
        await me.Look("a rule of the pack");
        await me.Go("/quy-tac/vi-du", "examples");
        await me.Leave(() => me.Page.Locator("main tbody th a").First.ClickAsync());
        await me.Press("operations.rules.try");
        await me.Look("an example, tried");
        findings.ShouldBeNone();
    }
}
