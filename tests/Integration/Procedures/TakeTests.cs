using Microsoft.Extensions.DependencyInjection;
using Sen.Flows;
using Sen.Kernel;

namespace Sen.Tests.Procedures;

/// <summary>Two clerks and one task: one has it, the other reads who, and takes it over with a reason or not at all.</summary>
public sealed class TakeTests(Web web) : IClassFixture<Web>
{
    private const string First = "demo-staff-lx-2", FirstName = "Đặng Quốc Tre Xanh", Second = "demo-staff-lx-4", SecondName = "Bùi Thị Điên Điển", Save = "form[action*='handler=Save']";

    private static readonly (string, string?)[] Register =
    [
        ("fullName", "Nguyễn Thị Mẫu Đơn"), ("bornOn", "08/03/1990"), ("sex", "Nữ"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam"),
        ("bornAt", "Bệnh viện Long Xuyên"), ("bookAt", "UBND phường Long Xuyên"), ("bookNumber", "12/1990"), ("bookOn", "15/03/1990"),
    ];

    [Fact]
    public async Task Take_WhatAColleagueHas_NamesTheColleagueAndNeedsAReason()
    {
        var (number, first, second) = await Accepted();
        var task = (await first.Task(number)).Path.Split('/')[2];
        var shown = await second.Get($"/viec/{task}/nhan");
        (await first.Post(await first.Get($"/viec/{task}/nhan"), Journey.Form)).Location.ShouldBe("/viec");

        // Her page was of a task that nobody had.
        var late = await second.Post(shown, Journey.Form);
        late.Status.ShouldBe(409);
        late.Text.ShouldContain(FirstName);
        late.Text.ShouldContain("lúc 08:30 20/11/2026");
        (await second.Get("/viec?q=" + number)).Document.QuerySelector("tbody tr")!.TextContent.ShouldContain(FirstName);
        (await first.Get("/viec?q=" + number)).Document.QuerySelector("tbody tr")!.TextContent.ShouldContain("Bạn đang giữ");

        var page = await second.Task(number);
        page.Text.ShouldContain(FirstName + " đã nhận việc này");
        var refused = await second.Post(page, Save, Register);
        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain(FirstName);
        (await web.Db.One<long>("select count(*) from procedures.result_draft r join procedures.dossier d on d.id = r.dossier_id where d.number = @number", new { number })).ShouldBe(0);

        page = await second.Get($"/viec/{task}/nhan");
        page = await second.Post(page, Journey.Form, ("Reason", "x"));
        page.ErrorAt("Reason").ShouldNotBeNull();
        (await second.Post(page, Journey.Form, ("Reason", "Đồng nghiệp đi họp cả ngày"))).Location.ShouldBe("/viec");
        (await Holder(task)).ShouldBe(Second);
        (await web.Db.One<string>("""
            select b.body::jsonb ->> 'reason' from data.ledger l join data.ledger_body b on b.ledger_id = l.id where l.act = 'task.take-over' and l.subject_id = @task
            """, new { task })).ShouldBe("Đồng nghiệp đi họp cả ngày");
        (await first.Get("/hop-thu")).Text.ShouldContain("Việc của bạn đã có người nhận lại");

        var lost = await first.Post(await first.Task(number), Save, Register);
        lost.Status.ShouldBe(409);
        lost.Text.ShouldContain(SecondName);
        // Put back it is anybody's; who begins has it.
        (await second.Post(await second.Get($"/viec/{task}/nhan"), Journey.Form)).Location.ShouldBe("/viec");
        (await Holder(task)).ShouldBeNull();
        (await first.Post(await first.Task(number), Save, Register)).Status.ShouldBe(302);
        (await Holder(task)).ShouldBe(First);
        (await second.Post(shown, Journey.Form)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Take_ManyAtOnce_OneHasItAndTheOthersReadWho()
    {
        var (number, first, _) = await Accepted();
        var task = Guid.Parse((await first.Task(number)).Path.Split('/')[2]);
        var handler = web.Services.GetRequiredService<TakeTaskHandler>();
        Actor[] actors = [Clerk(First, FirstName), Clerk(Second, SecondName)];
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
                (By: actors[i % 2], Answer: await handler.Handle(new TakeTask(task, true), actors[i % 2], default)))));
            var holder = await Holder(task.ToString());
            // Of one clerk any number of presses is one.
            answers.ShouldAllBe(a => a.Answer.Ok == (a.By.Id == holder));
            answers.Where(a => !a.Answer.Ok).ShouldAllBe(a => a.Answer.Problem!.Code == "flows.task-held-since"
                && a.Answer.Problem.Kind == ProblemKind.Conflict && (string?)a.Answer.Problem.Args[0] == actors.Single(x => x.Id == holder).Name);
            (await handler.Handle(new TakeTask(task, false), actors.Single(x => x.Id != holder), default)).Problem!.Code.ShouldBe("flows.task-held-since");
            (await handler.Handle(new TakeTask(task, false), actors.Single(x => x.Id == holder), default)).Ok.ShouldBeTrue();
        }
        (await web.Db.One<long>("select count(*) from data.ledger where act = 'task.take' and subject_id = @task", new { task = task.ToString() })).ShouldBe(20);
    }

    [Fact]
    public async Task Draft_TwoClerksAtOnce_OneIsKeptAndTheOtherIsTold()
    {
        for (var round = 0; round < 5; round++)
        {
            var (number, first, second) = await Accepted();
            var pages = (await first.Task(number), await second.Task(number));
            var answers = await Task.WhenAll(first.Post(pages.Item1, Save, Register), second.Post(pages.Item2, Save, Register));
            answers.Select(a => a.Status).Order().ShouldBe([302, 409]);
            var (winner, loser) = answers[0].Status == 302 ? ((First, FirstName), answers[1]) : ((Second, SecondName), answers[0]);
            loser.Text.ShouldContain(winner.Item2);
            (await Holder(pages.Item1.Path.Split('/')[2])).ShouldBe(winner.Item1);
            (await web.Db.One<string>("select prepared_by from procedures.result_draft r join procedures.dossier d on d.id = r.dossier_id where d.number = @number", new { number })).ShouldBe(winner.Item1);
        }
    }

    [Fact]
    public async Task Accept_TwoOfficersAtOnce_OneAccepts()
    {
        var number = await (await web.Citizen()).Lodge();
        var officers = await Task.WhenAll(web.Staff("motcua.longxuyen"), web.Staff("motcua.longxuyen"));
        // Both have the form before either sends it.
        var pages = await Task.WhenAll(officers.Select(o => o.Get("/mot-cua/" + number)));
        var answers = await Task.WhenAll(officers.Zip(pages, (o, page) => o.Post(page, "form[action*='handler=Accept']", ("FeeHow", "cash"))));
        answers.Count(a => a.Status == 302).ShouldBe(1);
        (await web.Db.One<long>("select count(*) from flows.instance i join procedures.dossier d on d.id::text = i.subject_id where d.number = @number", new { number })).ShouldBe(1);
    }

    [Fact]
    public async Task HandOver_ToSomebodyWhoHasLeftMeanwhile_LeavesTheTaskToAnybody()
    {
        var (number, first, _) = await Accepted();
        var task = (await first.Task(number)).Path.Split('/')[2];
        (await first.Post(await first.Get($"/viec/{task}/nhan"), Journey.Form)).Location.ShouldBe("/viec");
        await web.AsOwner($"update identity.staff set active = false where id = 'demo-staff-mh-2'");
        await web.Services.GetRequiredService<WorkMover>().Handle(new WorkHandedOver(First, "demo-staff-mh-2", null), default);
        (await Holder(task)).ShouldBeNull();
    }

    private static Actor Clerk(string id, string name) => new(ActorKind.Staff, id, name) { Grants = [new("dossier.process", "H01/H01.30307", "case-official")] };

    private Task<string?> Holder(string task) => web.Db.OneOrNone<string?>("select assignee from flows.task where id = @id", new { id = Guid.Parse(task) });

    private async Task<(string Number, Visitor First, Visitor Second)> Accepted()
    {
        await web.AsOwner($"""
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from) values ('{Second}', 'case-official', 'H01.30307', '2026-01-01') on conflict do nothing
            """);
        var number = await (await web.Citizen()).Lodge();
        (await (await web.Staff("motcua.longxuyen")).Accept(number)).Status.ShouldBe(302);
        return (number, await web.Staff("hotich.longxuyen"), await web.Staff("vanthu.longxuyen"));
    }
}
