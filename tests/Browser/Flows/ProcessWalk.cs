using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
            await me.Fill("Xml", Regex.Replace(text, "(id=\"sign\"[^>]* name=\")[^\"]*", $"$1Ký {language}"));
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

        await me.Go($"/quy-trinh/{Process}/chuyen", "migration");
        await me.Press("flows.migrate.check");
        await me.Look("migration, checked");
        await me.Press("flows.migrate.do");
        await me.Look("migration without reason");
        await me.Fill("Reason", "Dùng tên bước mới");
        await me.Press("flows.migrate.do");
        await me.ShouldSee("Dùng tên bước mới");
        await me.Look("migration under way");

        var choice = await BeginChoice();
        await me.Go($"/viec/{choice}/chon", "choice");
        await me.Press("flows.choose.do");
        await me.ShouldSee("Đi khảo sát");
        await me.Look("choice, one under way");
        await me.Press("flows.choose.enough-do");
        new Uri(me.Page.Url).AbsolutePath.ShouldBe($"{me.Manner.Prefix}/viec");
        findings.ShouldBeNone();
    }

    private async Task<Guid> BeginChoice()
    {
        const string Survey = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:sen="urn:sen:bpmn:1" targetNamespace="urn:sen:test">
              <process id="survey" isExecutable="true">
                <startEvent id="s" /><adHocSubProcess id="q" name="Khảo sát" sen:role="operations.view"><userTask id="visit" name="Đi khảo sát" sen:role="operations.view" /></adHocSubProcess><endEvent id="e" />
                <sequenceFlow id="f1" sourceRef="s" targetRef="q" /><sequenceFlow id="f2" sourceRef="q" targetRef="e" />
              </process>
            </definitions>
            """;
        var actor = new Actor(ActorKind.System, "test", "Thử");
        var db = house.Services.GetRequiredService<Database>();
        await using (var work = await db.BeginFollowUp(actor, default))
        {
            work.Add("insert into flows.definition (id, version, xml, labels, published_at) values ('survey', 1, @Survey, '{}', now()) on conflict do nothing", new { Survey });
            await work.Commit();
        }
        await using var start = await db.Begin(actor, default);
        var id = await house.Services.GetRequiredService<Processes>().Start(start, "survey", new("test", "2"), "Khảo sát thử nghiệm", "H01", null, [], default);
        start.Audit("test.begin", new("test", "2"));
        await start.Commit();
        return await db.One<Guid>("select id from flows.task where instance_id = @id", new { id });
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
