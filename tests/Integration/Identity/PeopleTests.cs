using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Tests.Procedures;
using Sen.Tests.Signing;

namespace Sen.Tests.Identity;

/// <summary>Staff: found, added, given roles, moved, gone; and who looked.</summary>
public sealed class PeopleTests(Web web) : IClassFixture<Web>
{
    private const string Form = "main form[method=post]", Official = "demo-staff-mh-2", Officer = "demo-staff-lx-1", Leader = "demo-staff-lx-3";

    private Task<IReadOnlyList<Grant>> Grants(string staff, DateOnly day) => web.Services.GetRequiredService<GrantsQuery>().Of(staff, day, default);

    [Theory]
    [InlineData("vo thi sen", "Võ Thị Sen Hồng")]
    [InlineData("VÕ THỊ SEN", "Võ Thị Sen Hồng")]
    [InlineData("motcua.long", "Võ Thị Sen Hồng")]
    [InlineData("li thanh", "Lý Thanh Cù Lao")]
    [InlineData("Lý Thanh", "Lý Thanh Cù Lao")]
    public async Task Search_AnySpelling_FindsThePerson(string text, string name) =>
        (await (await web.Staff("vanthu.longxuyen")).Get("/nhan-su?q=" + Uri.EscapeDataString(text))).Document.QuerySelector("tbody th a")!.TextContent.ShouldBe(name);

    [Theory]
    [InlineData("%")]
    [InlineData("khong co ai")]
    public async Task Search_NobodySuch_SaysSo(string text) =>
        (await (await web.Staff("vanthu.longxuyen")).Get("/nhan-su?q=" + Uri.EscapeDataString(text))).Text.ShouldContain("Không tìm thấy ai");

    [Fact]
    public async Task Search_AtUnit_ShowsThoseAtAndBelow()
    {
        var page = await (await web.Staff("vanthu.longxuyen")).Get("/nhan-su?don-vi=H01.30313");
        page.Text.ShouldContain("Lý Thanh Cù Lao");
        page.Text.ShouldContain("Phan Thị Lục Bình");
        page.Text.ShouldNotContain("Võ Thị Sen Hồng");
    }

    [Fact]
    public async Task Post_NewStaff_IsFoundWithPositionAndRole()
    {
        var administrator = await web.Sure("quantri");
        var page = await administrator.Post(await administrator.Get("/nhan-su/them"), Form, ("Name", "Lê Thị Bằng Lăng"), ("UserName", "Không Hợp"), ("Title", ""), ("Unit", "khong co"), ("Decision", "x"));
        page.ErrorAt("Title").ShouldNotBeNull();
        page = await administrator.Post(page, Form, ("Title", "Chuyên viên"));
        page.ErrorAt("UserName").ShouldNotBeNull();
        page.ErrorAt("Unit").ShouldNotBeNull().ShouldContain("khong co");
        page = await administrator.Post(page, Form, ("UserName", "banglang.longxuyen"), ("Unit", "van phong phuong long xuyen"), ("Roles", "case-official"), ("Decision", "Quyết định 45/QĐ-UBND"));
        page = await administrator.Follow(page);
        page.Text.ShouldContain("Công chức thụ lý");
        page.Document.QuerySelector("main a[href='/danh-ba/H01.30307.VP']").ShouldNotBeNull();
        var again = await administrator.Post(await administrator.Get("/nhan-su/them"), Form, ("Name", "Người Khác"), ("UserName", "banglang.longxuyen"), ("Title", "Chuyên viên"), ("Unit", "H01.30307.VP"), ("Decision", "x"));
        again.ErrorAt("UserName").ShouldNotBeNull().ShouldContain("banglang.longxuyen");
    }

