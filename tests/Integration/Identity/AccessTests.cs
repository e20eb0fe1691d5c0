using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;

namespace Sen.Tests.Identity;

public sealed class AccessTests(Province province) : IClassFixture<Province>
{
    private Task<IReadOnlyList<StaffMember>> Holders(string permission, string path) =>
        province.Services.GetRequiredService<Staff>().HoldersOf(permission, path, default);

    [Theory]
    [InlineData("H01/H01.30307", "demo-staff-lx-3")]
    [InlineData("H01/H01.30307/H01.30307.UB/H01.30307.MC", "demo-staff-lx-3")]
    [InlineData("H01/H01.30313/H01.30313.UB", "demo-staff-mh-3")]
    [InlineData("H01", null)]
    [InlineData("H01/H01.30316", null)]
    public async Task HoldersOf_RoleAtUnit_CoversBelowNotBeside(string path, string? holder) =>
        (await Holders(Permissions.DossierSign, path)).Select(s => s.Id).ShouldBe(holder is null ? [] : [holder]);

    [Fact]
    public async Task Find_Staff_GivesPositionAndPath()
    {
        var chair = await province.Services.GetRequiredService<Staff>().Find("demo-staff-lx-3", default);
        chair!.UnitPath.ShouldBe("H01/H01.30307/H01.30307.UB");
        (await province.Services.GetRequiredService<Staff>().Find("nobody", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("dossier.sign", "H01.30307", "Được phép")]
    [InlineData("dossier.sign", "H01.30313", "Người này chỉ có quyền đó tại các đơn vị sau:")]
    [InlineData("dossier.seal", "H01.30307", "Không có vai trò nào của người này cho phép việc đó.")]
    public async Task Get_Why_NamesTheRule(string permission, string unit, string words)
    {
        var administrator = await province.SignedIn("quantri");
        var answer = await administrator.GetAsync($"/quyen?nguoi=thot%20not&quyen={permission}&don-vi={unit}");
        (await Province.Page(answer)).Body!.TextContent.ShouldContain(words);
    }

    [Fact]
    public async Task Get_Why_AsOfficer_IsRefusedWithTheRoleThatMay()
    {
        var answer = await (await province.SignedIn("motcua.longxuyen")).GetAsync("/quyen");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Quản trị hệ thống");
    }
}
