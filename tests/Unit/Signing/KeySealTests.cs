using System.Security.Cryptography;
using Sen.Signing;

namespace Sen.Tests.Unit.Signing;

public sealed class KeySealTests
{
    private static string Master() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void Open_AfterTheMasterKeyChanged_NeedsTheOldOne()
    {
        var (old, current, row) = (Master(), Master(), Guid.NewGuid());
        var box = new KeySeal(old).Seal([1, 2, 3], row);
        new KeySeal(current, old).Open(box, row).ShouldBe([1, 2, 3]);
        new KeySeal(old).Open(new KeySeal(old, current).Seal([4], row), row).ShouldBe([4]);
        Should.Throw<CryptographicException>(() => new KeySeal(current).Open(box, row));
    }

    [Fact]
    public void Open_InAnotherRow_IsRefused()
    {
        var (seal, row) = (new KeySeal(Master(), Master()), Guid.NewGuid());
        Should.Throw<CryptographicException>(() => seal.Open(seal.Seal([1], row), Guid.NewGuid()));
    }
}
