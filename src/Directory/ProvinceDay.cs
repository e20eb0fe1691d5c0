using Sen.Ui;

namespace Sen.Directory;

/// <summary>The day on the province's calendar, by which validity is judged.</summary>
internal static class ProvinceDay
{
    public static DateOnly ProvinceToday(this TimeProvider clock) => clock.GetUtcNow().OnProvinceDay();

    public static DateOnly OnProvinceDay(this DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Words.ProvinceTime).DateTime);

    /// <summary>Midnight at which a day begins.</summary>
    public static DateTimeOffset Begins(this DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Words.ProvinceTime.BaseUtcOffset);
}
