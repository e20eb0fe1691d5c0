using System.Globalization;
using System.Text.RegularExpressions;
using Sen.Bpmn;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>The moment of a BPMN timer: an ISO 8601 date and time, or a duration from now, on the calendar of the province.</summary>
internal static partial class Timers
{
    private const int MostSkipped = 10_000;

    public static DateTimeOffset When(TimerSet timer, DateTimeOffset now) => When(timer.Kind, timer.Text, now);

    public static DateTimeOffset When(TimerKind kind, string text, DateTimeOffset now) => kind == TimerKind.Date ? Moment(text) : After(now, text);

    /// <summary>When a repetition comes next after it was due: missed times count as one. Null when it would never move on.</summary>
    public static DateTimeOffset? Next(string cycle, DateTimeOffset due, DateTimeOffset now)
    {
        var duration = TimerTrigger.FirstOf(cycle).Text;
        var next = After(due, duration);
        for (var skipped = 0; next <= now && skipped < MostSkipped; skipped++)
            next = After(next, duration);
        if (next <= now)
            next = After(now, duration);
        return next > due ? next : null;
    }

    // A day or time without a zone is the province's.
    private static DateTimeOffset Moment(string text)
    {
        var at = DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return Whole(at.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(at, Words.ProvinceTime.GetUtcOffset(at)) : new DateTimeOffset(at.ToUniversalTime()));
    }

    private static DateTimeOffset After(DateTimeOffset now, string duration)
    {
        var parts = Duration().Match(duration).Groups;
        int Part(int group) => parts[group].Success ? int.Parse(parts[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        try
        {
            var day = TimeZoneInfo.ConvertTime(now, Words.ProvinceTime).AddYears(Part(1)).AddMonths(Part(2)).AddDays(7.0 * Part(3) + Part(4));
            var seconds = parts[7].Success ? double.Parse(parts[7].ValueSpan, CultureInfo.InvariantCulture) : 0;
            return Whole(day.AddHours(Part(5)).AddMinutes(Part(6)).AddSeconds(seconds));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            // Later than any calendar: never.
            return Whole(DateTimeOffset.MaxValue);
        }
    }

    // The database keeps microseconds; what it gives back must be what it was given.
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    [GeneratedRegex(@"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$")]
    private static partial Regex Duration();
}
