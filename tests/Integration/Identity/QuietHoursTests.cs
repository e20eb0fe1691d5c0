using System.Globalization;
using Sen.Identity;

namespace Sen.Tests.Identity;

public class QuietHoursTests
{
    [Theory]
    [InlineData("2026-11-20T20:59:59+07:00", null)]
    [InlineData("2026-11-20T21:00:00+07:00", "2026-11-21T06:30:00+07:00")]
    [InlineData("2026-12-31T23:59:00+07:00", "2027-01-01T06:30:00+07:00")]
    [InlineData("2026-11-20T00:00:00+07:00", "2026-11-20T06:30:00+07:00")]
    [InlineData("2026-11-19T23:29:59Z", "2026-11-20T06:30:00+07:00")]
    [InlineData("2026-11-20T06:30:00+07:00", null)]
    public void Until_EndOfTheQuiet(string at, string? until) =>
        QuietHours.Until(Moment(at)).ShouldBe(until is null ? null : Moment(until));

    [Theory]
    [InlineData("thu@example.vn", "t***@example.vn")]
    [InlineData("0912345678", "09***678")]
    [InlineData("115", "***")]
    public void Mask_LeavesTooLittleToReach(string address, string masked) => Addressee.Mask(address).ShouldBe(masked);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
