using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;
using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Flows;

/// <summary>The process owner sees where an instance is and how long steps wait, edits the process, checks, plays, compares and publishes it.</summary>
[Collection(InstallationCollection.Name)]
public sealed class ProcessWalk(Installation house)
{
    private const string Process = "civil-status-copy";

    [Theory]
    [InlineData("vi", true)]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Process_SeenEditedAndPublished_HasNoFinding(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        var instance = await Begin();
        await using var me = await Visitor.Come(house, new Manner(language, script), findings);
        await new Official(me, house.Account("quantri")).SignIn();

        await me.Go("/quy-trinh", "processes");
        await me.Leave(() => me.Page.GetByRole(AriaRole.Link, new() { Name = Process, Exact = true }).ClickAsync());
        await Drawn(me, "[data-diagram] svg [data-element-id=sign]");
        await me.Look("process");
        await me.Go($"/quy-trinh/chay/{instance}", "instance");
        await Drawn(me, "[data-diagram] svg .x-here");
        await me.Look("instance, drawn");

        await me.Go($"/quy-trinh/{Process}/soan", "design");
        await Drawn(me, "[data-modeler] svg [data-element-id=sign]");
        if (script)
        {
            // A task is renamed on the canvas; without script, in the text.
            await me.Page.Locator("[data-modeler] [data-element-id=sign]").First.DblClickAsync(new() { Force = true });
            var name = me.Page.Locator(".djs-direct-editing-content");
            await name.FillAsync($"Ký {language}");
            await name.PressAsync("Enter");
        }
        else
        {
            var text = await me.Page.Locator("textarea[name=Xml]").InputValueAsync();
            await me.Fill("Xml", text.Replace("name=\"Ký kết quả\"", $"name=\"Ký {language}\"", StringComparison.Ordinal));
        }
        await me.Press("flows.design.compare");
        await me.ShouldSee($"Ký {language}");
        await me.Look("design, compared");
        await me.Press("flows.design.check");
        await me.Look("design, checked");
        await me.Fill("Sample", "{ \"handover\": \"electronic\" }");
        await me.Press("flows.design.test");
        await me.Look("design, played");
        await me.Press("flows.design.publish");
        await me.Look("design, published without reason");
        await me.Fill("Reason", "Đặt lại tên bước ký");
        await me.Press("flows.design.publish");
        await me.Look("process, new version");
        new Uri(me.Page.Url).AbsolutePath.ShouldBe($"{me.Manner.Prefix}/quy-trinh/{Process}");
        findings.ShouldBeNone();
    }

    private async Task<Guid> Begin()
    {
        var actor = new Actor(ActorKind.System, "test", "Thử");
        await using var work = await house.Services.GetRequiredService<Database>().Begin(actor, default);
        var id = await house.Services.GetRequiredService<Processes>().Start(work, Process, new("test", "1"), "Bản sao thử nghiệm", "H01", null, new JsonObject { ["handover"] = "electronic" }, default);
        work.Audit("test.begin", new("test", "1"));
        await work.Commit();
        return id;
    }

    private static async Task Drawn(Visitor me, string sign)
    {
        if (me.Manner.Script)
            await me.Page.Locator(sign).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
