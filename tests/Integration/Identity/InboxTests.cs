using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Tests.Identity;

/// <summary>The inbox in the program: states, filters, many at once, and the chain of reminders.</summary>
public sealed class InboxTests(Web web) : IClassFixture<Web>
{
    private const string List = "form:has([name=picked])";

    [Fact]
    public async Task Mailbox_ManyMessages_AreFilteredAndMarkedTogether()
    {
        const string me = "demo-citizen-1";
        await Send(me, "dossier", 3);
        await Send(me, "data-request", 2);
        await Send("demo-citizen-2", "dossier", 1);
        var citizen = await web.Citizen(1);
        var page = await citizen.Get("/hop-thu");
        Rows(page).Length.ShouldBe(5);
        page.Document.QuerySelector(".x-count")!.TextContent.ShouldBe("5");
        page = await citizen.Get("/hop-thu?ve=dossier");
        Rows(page).Length.ShouldBe(3);
        var picked = page.Document.QuerySelectorAll("[name=picked]").Take(2).Select(b => ("picked", (string?)b.GetAttribute("value"))).ToArray();
        (await citizen.Post(page, List, [.. picked, ("state", "archived")])).Location.ShouldBe("/hop-thu?ve=dossier");
        Rows(await citizen.Get("/hop-thu?ve=dossier")).Length.ShouldBe(1);
        page = await citizen.Get("/hop-thu?xem=archived");
        Rows(page).Length.ShouldBe(2);
        (await citizen.Post(page, List, ("picked", picked[0].Item2), ("state", "unread"))).Status.ShouldBe(302);
        Rows(await citizen.Get("/hop-thu")).Length.ShouldBe(4);
        page = await citizen.Get("/hop-thu");
        (await citizen.Post("/hop-thu?handler=AllRead", [("__RequestVerificationToken", page.Value("__RequestVerificationToken")!)], [])).Status.ShouldBe(302);
        (await citizen.Get("/hop-thu?xem=unread")).Text.ShouldContain("Không có thông báo nào ở đây");
        // Another's messages stay untouched, whatever is posted.
        var other = await web.Db.One<Guid>("select id from identity.message where person_id = 'demo-citizen-2'");
        (await citizen.Post(page, List, ("picked", other.ToString()), ("state", "archived"))).Status.ShouldBe(302);
        (await web.Db.One<string>("select state from identity.message where id = @other", new { other })).ShouldBe("unread");
        (await citizen.Get("/hop-thu/" + other)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Message_Opened_IsReadAndSaysWhenItReminds()
    {
        await Send("demo-citizen-3", "dossier", 1, [new Reminder(TimeSpan.FromDays(2), "identity.request-taken"), new Reminder(TimeSpan.FromDays(3), "identity.request-taken", "demo-staff-lx-3")]);
        var citizen = await web.Citizen(3);
        var list = await citizen.Get("/hop-thu");
        var link = Rows(list)[0].QuerySelector("a")!.GetAttribute("href")!;
        var page = await citizen.Get(link);
        // The superior's reminder is not the person's business.
        page.Text.ShouldContain("Hệ thống sẽ nhắc lại vào: 08:30 22/11/2026, nếu việc chưa xong.");
        (await citizen.Get("/hop-thu?xem=unread")).Document.QuerySelectorAll($"a[href='{link}']").ShouldBeEmpty();
        (await citizen.Post(page, "form:has([value=archived])", ("state", "archived"))).Status.ShouldBe(302);
        (await citizen.Get(link)).Text.ShouldContain("Đưa lại hộp thư đến");
    }

    [Fact]
    public async Task Chain_NotAnswered_ComesToThePersonAndThenToTheSuperior()
    {
        await Send("demo-citizen-4", "dossier", 1, [new Reminder(TimeSpan.FromDays(2), "identity.request-taken"), new Reminder(TimeSpan.FromDays(3), "identity.request-taken", "demo-staff-lx-3")]);
        try
        {
            web.Clock.Pass(TimeSpan.FromDays(2));
            await web.Eventually("the first reminder comes", async () => await Count("demo-citizen-4") == 2);
            (await Count("demo-staff-lx-3")).ShouldBe(0);
            web.Clock.Pass(TimeSpan.FromDays(1));
            await web.Eventually("the second goes to the superior", async () => await Count("demo-staff-lx-3") == 1);
            (await Count("demo-citizen-4")).ShouldBe(2);
        }
        finally
        {
            web.Clock.Set(Web.Morning);
        }
    }

    private Task<int> Count(string person) => web.Db.One<int>("select count(*)::int from identity.message where person_id = @person and about_id like 'chain%'", new { person });

    private async Task Send(string person, string kind, int times, IReadOnlyList<Reminder>? reminders = null)
    {
        await using var work = await web.Services.GetRequiredService<Database>().Begin(Actor.Part("test"), default);
        for (var i = 0; i < times; i++)
            work.Notify(new Notice(person, "identity.request-taken", new Ref(kind, $"chain-{person}-{kind}-{i}"), [new DateOnly(2026, 12, 1)], "/ho-so", reminders));
        work.Audit("test.notify", new Ref("test", person));
        await work.Commit(default);
    }

    private static IElement[] Rows(Sheet page) => [.. page.Document.QuerySelectorAll("tbody tr")];
}
