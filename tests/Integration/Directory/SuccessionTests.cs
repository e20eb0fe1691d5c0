using Microsoft.Extensions.DependencyInjection;
using Sen.Directory;
using Sen.Tests.Procedures;
using Sen.Tests.Signing;

namespace Sen.Tests.Directory;

/// <summary>Three communes become one: with open dossiers, before, on and after the day.</summary>
public sealed class SuccessionTests(Web web) : IClassFixture<Web>
{
    private const string Form = "form[action*='handler=Preview']", MyHoaHung = "H01.30313.MC", MyThoi = "H01.30301.MC";
    private static readonly DateOnly Day = new(2026, 12, 1);

    private Units Units => web.Services.GetRequiredService<Units>();

    [Fact]
    public async Task Merge_ThreeCommunesWithOpenDossiers_MovesTheirWorkOnTheDay()
    {
        // Before: a dossier under way, one that waits at another ward's desk, one at the third, one that is settled.
        var citizen = await web.Citizen();
        var underWay = await citizen.Lodge();
        (await (await web.Staff("motcua.longxuyen")).Accept(underWay)).Status.ShouldBe(302);
        var waiting = await citizen.Lodge(MyHoaHung);
        var third = await citizen.Lodge(MyThoi);
        var settled = await citizen.Lodge();
        await web.AsOwner($"update procedures.dossier set status = 10, returned_at = now() where number = '{settled}'");
        var draft = await citizen.Draft(office: MyHoaHung);

        var administrator = await web.Sure("quantri");
        var preview = await administrator.Post(await administrator.Get("/danh-ba/sap-xep-don-vi/moi"), Form, ("Kind", "Merge"),
            ("From", "phuong long xuyen\nH01.30313\nPhường Mỹ Thới"), ("ToCode", "H01.30399"), ("ToName", "Phường Long Xuyên Mới"), ("ToNameEn", "New Long Xuyen Ward"),
            ("ToTerritory", "30399"), ("On", "01/12/2026"), ("Decision", "Nghị quyết 99/NQ-HĐND ngày 15/11/2026 (minh họa)"));
        preview.Text.ShouldContain("Hồ sơ chưa giải quyết xong: 3");
        preview.Text.ShouldContain("Công việc đang mở: 1");
        preview.Text.ShouldContain("Cán bộ chuyển vị trí: 8");
        preview.Text.ShouldContain("Ủy ban nhân dân phường Long Xuyên Mới");
        (await web.Db.One<long>("select count(*) from directory.succession")).ShouldBe(0);
        var made = await administrator.Post(preview, "form[action*='handler=Make']");
        made.Location.ShouldBe("/danh-ba/sap-xep-don-vi", made.Text);

        // Decided, but its day has not come.
        (await Units.Find("H01.30399", default)).ShouldBeNull();
        (await Units.Find("H01.30307", default))!.Name.ShouldBe("Phường Long Xuyên");
        (await OfficeOf(underWay)).ShouldBe("H01.30307.MC");
        (await (await web.Staff("hotich.longxuyen")).Task(underWay)).Status.ShouldBe(200);
        (await administrator.Get("/danh-ba/H01.30399?ngay=01/12/2026")).Text.ShouldContain("Phường Long Xuyên Mới");

        // The day.
        web.Clock.Set(new DateTimeOffset(2026, 12, 1, 1, 30, 0, TimeSpan.Zero));
        await web.Eventually("dossiers have moved", async () => await OfficeOf(underWay) == "H01.30399.MC" && await OfficeOf(waiting) == "H01.30399.MC" && await OfficeOf(third) == "H01.30399.MC");
        await web.Eventually("tasks have moved", () => web.Db.One<bool>("select exists (select from flows.v_task where state = 'open' and unit_path = 'H01/H01.30399/H01.30399.UB/H01.30399.MC')"));
        await web.Eventually("roles have moved", () => web.Db.One<bool>("select count(*) = 8 from identity.role_assignment where unit_code = 'H01.30399' and valid_to is null"));
        (await Units.Find("H01.30307", default))!.Code.ShouldBe("H01.30399");
        (await Units.Find(MyHoaHung, default))!.Code.ShouldBe("H01.30399.MC");

        var officer = await web.Staff("motcua.longxuyen");
        (await officer.Get("/mot-cua/" + settled)).Text.ShouldContain(settled);
        var accepted = await officer.Accept(waiting);
        accepted.Status.ShouldBe(302, accepted.Text);
        await (await web.Staff("hotich.myhoahung")).DraftResult(web, underWay);
        citizen = await web.Citizen();
        (await citizen.Get("/ho-so/" + waiting)).Text.ShouldContain("Hồ sơ chuyển sang Trung tâm Phục vụ hành chính công phường Long Xuyên Mới");
        (await citizen.Get("/hop-thu")).Text.ShouldContain($"Hồ sơ {waiting} có nơi giải quyết mới");
        // The draft begun before goes to the new desk, whose code the new number carries.
        (await citizen.Submit(draft)).Location.ShouldNotBeNull().ShouldContain("/H01.30399.MC-261201-");

        // After: what is past reads as it was; the former codes lead on.
        web.Clock.Set(new DateTimeOffset(2026, 12, 15, 1, 30, 0, TimeSpan.Zero));
        administrator = await web.Sure("quantri");
        (await OfficeOf(settled)).ShouldBe("H01.30307.MC");
        var former = await administrator.Get("/danh-ba/H01.30307");
        former.Text.ShouldContain("Đơn vị này kết thúc hoạt động hết ngày 30/11/2026");
        former.Document.QuerySelector("main a[href='/danh-ba/H01.30399']").ShouldNotBeNull();
        (await administrator.Get("/danh-ba/H01.30307?ngay=30/11/2026")).Text.ShouldNotContain("kết thúc hoạt động");
        (await administrator.Get("/danh-ba?q=long%20xuyen&ngay=30/11/2026")).Text.ShouldNotContain("Long Xuyên Mới");
        (await administrator.Get("/danh-ba/H01.30399?ngay=30/11/2026")).Status.ShouldBe(404);
        (await Units.On(new DateOnly(2026, 11, 30), default)).OfCommunes().ShouldBe(102);
        (await Units.On(null, default)).OfCommunes().ShouldBe(100);
        (await administrator.Get("/danh-ba/sap-xep-don-vi")).Text.ShouldContain("Đã thực hiện");
        web.Errors.ShouldBeEmpty();
    }

    private Task<string> OfficeOf(string number) => web.Db.One<string>("select office from procedures.dossier where number = @number", new { number });
}

internal static class Counting
{
    public static int OfCommunes(this UnitsOn day) => day.All.Count(u => u.Kind == UnitKind.Commune);
}
