using Sen.Identity.SignIn;

namespace Sen.Tests.Identity;

public sealed class ThrottleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Wait_FewTries_None() => Throttle.Wait(new Tries(4, Now, 4, 4, false), Now).ShouldBe(TimeSpan.Zero);

    [Theory]
    [InlineData(5, 15)]
    [InlineData(6, 30)]
    [InlineData(8, 120)]
    [InlineData(40, 900)]
    public void Wait_MoreTries_Doubles(int tries, int seconds) =>
        Throttle.Wait(new Tries(tries, Now, tries, tries, false), Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Wait_PauseOver_TriesAgain() =>
        Throttle.Wait(new Tries(5, Now.AddSeconds(-16), 5, 5, false), Now).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Wait_TenThousandTriesFromManyAddresses_VictimAtKnownAddressGoesThrough()
    {
        Throttle.Wait(new Tries(0, null, 0, 10_000, Known: true), Now).ShouldBe(TimeSpan.Zero);
        Throttle.Wait(new Tries(0, null, 0, 10_000, Known: false), Now).ShouldBe(Throttle.Window);
    }

    [Fact]
    public void Wait_OneAddressTriesManyAccounts_AddressIsStopped() =>
        Throttle.Wait(new Tries(0, null, Throttle.AddressLimit, 0, true), Now).ShouldBe(Throttle.Window);
}
