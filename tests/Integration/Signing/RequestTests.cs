using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signing;
using Sen.Tests.Unit.Signatures;
using static Sen.Tests.Signing.Signers;

namespace Sen.Tests.Signing;

/// <summary>Requests for signature: order, capacity, refusal, recall, a deputy, number and seal, with their evidence.</summary>
public sealed class RequestTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Walk_SignThenNumberAndSeal_LeavesALastingFileAndItsEvidence()
    {
        var official = await web.Staff(Official);
        var request = await official.Ask("Quyết định về việc mẫu", [(LeaderId, "TM")]);
        var leader = await web.Staff(Leader);
        (await leader.Get("/ky-so")).Text.ShouldContain("Quyết định về việc mẫu");
        // A session that was not confirmed lately is asked first.
        var page = await leader.Get(request);
        page.Text.ShouldContain("TM. ỦY BAN NHÂN DÂN");
        page.Document.QuerySelector("form[action*='handler=Sign']").ShouldBeNull();
        page.Document.QuerySelector("a[href*='/xac-nhan']").ShouldNotBeNull();
        await web.Confirm(leader, Leader);
        var before = await web.FileOf(request);
        (await leader.Post(await leader.Get(request), "form[action*='handler=Sign']")).ErrorAt("Confirmed").ShouldNotBeNull();
        (await leader.SignAt(request)).Location.ShouldBe(request);
        var signed = await web.FileOf(request);
        signed.AsSpan(0, before.Length).SequenceEqual(before).ShouldBeTrue();

        var clerk = await web.Sure(Clerk);
        (await clerk.SignAt(request, ("Number", "số"))).ErrorAt("Number").ShouldNotBeNull();
        (await clerk.SignAt(request, ("Number", "12/QĐ-UBND"), ("Dated", "2026-11-20"))).Location.ShouldBe(request);
        var done = await web.FileOf(request);
        done.AsSpan(0, signed.Length).SequenceEqual(signed).ShouldBeTrue();
        (await web.StateOf(request)).ShouldBe("Done");
        var shown = await official.Get(request);
        shown.Text.ShouldContain("12/QĐ-UBND");

        var verdict = await web.Services.GetRequiredService<Verifier>().Check(done, default);
        verdict.Code.ShouldBe("valid", string.Join('\n', verdict.Report.Signatures.Select(s => s.Code + " " + string.Join(' ', s.Findings))));
        verdict.Report.Signatures.Where(s => !s.IsDocumentTimestamp).Select(s => s.Reason).ShouldBe(["TM. ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND", null]);
        verdict.Report.Signatures[2].Level.ShouldBe("B-LTA");
        verdict.Development.ShouldBeTrue();

        var id = request.Split('/')[^1];
        (await web.Db.Query<string>("select act from data.v_ledger where subject_kind = 'signing-request' and subject_id = @id order by id", new { id }))
            .ShouldBe(["signing.request", "signing.sign", "signing.seal"]);
        (await web.Db.Query<string>("select kind from signing.signature where subject_kind = 'signing-request' and subject_id = @id order by signed_at", new { id })).ShouldBe(["Personal", "Organisation"]);
        (await official.Get("/hop-thu")).Text.ShouldContain("Văn bản đã được ký xong");
        var qr = await web.Visitor().Get("/xac-thuc/signing-request/" + id);
        qr.Text.ShouldContain("Chữ ký hợp lệ");
        qr.Text.ShouldContain("12/QĐ-UBND");
        qr.Text.ShouldNotContain("Quyết định về việc mẫu");
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuse_WithReason_EndsItAndTellsTheOneWhoAsked()
    {
        var official = await web.Staff(Official);
        var request = await official.Ask("Tờ trình sai mẫu", [(LeaderId, "")]);
        var leader = await web.Staff(Leader);
        var page = await leader.Get(request);
        foreach (var reason in new[] { "", "x" })
            (await leader.Post(page, "form[action*='handler=Refuse']", ("RefuseReason", reason))).ErrorAt("RefuseReason").ShouldNotBeNull();
        (await leader.Post(page, "form[action*='handler=Refuse']", ("RefuseReason", "Sai thẩm quyền ký"))).Location.ShouldBe(request);
        (await web.StateOf(request)).ShouldBe("Refused");
        (await official.Get(request)).Text.ShouldContain("Sai thẩm quyền ký");
        (await official.Get("/hop-thu")).Text.ShouldContain("Văn bản bị từ chối ký");
        // The old page is of a step that is closed.
        (await leader.Post(page, "form[action*='handler=Refuse']", ("RefuseReason", "Thêm lần nữa"))).Status.ShouldBe(200);
        (await web.Db.Query<string>("select act from data.v_ledger where subject_id = @id order by id", new { id = request.Split('/')[^1] })).ShouldBe(["signing.request", "signing.refuse"]);
    }

    [Fact]
    public async Task Recall_BeforeTheNextSigner_PutsTheFileBack_AfterwardsIsTooLate()
    {
        await web.MakeSigner();
        var official = await web.Staff(Official);
        var request = await official.Ask("Công văn thu hồi", [(LeaderId, ""), (OfficialId, "KT")]);
        var leader = await web.Sure(Leader);
        var original = await web.FileOf(request);
        await leader.SignAt(request);
        var page = await leader.Get(request);
        (await leader.Post(page, "form[action*='handler=TakeBack']", ("TakeBackReason", "Ký nhầm văn bản"))).Location.ShouldBe(request);
        (await web.FileOf(request)).ShouldBe(original);
        (await leader.SignAt(request)).Location.ShouldBe(request);
        var late = await leader.Get(request);
        await web.Confirm(official, Official);
        (await official.SignAt(request)).Location.ShouldBe(request);
        var refused = await leader.Post(late, "form[action*='handler=TakeBack']", ("TakeBackReason", "Quá muộn rồi"));
        refused.Text.ShouldContain("Không thu hồi được nữa");
        (await web.Services.GetRequiredService<Verifier>().Check(await web.FileOf(request), default)).Report.Signatures.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Sign_OutOfTurnOrInAnothersPlace_IsRefused()
    {
        await web.MakeSigner();
        var request = await (await web.Staff(Clerk)).Ask("Ký đúng thứ tự", [(LeaderId, ""), (OfficialId, "KT")]);
        (await (await web.Sure(Official)).Get(request)).Document.QuerySelector("form[action*='handler=Sign']").ShouldBeNull();
        var steps = await web.Db.Query<Guid>("select id from signing.step where request_id = @id order by ordinal", new { id = Guid.Parse(request.Split('/')[^1]) });
        var file = await web.Db.One<Guid>("select file from signing.request where id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
        // The second before the first; the second in the first one's place; the seal before anybody; the first without a fresh confirmation.
        foreach (var (step, staff, confirmed) in new[] { (1, OfficialId, true), (0, OfficialId, true), (2, ClerkId, true), (0, LeaderId, false) })
        {
            var member = (await web.Services.GetRequiredService<Staff>().Find(staff, default))!;
            var actor = new Actor(ActorKind.Staff, member.Id, member.Name) { Title = member.Title, UnitPath = member.UnitPath, ConfirmedAt = confirmed ? web.Db.Now : null };
            (await web.Services.GetRequiredService<SignStepHandler>().Handle(new SignStep(steps[step], file, true), actor, default)).Ok.ShouldBeFalse($"{step} {staff}");
        }
        (await web.Db.One<long>("select count(*) from signing.signature where subject_id = @id", new { id = request.Split('/')[^1] })).ShouldBe(0);
        (await web.StateOf(request)).ShouldBe("Open");
    }

    [Fact]
    public async Task Recall_ByTheOneWhoAsked_EndsIt()
    {
        var official = await web.Staff(Official);
        var request = await official.Ask("Văn bản rút lại", [(LeaderId, "")]);
        (await official.Post(await official.Get(request), "form[action*='handler=Recall']", ("RecallReason", "Cần sửa nội dung"))).Location.ShouldBe(request);
        (await web.StateOf(request)).ShouldBe("Recalled");
        (await (await web.Sure(Leader)).Get(request)).Document.QuerySelector("form[action*='handler=Sign']").ShouldBeNull();
    }

    [Fact]
    public async Task Give_ToOneWhoMaySign_DeputySignsInTheOwnName_AndAuthorisationIsNotPassedOn()
    {
        await web.MakeSigner();
        var clerk = await web.Staff(Clerk);
        var request = await clerk.Ask("Giấy mời họp", [(LeaderId, "")], seal: false);
        var leader = await web.Staff(Leader);
        (await leader.Post(await leader.Get(request), "form[action*='handler=Give']", ("Deputy", OfficialId), ("GiveReason", "Đi công tác Hà Nội"))).Location.ShouldBe(request);
        (await (await web.Sure(Official)).SignAt(request)).Location.ShouldBe(request);
        var report = (await web.Services.GetRequiredService<Verifier>().Check(await web.FileOf(request), default)).Report;
        report.Signatures.First(s => !s.IsDocumentTimestamp).SignerName.ShouldBe("Đặng Quốc Tre Xanh");
        (await leader.Get(request)).Text.ShouldContain("Đi công tác Hà Nội");

        var authorised = await clerk.Ask("Ký thừa ủy quyền", [(LeaderId, "TUQ")], seal: false, more: ("Steps[0].Basis", "Quyết định số 5/QĐ-UBND ngày 02/01/2026"));
        (await leader.Get(authorised)).Document.QuerySelector("form[action*='handler=Give']").ShouldBeNull();
    }

    [Fact]
    public async Task WorkHandedOver_StepFollowsOneWhoMaySign_AuthorisationStaysAndIsTold()
    {
        await web.MakeSigner();
        var clerk = await web.Staff(Clerk);
        var (given, authorised) = (await clerk.Ask("Tờ trình bàn giao", [(LeaderId, "")], seal: false),
            await clerk.Ask("Thừa ủy quyền", [(LeaderId, "TUQ")], seal: false, more: ("Steps[0].Basis", "Quyết định số 5/QĐ-UBND ngày 02/01/2026")));
        var follow = web.Services.GetRequiredService<FollowWork>();
        for (var again = 0; again < 2; again++)
            await follow.Handle(new WorkHandedOver(LeaderId, OfficialId, null), default);
        (await (await web.Sure(Official)).SignAt(given)).Location.ShouldBe(given);
        (await Deputy(authorised)).ShouldBeNull();
        (await clerk.Get("/hop-thu")).Text.ShouldContain("Bước ký chưa chuyển được");

        // The deputy leaves in turn: the step is the signer's again, and is not passed on.
        var back = await clerk.Ask("Tờ trình trả lại", [(LeaderId, "")], seal: false);
        await follow.Handle(new WorkHandedOver(LeaderId, OfficialId, null), default);
        (await Deputy(back)).ShouldBe(OfficialId);
        await follow.Handle(new WorkHandedOver(OfficialId, ClerkId, null), default);
        (await Deputy(back)).ShouldBeNull();

        Task<string?> Deputy(string request) => web.Db.OneOrNone<string>("select deputy_id from signing.step where request_id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
    }

    [Fact]
    public async Task Ask_WithoutBasisOrDeadlineInThePast_IsRefusedBesideTheField()
    {
        var official = await web.Staff(Official);
        var form = await official.Get("/ky-so/moi?don-vi=" + Committee);
        var page = await official.Upload(form, Sen.Tests.Procedures.Journey.Form, [new("Document", "a.pdf", Samples.Pdf(false))],
            ("Name", "x"), ("Steps[0].Staff", LeaderId), ("Steps[0].Capacity", "TUQ"), ("Steps[0].Due", "2020-01-01"));
        page.ErrorAt("Name").ShouldNotBeNull();
        foreach (var field in new[] { "Basis", "Due" })
            page.Document.QuerySelector($"[id='Steps_0__{field}-error']").ShouldNotBeNull(field);
        var nobody = await official.Upload(form, Sen.Tests.Procedures.Journey.Form, [new("Document", "a.pdf", Samples.Pdf(false))], ("Name", "Không ai ký"));
        nobody.Text.ShouldContain("Con dấu số chỉ được đóng sau khi");
        var broken = await official.Upload(form, Sen.Tests.Procedures.Journey.Form, [new("Document", "a.pdf", [.. "%PDF-1.7\n"u8, .. new byte[100]])], ("Name", "Tệp hỏng"), ("Steps[0].Staff", LeaderId));
        broken.ErrorAt("Document").ShouldNotBeNull();
    }

    [Fact]
    public async Task Request_OfOthers_IsNobodysBusiness()
    {
        var request = await (await web.Staff(Official)).Ask("Văn bản nội bộ", [(LeaderId, "")]);
        foreach (var other in new[] { "motcua.myhoahung", "chutich.myhoahung", "vanthu.myhoahung", "quantri" })
        {
            var stranger = await web.Staff(other);
            (await stranger.Get(request)).Status.ShouldBe(404);
            (await stranger.Get(request + "/tep")).Status.ShouldBe(404);
            (await stranger.Get("/ky-so")).Text.ShouldNotContain("Văn bản nội bộ");
        }
        (await (await web.Staff(Leader)).Get(request + "/tep")).Status.ShouldBe(200);
        (await web.Visitor().Get("/xac-thuc/signing-request/" + request.Split('/')[^1])).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Sign_FileChangedSinceItWasShown_IsRefused()
    {
        var request = await (await web.Staff(Official)).Ask("Tệp bị đổi", [(LeaderId, "")]);
        var leader = await web.Sure(Leader);
        var page = await leader.Get(request);
        (await leader.Post(page, "form[action*='handler=Sign']", ("Confirmed", "true"), ("Shown", Guid.NewGuid().ToString()))).Text.ShouldContain("Tệp đã thay đổi");
        (await web.StateOf(request)).ShouldBe("Open");
    }

    [Fact]
    public async Task Batch_Hundred_SignsEachAndTellsWhatFailed()
    {
        var clerk = await web.Staff(Clerk);
        var requests = new List<string>();
        for (var i = 0; i < 12; i++)
            requests.Add(await clerk.Ask($"Lô ký {i}", [(LeaderId, "KT")], seal: false));
        var leader = await web.Staff(Leader);
        (await leader.Get("/ky-so/ky-nhieu?tat-ca=true")).Location.ShouldNotBeNull().ShouldContain("/xac-nhan");
        await web.Confirm(leader, Leader);
        var confirm = await leader.Get("/ky-so/ky-nhieu?tat-ca=true");
        confirm.Document.QuerySelectorAll("input[name=Lines]").Length.ShouldBeGreaterThanOrEqualTo(12);
        confirm.Text.ShouldContain("Lô ký 3");
        (await leader.Post(confirm, "main form[method=post]")).ErrorAt("Confirmed").ShouldNotBeNull();
        // One is recalled while the page is open: it fails alone.
        await clerk.Post(await clerk.Get(requests[5]), "form[action*='handler=Recall']", ("RecallReason", "Rút lại trước khi ký"));
        var made = await leader.Post(confirm, "main form[method=post]", ("Confirmed", "true"));
        if (made.Location is null)
        {
            // What is no longer open is told at once; the list is shown anew.
            made = await leader.Post(await leader.Get("/ky-so/ky-nhieu?tat-ca=true"), "main form[method=post]", ("Confirmed", "true"));
        }
        var batch = made.Location.ShouldNotBeNull(made.Text);
        Sheet result = null!;
        await web.Eventually("the batch is signed", async () => !(result = await leader.Get(batch)).Answer.Headers.Contains("Refresh"));
        result.Text.ShouldContain("0 không ký được");
        foreach (var request in requests.Where(r => r != requests[5]))
            (await web.StateOf(request)).ShouldBe("Done");
        (await (await web.Staff(Clerk)).Get(batch)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Batch_RunTwice_SignsOnce()
    {
        var clerk = await web.Staff(Clerk);
        var request = await clerk.Ask("Lô chạy lại", [(LeaderId, "")], seal: false);
        var leader = await web.Sure(Leader);
        var made = await leader.Post(await leader.Get("/ky-so/ky-nhieu?tat-ca=true"), "main form[method=post]", ("Confirmed", "true"));
        var id = Guid.Parse(made.Location!.Split('/')[^1]);
        await web.Eventually("signed", () => web.Db.One<bool>("select finished_at is not null from signing.batch where id = @id", new { id }));
        await web.AsOwner($"update signing.batch_item set state = 'Waiting' where batch_id = '{id}'");
        await web.Services.GetRequiredService<SignBatchHandler>().Run(id, KeyConsent.None, default);
        (await web.Db.Query<string>("select distinct state from signing.batch_item where batch_id = @id", new { id })).ShouldBe(["Signed"]);
        (await web.Db.One<long>("select count(*) from signing.signature where subject_id = @id", new { id = request.Split('/')[^1] })).ShouldBe(1);
    }
}
