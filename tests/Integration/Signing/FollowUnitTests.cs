using Microsoft.Extensions.DependencyInjection;
using Sen.Directory;
using Sen.Directory.Succeed;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Signing;
using static Sen.Tests.Signing.Signers;

namespace Sen.Tests.Signing;

/// <summary>Open requests when wards merge, when one is split, and when people go: before, on and after the day.</summary>
public sealed class FollowUnitTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);
    private static readonly Actor Manager = new(ActorKind.Staff, "m", "M") { Grants = [new("directory.manage", "H01", "x"), new("staff.manage", "H01", "x")], ConfirmedAt = DateTimeOffset.MaxValue };

    public sealed class Merged(Web web) : IClassFixture<Web>
    {
        [Fact]
        public async Task Merge_OpenRequests_AreSignedAndSealedByTheFollower()
        {
            var official = await web.Staff(Official);
            var (waits, half, done) = (await official.Ask("Quyết định chưa ký", [(LeaderId, "TM")]), await official.Ask("Quyết định chờ đóng dấu", [(LeaderId, "TM")]), await official.Ask("Thông báo đã xong", [(LeaderId, "")], seal: false));
            var leader = await web.Sure(Leader);
            (await leader.SignAt(half)).Location.ShouldBe(half);
            (await leader.SignAt(done)).Location.ShouldBe(done);
            var preview = await web.Services.GetRequiredService<Sen.Signing.FollowUnit>().Count(new WorkOf(["H01/H01.30307/H01.30307.UB"]), default);
            preview.ShouldBe(2);
            (await web.Services.GetRequiredService<MakeSuccessionHandler>().Handle(
                new(SuccessionKind.Merge, ["H01.30307", "H01.30313"], [new("H01.30399", "Phường Long Xuyên Mới")], Day, "Nghị quyết"), Manager, default)).Problems.ShouldBeEmpty();

            // The day before.
            web.Clock.Set(new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero));
            (await UnitOf(waits)).ShouldBe(Committee);
            (await (await web.Sure(Leader)).Get(waits)).Document.QuerySelector("form[action*='handler=Sign']").ShouldNotBeNull();

            web.Clock.Set(new(2026, 12, 1, 1, 30, 0, TimeSpan.Zero));
            await web.Eventually("requests have moved", async () => await UnitOf(waits) == "H01.30399.UB" && await UnitOf(half) == "H01.30399.UB");
            await web.Eventually("roles have moved", () => web.Db.One<bool>("select count(*) = 8 from identity.role_assignment where unit_code = 'H01.30399' and valid_to is null"));
            (await UnitOf(done)).ShouldBe(Committee, "what is closed keeps its unit");
            (await (await web.Staff(Official)).Get("/hop-thu")).Text.ShouldContain("Yêu cầu ký số chuyển sang đơn vị kế tiếp");
            await web.WithKeys((keys, authority, work) => keys.Add(work, "unit", "H01.30399.UB",
                authority.IssueOrganisation("UBND phường Long Xuyên Mới", web.Db.Now.AddDays(-1), web.Db.Now.AddYears(1)), [authority.Issuing, authority.Root], null, true));
            leader = await web.Sure(Leader);
            var page = await leader.Get(waits);
            page.Text.ShouldContain("TM. ỦY BAN NHÂN DÂN");
            page.Text.ShouldContain("Ủy ban nhân dân phường Long Xuyên Mới");
            (await leader.SignAt(waits)).Location.ShouldBe(waits);
            // The clerk of either former ward is a clerk of the new one.
            foreach (var (request, clerk, number) in new[] { (waits, Clerk, "1/QĐ-UBND"), (half, "vanthu.myhoahung", "2/QĐ-UBND") })
                (await (await web.Sure(clerk)).SignAt(request, ("Number", number), ("Dated", "2026-12-01"))).Location.ShouldBe(request);

            // Later: what was signed under either name verifies, and the ledger says where it went.
            web.Clock.Set(new(2026, 12, 15, 1, 30, 0, TimeSpan.Zero));
            foreach (var request in new[] { waits, half, done })
                (await web.Services.GetRequiredService<Verifier>().Check(await web.FileOf(request), default)).Code.ShouldBe("valid");
            (await web.Db.Query<string>("select act from data.v_ledger where subject_kind = 'signing-request' and subject_id = @id order by id", new { id = half.Split('/')[^1] }))
                .ShouldBe(["signing.request", "signing.sign", "signing.change-unit", "signing.seal"]);
            web.Errors.ShouldBeEmpty();
        }

        private Task<string> UnitOf(string request) => web.Db.One<string>("select unit_code from signing.request where id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
    }

    public sealed class Split(Web web) : IClassFixture<Web>
    {
        [Fact]
        public async Task Split_RequestGoesWithWhoAsked_AndNobodySignsForACollectiveTheyNoLongerLead()
        {
            const string East = "H01.30801", West = "H01.30802";
            var asked = await (await web.Staff(Official)).Ask("Tờ trình của người sang phường Tây", [(LeaderId, "TM")]);
            var stays = await (await web.Staff(Clerk)).Ask("Tờ trình của người ở lại", [(LeaderId, "TM")]);
            (await web.Services.GetRequiredService<MakeSuccessionHandler>().Handle(
                new(SuccessionKind.Split, ["H01.30307"], [new(East, "Phường Long Xuyên Đông"), new(West, "Phường Long Xuyên Tây")], Day, "Nghị quyết") { Shares = [new("identity.staff", OfficialId, West)] }, Manager, default)).Problems.ShouldBeEmpty();
            (await PathOf(asked)).ShouldBe("H01/H01.30307/H01.30307.UB");

            web.Clock.Set(new(2026, 12, 1, 1, 30, 0, TimeSpan.Zero));
            await web.Eventually("requests have moved", async () => await PathOf(asked) == $"H01/{West}/{West}.UB" && await PathOf(stays) == $"H01/{East}/{East}.UB");
            await web.Eventually("roles have moved", () => web.Db.One<bool>($"select exists (select from identity.role_assignment where unit_code = '{East}' and role = 'leader' and valid_to is null)"));
            var leader = await web.Sure(Leader);
            (await leader.SignAt(stays)).Location.ShouldBe(stays);
            var refused = await leader.SignAt(asked);
            refused.Text.ShouldContain("Bạn không còn quyền ký tại đơn vị của văn bản này");
            (await web.StateOf(asked)).ShouldBe("Open");
            var form = await (await web.Staff(Official)).Get(asked);
            (await (await web.Staff(Official)).Get("/hop-thu")).Text.ShouldContain("Yêu cầu ký số chuyển sang đơn vị kế tiếp");
            form.Document.QuerySelector("form[action*='handler=Recall']").ShouldNotBeNull();
        }

        private Task<string> PathOf(string request) => web.Db.One<string>("select unit_path from signing.request where id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
    }

    public sealed class Gone(Web web) : IClassFixture<Web>
    {
        [Fact]
        public async Task Leave_WithRequestsOpen_NeedsAColleagueWhoFollowsThemOnTheDay()
        {
            var asked = await (await web.Staff(Official)).Ask("Tờ trình của người nghỉ", [(LeaderId, "TM")]);
            var move = web.Services.GetRequiredService<MoveStaffHandler>();
            MoveStaff leave = new(OfficialId, null, null, [], new(2026, 11, 25), "Quyết định nghỉ việc 7", null);
            (await move.InHand(OfficialId, default)).ShouldContain(("signing.open-work", 1L));
            (await move.Handle(leave, Manager, default)).Problem!.Code.ShouldBe("identity.people.work-open");
            (await move.Handle(leave with { WorkTo = ClerkId }, Manager, default)).Problems.ShouldBeEmpty();
            (await (await web.Staff(Clerk)).Get(asked)).Document.QuerySelector("form[action*='handler=Recall']").ShouldBeNull();

            web.Clock.Set(new(2026, 11, 25, 1, 30, 0, TimeSpan.Zero));
            await web.Eventually("the clerk follows it", async () => await web.Db.One<string>("select created_by from signing.request where id = @id", new { id = Guid.Parse(asked.Split('/')[^1]) }) == ClerkId);
            var clerk = await web.Staff(Clerk);
            (await clerk.Post(await clerk.Get(asked), "form[action*='handler=Recall']", ("RecallReason", "Người trình đã nghỉ việc"))).Location.ShouldBe(asked);
            (await web.StateOf(asked)).ShouldBe("Recalled");
        }

        [Fact]
        public async Task Ask_ForTheCollectiveByOneWithoutTheRight_IsRefusedBesideTheField()
        {
            web.Clock.Set(Web.Morning);
            var clerk = await web.Staff(Clerk);
            var page = await clerk.Upload(await clerk.Get("/ky-so/moi?don-vi=" + Committee), Procedures.Journey.Form, [new("Document", "a.pdf", Unit.Signatures.Samples.Pdf(false))],
                ("Name", "Quyết định sai thẩm quyền"), ("Steps[0].Staff", "demo-staff-lx-1"), ("Steps[0].Capacity", "TM"));
            page.Document.QuerySelector("[id='Steps_0__Staff-error']")!.TextContent.ShouldContain("không có quyền ký tại");
        }
    }
}
