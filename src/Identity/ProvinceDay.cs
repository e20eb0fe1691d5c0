using Sen.Ui;

namespace Sen.Identity;

/// <summary>The day on the province's calendar, by which validity is judged.</summary>
internal static class ProvinceDay
{
    public static DateOnly ProvinceToday(this TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Words.ProvinceTime).DateTime);
}
