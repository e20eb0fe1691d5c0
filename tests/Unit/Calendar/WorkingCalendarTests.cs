using Sen.Calendar;

namespace Sen.Tests.Unit.Calendar;

public sealed class WorkingCalendarTests
{
    [Theory]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-04-27", false)]
    [InlineData("2026-08-22", true)]
    [InlineData("2026-08-29", false)]
    [InlineData("2026-08-31", false)]
    public void IsWorkingDay_Table(string day, bool works) => Office.Calendar.IsWorkingDay(Day(day)).ShouldBe(works);

    [Theory]
    [InlineData("2026-03-02", 0, "2026-03-02")]
    [InlineData("2026-03-07", 0, "2026-03-09")]
    [InlineData("2026-03-06", 1, "2026-03-09")]
    [InlineData("2026-03-09", -1, "2026-03-06")]
    [InlineData("2026-02-24", -2, "2026-02-13")]
    public void AddWorkingDays_Table(string day, int count, string expected) => Office.Calendar.AddWorkingDays(Day(day), count).ShouldBe(Day(expected));

    [Theory]
    [InlineData("2026-02-13", "2026-02-23", 1)]
    [InlineData("2026-08-20", "2026-08-24", 3)]
    [InlineData("2026-03-02", "2026-03-02", 0)]
    [InlineData("2026-03-09", "2026-03-02", -5)]
    public void WorkingDaysBetween_Table(string from, string to, int days) => Office.Calendar.WorkingDaysBetween(Day(from), Day(to)).ShouldBe(days);

    [Fact]
    public void OpensOn_WorkedSaturday_KeepsFridaysHours() =>
        Office.Calendar.OpensOn(Day("2026-08-22")).ShouldBe(Office.At("2026-08-22 07:00"));

    [Fact]
    public void Construct_OverlappingSpans_IsRefused() =>
        Should.Throw<ArgumentException>(() => new WorkingCalendar(Office.Zone,
            OpeningHours.MondayToFriday(new(new(7, 0), new(12, 0)), new(new(11, 0), new(17, 0))), new HashSet<DateOnly>(), new HashSet<DateOnly>()))
            .Message.ShouldContain("overlap");

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
