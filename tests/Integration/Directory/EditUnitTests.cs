using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Directory.Edit;
using Sen.Kernel;

namespace Sen.Tests.Directory;

/// <summary>Units changed on pages, each from a day on; what was stays readable.</summary>
public sealed class EditUnitTests(Web web) : IClassFixture<Web>
{
    private const string Form = "main form[method=post]";

    private Units Units => web.Services.GetRequiredService<Units>();

    [Fact]
    public async Task Edit_NewNameFromADay_HoldsFromThenAndNotBefore()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Get("/danh-ba/H01.30376/sua");
        page.Value("Name").ShouldBe("Phường Tân Châu");
        page = await administrator.Post(page, Form, ("Name", "Phường Tân Châu Thành"), ("On", "01/01/2027"), ("Decision", ""));
        page.ErrorAt("Decision").ShouldNotBeNull();
        page = await administrator.Post(page, Form, ("Decision", "Nghị quyết 5"));
        page.Location.ShouldBe("/danh-ba/H01.30376", page.Text);
        (await Units.On(new(2026, 12, 31), default)).Find("H01.30376")!.Name.ShouldBe("Phường Tân Châu");
        (await Units.On(new(2027, 1, 1), default)).Find("H01.30376")!.Name.ShouldBe("Phường Tân Châu Thành");
        (await administrator.Get("/danh-ba/H01.30376")).Text.ShouldContain("Nghị quyết 5");
        // A second change of what has an end is refused.
        page = await administrator.Post(await administrator.Get("/danh-ba/H01.30376/sua"), Form, ("On", "01/12/2026"), ("Decision", "Khác"));
        page.Status.ShouldBe(200);
        page.Text.ShouldContain("Thông tin hiện tại bắt đầu từ");
    }

    [Fact]
    public async Task Edit_NewParent_TakesPartsAlongAndPublishesTheirPaths()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/H01.MC/sua"), Form, ("Parent", "H01.MC"), ("Decision", "Quyết định"));
        page.ErrorAt("Parent").ShouldNotBeNull();
        page = await administrator.Post(await administrator.Get("/danh-ba/H01.VP/sua"), Form, ("Parent", "h01"), ("Decision", "Quyết định 6"));
        page.Status.ShouldBe(302, page.Text);
        (await Units.Find("H01.MC", default))!.Path.ShouldBe("H01/H01.VP/H01.MC");
        (await Units.On(new(2026, 11, 19), default)).Find("H01.MC")!.Path.ShouldBe("H01/H01.UB/H01.VP/H01.MC");
        await web.Eventually("the new paths are told", () => web.Db.One<bool>(
            "select exists (select from data.event where name = 'directory.unit-succeeded' and body ->> 'fromPath' = 'H01/H01.UB/H01.VP/H01.MC' and body ->> 'toPath' = 'H01/H01.VP/H01.MC')"));
    }

    [Fact]
    public async Task Add_UnitBelow_IsThereFromItsDay()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Get("/danh-ba/H01.UB/them");
        page = await administrator.Post(page, Form, ("Code", "h01.tp"), ("Name", "Ban mới"), ("Kind", "department"), ("Decision", "x"));
        page.ErrorAt("Code").ShouldNotBeNull().ShouldContain("H01.TP");
        page = await administrator.Post(page, Form, ("Code", "H01.BQL"), ("On", "05/12/2026"));
        page.Location.ShouldBe("/danh-ba/H01.BQL?ngay=05/12/2026", page.Text);
        (await Units.Find("H01.BQL", default)).ShouldBeNull();
        (await administrator.Follow(page)).Text.ShouldContain("Ban mới");
    }

    [Fact]
    public async Task Contacts_SavedAndWrong_ShowBesideTheirField()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/H01.TP/lien-he"), Form, ("phone", "0296 3 852 123\nabc"), ("email", "sotuphap@example.vn"));
        page.ErrorAt("phone").ShouldNotBeNull().ShouldContain("abc");
        page = await administrator.Post(page, Form, ("phone", "0296 3 852 123"));
        page.Status.ShouldBe(302, page.Text);
        (await administrator.Get("/danh-ba/H01.TP")).Text.ShouldContain("0296 3 852 123");
        (await administrator.Get("/danh-ba/H01.TP?ngay=19/11/2026")).Text.ShouldNotContain("0296 3 852 123");
        await administrator.Post(await administrator.Get("/danh-ba/H01.TP/lien-he"), Form, ("phone", ""));
        (await administrator.Get("/danh-ba/H01.TP")).Text.ShouldNotContain("0296 3 852 123");
    }

    [Fact]
    public async Task Hours_OfAUnit_CountInItsCalendarFromTheirDay()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/H01.30385/gio-lam-viec"), Form, ("Day1", "8-11"));
        page.ErrorAt("Day1").ShouldNotBeNull();
        page = await administrator.Post(page, Form, ("Day1", "08:00-11:30, 13:30-16:30"), ("Day6", "7:30-11:00"));
        page.Status.ShouldBe(302, page.Text);
        var calendar = await web.Services.GetRequiredService<OfficeCalendars>().For("H01.30385.MC", default);
        calendar.OpensOn(new(2026, 11, 23)).ShouldBe(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7)));
        calendar.IsWorkingDay(new(2026, 11, 21)).ShouldBeTrue();
        calendar.IsWorkingDay(new(2026, 11, 24)).ShouldBeFalse();
    }

    [Fact]
    public async Task Code_OfAnotherSystem_LeadsHereInItsPeriod()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/H01.NV/ma"), "form[action*='handler=Add']", ("Code", "H01.TC"), ("Reason", "Trùng"));
        page.ErrorAt("Code").ShouldNotBeNull();
        page = await administrator.Post(page, "form[action*='handler=Add']", ("Code", "SNV.AG"), ("Until", "31/12/2026"), ("Reason", "Mã trên hệ thống cũ"));
        page.Status.ShouldBe(302, page.Text);
        (await Units.Find("SNV.AG", default))!.Code.ShouldBe("H01.NV");
        (await Units.On(new(2027, 1, 1), default)).Find("SNV.AG").ShouldBeNull();
        (await administrator.Get("/danh-ba/SNV.AG")).Text.ShouldContain("Sở Nội vụ tỉnh An Giang");
    }

    [Fact]
    public async Task DayOff_Swapped_IsCountedAndTakenBack()
    {
        var administrator = await web.Staff("quantri");
        var page = await administrator.Post(await administrator.Get("/ngay-nghi"), "form[action*='handler=Add']", ("Off", "01/01/2040"), ("Decision", "x"));
        page.ErrorAt("Off").ShouldNotBeNull().ShouldContain("2040");
        page = await administrator.Post(page, "form[action*='handler=Add']", ("Off", "30/11/2026"), ("Worked", "28/11/2026"), ("Decision", "Thông báo 77"));
        page.Status.ShouldBe(302, page.Text);
        web.Clock.Pass(TimeSpan.FromMinutes(2));
        var calendar = await web.Services.GetRequiredService<OfficeCalendars>().For("H01.TP", default);
        (calendar.IsWorkingDay(new(2026, 11, 30)), calendar.IsWorkingDay(new(2026, 11, 28))).ShouldBe((false, true));
        page = await administrator.Get("/ngay-nghi");
        page.Text.ShouldContain("Thông báo 77");
        (await administrator.Post(page, "form:has([name=Removed][value='30/11/2026'])")).Status.ShouldBe(302);
        web.Clock.Pass(TimeSpan.FromMinutes(2));
        (await web.Services.GetRequiredService<OfficeCalendars>().For("H01.TP", default)).IsWorkingDay(new(2026, 11, 30)).ShouldBeTrue();
        // A pack applied again does not bring back what officials decide, nor take it away.
        (await (await web.Staff("vanthu.longxuyen")).Get("/ngay-nghi")).Document.QuerySelector("form[action*='handler=Add']").ShouldBeNull();
    }

    [Fact]
    public async Task Edit_ByWhoManagesAnotherUnit_IsRefused()
    {
        var ward = new Actor(ActorKind.Staff, "w", "W") { Grants = [new("directory.manage", "H01/H01.30307", "administrator")] };
        var saved = await web.Services.GetRequiredService<SaveUnitHandler>().Handle(
            new SaveUnit("H01.30313", "Xã Khác", null, null, UnitKind.Commune, "H01", null, new(2026, 12, 1), "x", 1), ward, default);
        saved.Problem!.Code.ShouldBe("directory.not-manager");
        saved = await web.Services.GetRequiredService<SaveUnitHandler>().Handle(
            new SaveUnit("H01.30307.KT", "Phòng Kinh tế phường Long Xuyên", null, null, UnitKind.Division, "H01.30307.UB", null, new(2026, 12, 1), "x", 0), ward, default);
        saved.Ok.ShouldBeTrue(saved.Problem?.Code);
    }

    [Fact]
    public async Task Pack_AppliedAfterAnEdit_KeepsWhatTheOfficialWrote()
    {
        var administrator = await web.Staff("quantri");
        (await administrator.Post(await administrator.Get("/danh-ba/H01.30388/sua"), Form, ("ShortName", "X. Tân An"), ("On", "20/11/2026"), ("Decision", "Chữa tên gọi tắt"))).Status.ShouldBe(302);
        var part = web.Services.GetServices<PackPart>().Single(p => p.Name == "directory.units");
        (await part.Apply(web.Services, new Pack(Path.Combine(Web.Repository, "packs", "an-giang")), default)).ShouldContain("kept as officials wrote them");
        (await Units.Find("H01.30388", default))!.ShortName.ShouldBe("X. Tân An");
    }
}
