using System.Net;
using Sen.Signing;

namespace Sen.Tests.Unit.Signing;

public sealed class StepRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);

    [Theory]
    // Decree 30/2020/NĐ-CP, appendix I, part I, II.7.
    [InlineData("", "Ủy ban nhân dân phường Mẫu", "CHỦ TỊCH")]
    [InlineData("TM", "Ủy ban nhân dân phường Mẫu", "TM. ỦY BAN NHÂN DÂN")]
    [InlineData("KT", "Ủy ban nhân dân phường Mẫu", "KT. CHỦ TỊCH")]
    [InlineData("TL", "Ủy ban nhân dân phường Mẫu", "TL. CHỦ TỊCH")]
    [InlineData("TUQ", "Sở Tư pháp tỉnh Mẫu", "TUQ. CHỦ TỊCH")]
    public void Line_EachCapacity_IsWrittenAsTheDecreeSays(string capacity, string unit, string line) =>
        Capacity.Line(capacity, unit, "Chủ tịch Ủy ban nhân dân phường", "Chủ tịch Ủy ban nhân dân phường").ShouldBe(line);

    [Fact]
    public void Check_SealAloneOrTwice_IsRefused()
    {
        Codes(Seal()).ShouldContain("signing.seal-first");
        Codes(Person(), Seal(), Seal()).ShouldContain("signing.seal-last");
        Codes(Person(), Seal(), Person()).ShouldContain("signing.seal-last");
        Codes(Person(), Person(), Seal()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TL", null, "signing.step-basis")]
    [InlineData("TUQ", "  ", "signing.step-basis")]
    [InlineData("XX", null, "signing.step-capacity")]
    public void Check_CapacityWithoutBasis_IsRefused(string capacity, string? basis, string code) =>
        Codes(Person() with { Capacity = capacity, Basis = basis }).ShouldBe([code]);

    [Fact]
    public void Check_Deadlines_GoForward()
    {
        Codes(Person() with { DueAt = Now }).ShouldBe(["signing.step-due"]);
        Codes(Person() with { DueAt = Now.AddDays(3) }, Person() with { DueAt = Now.AddDays(2) }).ShouldBe(["signing.step-due"]);
        Codes(Person() with { DueAt = Now.AddDays(2) }, Person(), Person() with { DueAt = Now.AddDays(2) }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.20.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("64:ff9b::a00:1")]
    public void IsOutside_Neighbours_AreNot(string address) => OutsideOnly.IsOutside(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("203.162.4.190")]
    [InlineData("2405:4800::1")]
    public void IsOutside_OpenNetwork_Is(string address) => OutsideOnly.IsOutside(IPAddress.Parse(address)).ShouldBeTrue();

    private static IEnumerable<string> Codes(params WantedStep[] steps) => StepRules.Check(steps, Now).Select(p => p.Code);

    private static WantedStep Person() => new(Sen.Signing.SignatureKind.Personal, "a", "", null, null, StepPlace.Usual);

    private static WantedStep Seal() => new(Sen.Signing.SignatureKind.Organisation, null, "", null, null, StepPlace.Usual);
}
