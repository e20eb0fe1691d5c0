using Microsoft.Extensions.DependencyInjection;
using Sen.Directory;
using Sen.Directory.Succeed;
using Sen.Kernel;
using Sen.Tests.Identity;

namespace Sen.Tests.Directory;

/// <summary>Splits, joining, new codes, cancelling, and what cannot be.</summary>
public sealed class SuccessionRulesTests(Province province) : IClassFixture<Province>
{
    private static readonly Actor Manager = new(ActorKind.Staff, "m", "M") { Grants = [new("directory.manage", "H01", "administrator")], ConfirmedAt = DateTimeOffset.MaxValue };

    private Units Units => province.Services.GetRequiredService<Units>();
    private DateOnly Later => Units.Today.AddDays(30);

    private Task<Result<Guid>> Make(SuccessionKind kind, string[] from, Target[] to, DateOnly? on = null, string decision = "Nghị quyết 1", Actor? actor = null) =>
        province.Services.GetRequiredService<MakeSuccessionHandler>().Handle(new Succession(kind, from, to, on ?? Later, decision), actor ?? Manager, default);

    [Fact]
    public async Task Split_OneIntoTwo_FirstHasCodeAndWorkAndBothHaveTheParts()
    {
        (await Make(SuccessionKind.Split, ["H01.30337"], [new("H01.30801", "Xã An Phú Đông", "An Phu Dong Commune", "30801"), new("H01.30802", "Xã An Phú Tây")])).Problems.ShouldBeEmpty();
        var day = await Units.On(Later, default);
        day.Find("H01.30337")!.Code.ShouldBe("H01.30801");
        day.Below(day.Find("H01.30802")!.Path).Select(u => u.Name).ShouldContain("Ủy ban nhân dân xã An Phú Tây");
        day.Find("H01.30801.MC")!.ShortName.ShouldBe("Một cửa xã An Phú Đông");
        (await Units.On(Later.AddDays(-1), default)).Find("H01.30337")!.Name.ShouldBe("Xã An Phú");
        day.TakenOver("H01.30801").Select(u => u.Code).ShouldContain("H01.30337");
    }

    [Fact]
    public async Task Merge_IntoOneThatIsThere_KeepsItAndItsParts()
    {
        var before = (await Units.On(Later, default)).Below("H01/H01.30316").Count;
        (await Make(SuccessionKind.Merge, ["H01.30325"], [new("H01.30316")])).Problems.ShouldBeEmpty();
        var day = await Units.On(Later, default);
        day.Below("H01/H01.30316").Count.ShouldBe(before);
        day.Find("H01.30325.VP")!.Code.ShouldBe("H01.30316.VP");
        day.Find("H01.30325")!.Name.ShouldBe("Phường Châu Đốc");
    }

    [Fact]
    public async Task Recode_Unit_LeadsOnAndNeverUsesACodeTwice()
    {
        (await Make(SuccessionKind.Recode, ["H01.KH"], [new("H01.KHCN", "Sở Khoa học và Công nghệ tỉnh An Giang")])).Problems.ShouldBeEmpty();
        (await Units.On(Later, default)).Find("H01.KH")!.Code.ShouldBe("H01.KHCN");
        (await Make(SuccessionKind.Recode, ["H01.YT"], [new("H01.KH", "Sở Y tế")])).Problem!.Code.ShouldBe("directory.code-taken");
    }

    [Fact]
    public async Task Cancel_BeforeTheDay_LeavesNothingOfIt()
    {
        var made = await Make(SuccessionKind.Merge, ["H01.30341", "H01.30346"], [new("H01.30809", "Xã Khánh Nhơn")]);
        (await Make(SuccessionKind.Merge, ["H01.30341", "H01.30352"], [new("H01.30810", "Xã Khác")])).Problems.ShouldContain(p => p.Code == "directory.succession.planned-already");
        var cancel = province.Services.GetRequiredService<CancelSuccessionHandler>();
        (await cancel.Handle(made.Value, "", Manager, default)).Problem!.Code.ShouldBe("directory.reason-missing");
        (await cancel.Handle(made.Value, "Nghị quyết được hoãn", Manager with { ConfirmedAt = null }, default)).Problem!.Code.ShouldBe("identity.confirm-needed");
        // Who manages the commune alone does not undo what was decided above it.
        (await cancel.Handle(made.Value, "Xã không đồng ý", Manager with { Grants = [new("directory.manage", "H01/H01.30341", "x"), new("directory.manage", "H01/H01.30346", "x")] }, default))
            .Problem!.Code.ShouldBe("directory.not-manager");
        (await cancel.Handle(made.Value, "Nghị quyết được hoãn", Manager, default)).Problems.ShouldBeEmpty();
        var day = await Units.On(Later, default);
        day.Find("H01.30341")!.ValidTo.ShouldBeNull();
        day.LastKnown("H01.30809").ShouldBeNull();
        (await cancel.Handle(made.Value, "Lần nữa", Manager, default)).Problem!.Code.ShouldBe("directory.succession.carried");
    }

    [Fact]
    public async Task Refused_EverythingThatCannotBe_WithItsReason()
    {
        async Task<IEnumerable<string>> Codes(Task<Result<Guid>> made) => (await made).Problems.Select(p => p.Code);
        (await Codes(Make(SuccessionKind.Merge, ["H01.30544"], [new("H01.30899", "Xã Mới")]))).ShouldBe(["directory.succession.numbers.merge"]);
        (await Codes(Make(SuccessionKind.Split, ["H01.30544"], [new("H01.30899", "Xã Mới")]))).ShouldBe(["directory.succession.numbers.split"]);
        (await Codes(Make(SuccessionKind.Merge, ["H01.30544", "H01.TP"], [new("H01.30899", "Xã Mới")]))).ShouldBe(["directory.succession.not-alike"]);
        (await Codes(Make(SuccessionKind.Merge, ["H01.30544", "H01.99999"], [new("h01 sai", "Xã Mới")], decision: " "))).ShouldBe(
            ["directory.succession.not-there", "directory.bad-code", "directory.missing"]);
        (await Codes(Make(SuccessionKind.Merge, ["H01.30544", "H01.30547"], [new("H01.77777")]))).ShouldContain("directory.succession.no-follower");
        (await Codes(Make(SuccessionKind.Recode, ["H01"], [new("H99", "Tỉnh Mới")]))).ShouldContain("directory.succession.root");
        (await Codes(Make(SuccessionKind.Merge, ["H01.30544", "H01.30547"], [new("H01.30899", "Xã Mới")], actor: Manager with { Grants = [new("directory.manage", "H01/H01.30544", "x")] })))
            .ShouldBe(["directory.not-manager"]);
    }
}
