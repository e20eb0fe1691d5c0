using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Tests.Identity;

namespace Sen.Tests.Directory;

public sealed class UnitsTests(Province province) : IClassFixture<Province>
{
    private Units Units => province.Services.GetRequiredService<Units>();

    [Fact]
    public async Task Apply_Twice_ChangesNothing()
    {
        var db = province.Services.GetRequiredService<Database>();
        const string State = """
            select (select count(*) from data.ledger) || ' ' || (select count(*) from data.event)
              || ' ' || (select md5(string_agg(u::text, ',' order by code, valid_from)) from directory.unit_version u)
              || ' ' || (select md5(string_agg(h::text, ',' order by on_date)) from directory.holiday h)
            """;
        var before = await db.One<string>(State);
        var report = await province.ApplyPacks();
        report.ShouldContain("units: 636, changed: 0, changes of contacts, hours and aliases: 0");
        report.ShouldContain("demonstration staff: 11, added: 0, passwords made: 0");
        (await db.One<string>(State)).ShouldBe(before);
    }

    [Fact]
    public async Task OfKind_EveryCommune_HasCommitteeAndCentre()
    {
        var communes = await Units.OfKind(UnitKind.Commune, default);
        communes.Count.ShouldBe(102);
        foreach (var commune in communes)
            (await Units.Below(commune.Path, default)).Select(u => u.Kind)
                .ShouldBe([UnitKind.Commune, UnitKind.Party, UnitKind.PeoplesCouncil, UnitKind.PeoplesCommittee, UnitKind.OneStopCentre, UnitKind.Division], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Mỹ Hoà Hưng", "H01.30313")]
    [InlineData("mỹ hòa hưng", "H01.30313")]
    [InlineData("MY HOA HUNG", "H01.30313")]
    [InlineData("mi hoa hung", "H01.30313")]
    [InlineData("long xuyen", "H01.30307")]
    [InlineData("long xuy", "H01.30307")]
    [InlineData("long xueyn", "H01.30307")]
    [InlineData("H01.30307", "H01.30307")]
    public async Task Search_AnySpelling_FindsTheUnit(string text, string code) =>
        (await Units.Search(text, 10, default))[0].Code.ShouldBe(code);

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("không có đâu")]
    public async Task Search_NothingSuch_IsEmpty(string text) => (await Units.Search(text, 10, default)).ShouldBeEmpty();

    [Fact]
    public async Task Calendar_OfWardCentre_HasTheHoursOfTheProvinceAndTheHolidays()
    {
        var calendar = await province.Services.GetRequiredService<OfficeCalendars>().For("H01.30307.MC", default);
        calendar.OpensOn(new DateOnly(2026, 11, 23)).ShouldBe(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.FromHours(7)));
        calendar.IsWorkingDay(new DateOnly(2026, 11, 22)).ShouldBeFalse(); // Sunday
        calendar.IsWorkingDay(new DateOnly(2027, 2, 8)).ShouldBeFalse(); // Tết
        calendar.KnownUntil.ShouldBe(new DateOnly(2027, 12, 31));
    }

    [Theory]
    [InlineData("/noi-tiep-nhan?q=long%20xuyen", "Trung tâm Phục vụ hành chính công phường Long Xuyên")]
    [InlineData("/en/noi-tiep-nhan?q=long%20xuyen", "One-Stop Centre of Long Xuyen Ward")]
    [InlineData("/ar/noi-tiep-nhan", "الاثنين")]
    public async Task Get_Offices_IsOpenToEveryoneWithoutCookie(string path, string words)
    {
        var answer = await province.Browser().GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await Province.Page(answer)).Body!.TextContent.ShouldContain(words);
    }

    [Fact]
    public async Task Get_Directory_WalksAndSearchesForStaff()
    {
        (await province.Browser().GetAsync("/danh-ba")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var clerk = await province.SignedIn("vanthu.myhoahung");
        (await Province.Page(await clerk.GetAsync("/danh-ba"))).QuerySelectorAll("tbody a[href^='/danh-ba/']:not([href*=ngay])").Length.ShouldBe(105);
        (await Province.Page(await clerk.GetAsync("/danh-ba/H01.30307"))).QuerySelector("h1")!.TextContent.ShouldBe("Phường Long Xuyên");
        (await Province.Page(await clerk.GetAsync("/danh-ba?q=phu%20quoc"))).Body!.TextContent.ShouldContain("Đặc khu Phú Quốc");
        (await clerk.GetAsync("/danh-ba/H99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
