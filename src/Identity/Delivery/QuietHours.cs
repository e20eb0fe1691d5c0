using Sen.Ui;

namespace Sen.Identity;

/// <summary>No SMS wakes anybody: from 21:00 to 06:30 in the province they wait, unless urgent.</summary>
internal static class QuietHours
{
    private static readonly TimeOnly From = new(21, 0);
    private static readonly TimeOnly To = new(6, 30);

    /// <summary>When the quiet around a moment ends; null when it is not quiet.</summary>
    public static DateTimeOffset? Until(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Words.ProvinceTime);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (time >= To && time < From)
            return null;
        var day = DateOnly.FromDateTime(local.DateTime).AddDays(time >= From ? 1 : 0);
        return new DateTimeOffset(day.ToDateTime(To), local.Offset).ToUniversalTime();
    }
}