    [Fact]
    public async Task GiveAndEndRole_ChangesWhatOneMay()
    {
        var administrator = await web.Sure("quantri");
        var today = new DateOnly(2026, 11, 20);
        var page = await administrator.Post(await administrator.Get($"/nhan-su/{Leader}/vai-tro"), "form[action*='handler=Give']",
            ("Role", "clerk"), ("Unit", "H01.30307"), ("Until", "30/11/2026"), ("Decision", "Quyết định 7"));
        page.Status.ShouldBe(302, page.Text);
        (await Grants(Leader, today)).ShouldContain(g => g.Permission == "dossier.seal" && g.UnitPath == "H01/H01.30307");
        (await Grants(Leader, new DateOnly(2026, 12, 1))).ShouldNotContain(g => g.Permission == "dossier.seal");
        page = await administrator.Post(await administrator.Get($"/nhan-su/{Leader}/vai-tro"), "form[action*='handler=Give']",
            ("Role", "clerk"), ("Unit", "H01.30307"), ("Decision", "Quyết định 8"));
        page.ErrorAt("Role").ShouldNotBeNull();

        var id = await web.Db.One<long>("select id from identity.role_assignment where staff_id = @Leader and role = 'clerk'", new { Leader });
        page = await administrator.Post(page, $"form:has([name=Assignment][value='{id}'])", ($"On{id}", "25/11/2026"), ($"Reason{id}", ""));
        page.ErrorAt($"Reason{id}").ShouldNotBeNull();
        page = await administrator.Post(page, $"form:has([name=Assignment][value='{id}'])", ($"On{id}", "25/11/2026"), ($"Reason{id}", "Hết thời gian kiêm nhiệm"));
        page.Status.ShouldBe(302, page.Text);
        (await Grants(Leader, new DateOnly(2026, 11, 26))).ShouldNotContain(g => g.Permission == "dossier.seal");
        (await administrator.Get($"/nhan-su/{Leader}/lich-su")).Text.ShouldContain("Hết thời gian kiêm nhiệm");
    }

    [Fact]
    public async Task GiveRole_ToYourself_IsRefused()
    {
        var page = await (await web.Sure("quantri")).Get("/nhan-su/demo-staff-ag-2/vai-tro");
        page.Status.ShouldBe(403);
        page.Text.ShouldContain("Không ai tự giao quyền");
    }

    [Fact]
    public async Task Get_Colleague_ShowsPositionButNotTheRecord()
    {
        var page = await (await web.Staff("motcua.longxuyen")).Get("/nhan-su/" + Leader);
        page.Text.ShouldContain("Chủ tịch Ủy ban nhân dân phường");
        page.Text.ShouldNotContain("Lãnh đạo ký duyệt");
        foreach (var more in new[] { "lich-su", "uy-quyen", "vang-mat", "vai-tro" })
            (await (await web.Staff("motcua.longxuyen")).Get($"/nhan-su/{Leader}/{more}")).Status.ShouldBe(403, more);
    }

    [Fact]
    public async Task Look_PersonalData_NeedsAReasonAndIsShownToThePerson()
    {
        await web.AsOwner($"update identity.staff set email = 'cham@example.vn' where id = '{Officer}'");
        var administrator = await web.Sure("quantri");
        var page = await administrator.Get("/nhan-su/" + Officer);
        page.Text.ShouldNotContain("cham@example.vn");
        page = await administrator.Post(page, "form[action*='handler=Look']", ("Reason", ""));
        page.ErrorAt("Reason").ShouldNotBeNull();
        page.Text.ShouldNotContain("cham@example.vn");
        page = await administrator.Post(page, "form[action*='handler=Look']", ("Reason", "Lập danh sách liên lạc"));
        page.Text.ShouldContain("cham@example.vn");
        var mine = (await (await web.Staff("motcua.longxuyen")).Get($"/nhan-su/{Officer}/lich-su?xem=true")).Text;
        mine.ShouldContain("Lập danh sách liên lạc");
        mine.ShouldContain("Cao Thị Hàng Dừa");
    }

