using System.Globalization;
using Sen.Calendar;

namespace Sen.Tests.Unit.Calendar;

public sealed class VietnameseHolidaysTests
{
    [Theory]
    [InlineData(2025, 2, "0101 0127 0128 0129 0130 0131 0407 0430 0501 0901 0902")]
    [InlineData(2026, 1, "0101 0216 0217 0218 0219 0220 0426 0427 0430 0501 0901 0902")]
    [InlineData(2028, 1, "0101 0103 0125 0126 0127 0128 0129 0131 0404 0430 0501 0502 0901 0902 0904")]
    [InlineData(2030, 1, "0101 0201 0202 0203 0204 0205 0206 0207 0412 0430 0501 0901 0902 0903")]
    public void Of_Year_ListsDaysOffWithCompensation(int year, int tetDaysBefore, string expected) =>
        string.Join(' ', VietnameseHolidays.Of(year, new(tetDaysBefore)).Select(day => day.Date.ToString("MMdd", CultureInfo.InvariantCulture))).ShouldBe(expected);

    [Fact]
    public void Of_CultureDaySwitchedOn_AddsIt()
    {
        VietnameseHolidays.Of(2026).ShouldNotContain(day => day.Kind == HolidayKind.Culture);
        VietnameseHolidays.Of(2026, new(CultureDay: true)).ShouldContain(new Holiday(new(2026, 11, 24), HolidayKind.Culture));
    }

    [Fact]
    public void Of_NationalDayFrame_TakesTheDayAfter() =>
        VietnameseHolidays.Of(2026, new(NationalDayBefore: false)).Where(day => day.Kind == HolidayKind.National)
            .Select(day => day.Date).ShouldBe([new DateOnly(2026, 9, 2), new DateOnly(2026, 9, 3)]);

    [Theory]
    [InlineData(2023)]
    [InlineData(2036)]
    public void Of_YearOutsideTheTable_RefusesToGuess(int year) =>
        Should.Throw<UnknownHolidaysException>(() => VietnameseHolidays.Of(year)).Message.ShouldContain("ChineseLunisolarCalendar");

    [Fact]
    public void Tet_EveryYearOfTheTable_IsTheChineseDateExceptIn2030()
    {
        var beijing = new ChineseLunisolarCalendar();
        VietnameseHolidays.Years.Where(year => VietnameseHolidays.Tet(year) != DateOnly.FromDateTime(beijing.ToDateTime(year, 1, 1, 0, 0, 0, 0)))
            .ShouldBe([2030]);
    }

    [Fact]
    public void IsWorkingDay_AfterTheKnownYears_RefusesToGuess() =>
        Should.Throw<UnknownHolidaysException>(() => Office.Calendar.DueAt(Office.At("2031-12-30 09:00"), Office.Limit("10wd"))).Year.ShouldBe(2032);
}
