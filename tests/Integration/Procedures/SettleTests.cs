using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;

namespace Sen.Tests.Procedures;

/// <summary>From acceptance to the signed and sealed result, with its evidence, and what stops on the way.</summary>
public sealed class SettleTests(Web web) : IClassFixture<Web>
{
    private Visitor _citizen = null!, _officer = null!, _official = null!, _leader = null!, _clerk = null!;

    [Fact]
    public async Task Walk_FromApplicationToSealedResult_LeavesAllItsEvidence()
    {
        var number = await Accepted();
        (await _official.SubmitResult(await _official.DraftResult(web, number))).Location.ShouldBe("/viec");
        (await _leader.Sign(number)).Location.ShouldBe("/viec");
        (await _clerk.Seal(number)).Location.ShouldBe("/viec");

        var page = await _citizen.Get("/ho-so/" + number);
        page.Text.ShouldContain("Đã trả kết quả");
        var result = page.Document.QuerySelector("main a[download], main a[href*='/tep/']")!.GetAttribute("href")!;
        var pdf = await _citizen.Download(result);
        Encoding.Latin1.GetString(pdf).Split("/ByteRange").Length.ShouldBe(3); // a personal signature and a seal
        (await _citizen.Get($"/ho-so/{number}?handler=Verify")).Text.ShouldNotContain("signing.");
        (await (await web.Citizen(2)).Get(result)).Status.ShouldBe(404);

        var id = (await web.Db.One<Guid>("select id from procedures.dossier where number = @number", new { number })).ToString();
        (await web.Db.Query<string>("select act from data.v_ledger where subject_kind = 'dossier' and subject_id = @id and act not like '%print%' order by id", new { id }))
            .ShouldBe(["dossier.submit", "dossier.accept", "dossier.draft-result", "dossier.submit-result", "dossier.sign-result", "dossier.seal-result"]);
        await web.Eventually("events have their position", () => web.Db.One<bool>("select not exists (select from data.event where position is null)"));
        (await web.Db.Query<string>("select name || coalesce(' ' || (body ->> 'to'), '') from data.event where body ->> 'dossier' = @id and name not like '%printed' order by position", new { id }))
            .ShouldBe(["procedures.dossier-submitted", "procedures.dossier-accepted", "procedures.dossier-moved 2", "procedures.dossier-moved 4", "procedures.dossier-moved 9", "procedures.dossier-moved 10"]);
        await web.Eventually("due jobs are done", () => web.Db.One<bool>("select not exists (select from data.job where state <> 'done' and run_at <= @Now)", new { web.Db.Now }));
        await web.Eventually("the ledger is sealed", async () => (await Verify()).Unsealed == 0);
        var report = await Verify();
        report.Fault.ShouldBeNull();
        report.Entries.ShouldBe(await web.Db.One<long>("select count(*) from data.ledger"));
        (await web.Db.Query<string>("select what from flows.clock where subject_id = @id order by at", new { id })).ShouldBe(["start", "stop"]);
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rework_FromSigner_GoesBackWithTheReasonAndAroundAgain()
    {
        var number = await Accepted();
        await _official.SubmitResult(await _official.DraftResult(web, number));
        var page = await _leader.Task(number);
        (await _leader.Post(page, "form[action*='handler=Rework']", ("Rework", "x"))).ErrorAt("Rework").ShouldNotBeNull();
        (await _leader.Post(page, "form[action*='handler=Rework']", ("Rework", "Ghi thiếu nơi sinh của người được cấp"))).Location.ShouldBe("/viec");
        (await _official.Task(number)).Text.ShouldContain("Ghi thiếu nơi sinh của người được cấp");
        // Her old page is of a task that is closed.
        (await _leader.Post(page, "form[action*='handler=Sign']", ("Confirmed", "true"))).Status.ShouldBe(409);
        (await _official.SubmitResult(await _official.DraftResult(web, number))).Location.ShouldBe("/viec");
        (await _leader.Sign(number)).Location.ShouldBe("/viec");
    }

    [Fact]
    public async Task Sign_FileChangedSinceItWasShown_IsRefused()
    {
        var number = await Accepted();
        await _official.SubmitResult(await _official.DraftResult(web, number));
        var shown = await _leader.Task(number);
        await web.AsOwner($"update procedures.result_draft set file = gen_random_uuid() where dossier_id = (select id from procedures.dossier where number = '{number}')");
        var page = await _leader.Post(shown, "form[action*='handler=Sign']", ("Confirmed", "true"));
        page.Text.ShouldContain("đã thay đổi từ khi bạn mở trang");
        (await web.Db.One<long>("select count(*) from signing.signature s join procedures.dossier d on d.id::text = s.subject_id where d.number = @number", new { number })).ShouldBe(0);
    }

    [Fact]
    public async Task SignAndSeal_WithoutAFreshProof_AskForItFirst()
    {
        var number = await Accepted();
        await _official.SubmitResult(await _official.DraftResult(web, number));
        var leader = await web.Staff("chutich.longxuyen");
        (await leader.Task(number)).Location.ShouldNotBeNull().ShouldStartWith("/xac-nhan?viec=Signing");
        var shown = await _leader.Task(number);
        web.Clock.Pass(TimeSpan.FromMinutes(11));
        (await _leader.Post(shown, "form[action*='handler=Sign']", ("Confirmed", "true"))).Location.ShouldNotBeNull().ShouldStartWith("/xac-nhan?viec=Signing");
        await web.Confirm(_leader, "chutich.longxuyen");
        (await _leader.Sign(number)).Location.ShouldBe("/viec");
        (await _clerk.Task(number)).Location.ShouldNotBeNull().ShouldStartWith("/xac-nhan?viec=Signing");
    }

    [Fact]
    public async Task Sign_NotConfirmed_IsAskedFor()
    {
        var number = await Accepted();
        await _official.SubmitResult(await _official.DraftResult(web, number));
        (await _leader.Post(await _leader.Task(number), "form[action*='handler=Sign']")).ErrorAt("Confirmed").ShouldNotBeNull();
    }

    [Fact]
    public async Task Seal_KeyRevokedMeanwhile_IsRefusedAndTheTaskStays()
    {
        var number = await Accepted();
        await _official.SubmitResult(await _official.DraftResult(web, number));
        await _leader.Sign(number);
        var page = await _clerk.Task(number);
        await web.AsOwner("update signing.key set revoked_at = '2026-01-01' where owner_kind = 'unit'");
        try
        {
            var refused = await _clerk.Post(page, Journey.Form, ("Confirmed", "true"));
            refused.Status.ShouldBe(409);
            refused.Text.ShouldNotContain("signing.no-key");
            (await _clerk.Task(number)).Document.QuerySelector("main form[method=post]").ShouldBeNull();
        }
        finally
        {
            await web.AsOwner("update signing.key set revoked_at = null where owner_kind = 'unit'");
        }
        (await _clerk.Seal(number)).Location.ShouldBe("/viec");
    }

    [Fact]
    public async Task HandOver_FeePaidLater_IsTakenAtTheDesk()
    {
        var number = await Accepted("later");
        await _official.SubmitResult(await _official.DraftResult(web, number));
        await _leader.Sign(number);
        await _clerk.Seal(number);
        (await _citizen.Get("/ho-so/" + number)).Text.ShouldContain("Đã xử lý xong");
        var page = await _officer.Task(number);
        // Until it is handed over, the citizen has no file.
        var file = page.Document.QuerySelector("main a[href*='/tep/']")!.GetAttribute("href")!;
        (await _citizen.Get(file)).Status.ShouldBe(404);
        (await _officer.Post(page, Journey.Form)).ErrorAt("FeeHow").ShouldNotBeNull();
        (await _officer.Post(page, Journey.Form, ("FeeHow", "transfer"))).Location.ShouldBe("/viec");
        (await _officer.Post(page, Journey.Form, ("FeeHow", "transfer"))).Status.ShouldBe(409);
        (await _citizen.Get("/ho-so/" + number)).Text.ShouldContain("(đã nộp)");
        (await _citizen.Get(file)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Task_OfAnotherCommune_IsNeitherListedNorOpened()
    {
        var number = await Accepted();
        var task = await _official.Task(number);
        var other = await web.Staff("hotich.myhoahung");
        (await other.Get("/viec?q=" + number)).Document.QuerySelector("tbody tr").ShouldBeNull();
        var page = await other.Get(task.Path);
        page.Status.ShouldBe(403);
        page.Text.ShouldContain("dossier.process");
        (await _leader.Get(task.Path)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Draft_WrongFields_AreKeptBesideTheirErrors()
    {
        var number = await Accepted();
        var page = await _official.Post(await _official.Task(number), "form[action*='handler=Save']", ("fullName", "X"), ("bookNumber", "7/1990"), ("bookOn", "99/99/1990"));
        page.ErrorAt("fullName").ShouldNotBeNull();
        page.ErrorAt("sex").ShouldNotBeNull();
        page.ErrorAt("bookOn").ShouldNotBeNull();
        page.Value("bookNumber").ShouldBe("7/1990");
        page.Value("bookOn").ShouldBe("99/99/1990");
    }

    [Fact]
    public async Task Draft_StaleTab_IsRefused()
    {
        var number = await Accepted();
        var before = await _official.Task(number);
        var printed = await _official.DraftResult(web, number);
        var filled = Visitor.Values((AngleSharp.Html.Dom.IHtmlFormElement)printed.Document.QuerySelector("form[action*='handler=Save']")!)
            .Where(v => v.Name is not ("Version" or "__RequestVerificationToken")).Select(v => (v.Name, (string?)v.Value)).ToArray();
        (await _official.Post(before, "form[action*='handler=Save']", filled)).Status.ShouldBe(409);
    }

    private Task<LedgerReport> Verify() => web.Services.GetRequiredService<LedgerVerifier>().Verify();

    private async Task<string> Accepted(string feeHow = "cash")
    {
        (_citizen, _officer) = (await web.Citizen(), await web.Staff("motcua.longxuyen"));
        (_official, _leader, _clerk) = (await web.Staff("hotich.longxuyen"), await web.Staff("chutich.longxuyen"), await web.Staff("vanthu.longxuyen"));
        await web.Confirm(_leader, "chutich.longxuyen");
        await web.Confirm(_clerk, "vanthu.longxuyen");
        var number = await _citizen.Lodge();
        (await _officer.Accept(number, feeHow)).Status.ShouldBe(302);
        return number;
    }
}