    [Fact]
    public async Task Transfer_WithWorkInHand_HandsItToAColleagueOnTheDay()
    {
        var number = await (await web.Citizen()).Lodge("H01.30313.MC");
        (await (await web.Staff("motcua.myhoahung")).Accept(number)).Status.ShouldBe(302);
        var official = await web.Staff("hotich.myhoahung");
        var task = (await official.Task(number)).Path.Split('/')[2];
        (await official.Post(await official.Get($"/viec/{task}/nhan"), Form)).Location.ShouldBe("/viec");
        var colleague = await web.Services.GetRequiredService<AddStaffHandler>().Handle(
            new AddStaff("Trần Văn Đồng Nghiệp", "dongnghiep", "H01.30313.VP", "Công chức", ["case-official"], new(2026, 11, 20), "Quyết định"),
            new Actor(ActorKind.Staff, "x", "X") { Grants = [new("staff.manage", "H01", "administrator")], ConfirmedAt = DateTimeOffset.MaxValue }, default);

        var administrator = await web.Sure("quantri");
        var page = await administrator.Get($"/nhan-su/{Official}/dieu-chuyen");
        page.Text.ShouldContain("Công việc đang mở: 1");
        page = await administrator.Post(page, Form, ("Kind", "transfer"), ("Unit", "H01.30307.VP"), ("Title", "Công chức Tư pháp"), ("Roles", "case-official"), ("On", "21/11/2026"), ("Decision", "Quyết định 9"));
        page.ErrorAt("WorkTo").ShouldNotBeNull();
        page = await administrator.Post(page, Form, ("WorkTo", "dongnghiep"));
        page.Location.ShouldBe("/nhan-su/" + Official, page.Text);
        (await Assignee(task)).ShouldBe(Official);

        web.Clock.Set(Web.Morning.AddDays(1));
        await web.Eventually("the task is the colleague's", async () => await Assignee(task) == colleague.Value);
        (await Grants(Official, new(2026, 11, 20))).Select(g => g.UnitPath).ShouldBe(["H01/H01.30313"]);
        (await Grants(Official, new(2026, 11, 21))).Select(g => g.UnitPath).ShouldBe(["H01/H01.30307/H01.30307.UB/H01.30307.VP"]);
        web.Clock.Set(Web.Morning);
    }

    [Fact]
    public async Task Leave_OnTheDay_EndsSessionsRolesAndSignIn()
    {
        await web.Staff("vanthu.myhoahung");
        var administrator = await web.Sure("quantri");
        var page = await administrator.Post(await administrator.Get("/nhan-su/demo-staff-mh-4/dieu-chuyen"), Form, ("Kind", "leave"), ("On", "21/11/2026"), ("Decision", "Quyết định nghỉ hưu 3"));
        page.Status.ShouldBe(302, page.Text);
        (await Serving()).ShouldBe((true, 1));
        web.Clock.Set(Web.Morning.AddDays(1));
        await web.Eventually("she has left", async () => await Serving() == (false, 0));
        (await Grants("demo-staff-mh-4", new(2026, 11, 20))).ShouldNotBeEmpty();
        (await Grants("demo-staff-mh-4", new(2026, 11, 21))).ShouldBeEmpty();
        (await (await web.Sure("quantri")).Get("/nhan-su?da-nghi=true")).Text.ShouldContain("Hồ Thị Bông Súng");
        await Assert.ThrowsAsync<ShouldAssertException>(() => web.Staff("vanthu.myhoahung"));
        web.Clock.Set(Web.Morning);

        Task<(bool, int)> Serving() => web.Db.One<(bool, int)>("""
            select active, (select count(*)::int from identity.session where subject_id = s.id and ended_at is null) from identity.staff s where id = 'demo-staff-mh-4'
            """);
    }

    private Task<string?> Assignee(string task) => web.Db.OneOrNone<string>("select assignee from flows.task where id = @id", new { id = Guid.Parse(task) });
}
