using System.Text.RegularExpressions;

namespace Sen.Feel;

internal static partial class BuiltIns
{
    [GeneratedRegex(@"^[+-]?[0-9]*(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();

    private static void AddConversion()
    {
        Add("date(from: string)", (_, a) => TemporalText.Date(S(a[0]))?.Value);
        Add("date(from: day)", (_, a) => a[0] is FeelDateTime moment ? moment.Date.Value : a[0]);
        Add("date(year: integer, month: integer, day: integer)", (_, a) => FeelDate.Create(I(a[0]), I(a[1]), I(a[2]))?.Value);

        Add("time(from: string)", (_, a) => TemporalText.Time(S(a[0])) ?? TemporalText.DateTime(S(a[0]))?.Time);
        Add("time(from: time)", (_, a) => a[0]);
        Add("time(from: day)", (_, a) => a[0] is FeelDateTime moment ? moment.Time : new FeelTime(0, 0));
        Add("time(hour: integer, minute: integer, second: number, offset?: duration?)", (_, a) =>
            FeelTime.Create(I(a[0]), I(a[1]), Nanoseconds(a[2]), a[3] is FeelDuration offset ? (int)offset.Seconds : null));

        Add("date and time(date: day, time: time)", (_, a) => new FeelDateTime(Day(a[0]), (FeelTime)a[1]!));
        Add("date and time(date: date and time, timezone: string)", (_, a) => (FeelDateTime)a[0]! is var moment && Zones.Find(S(a[1])) is { } zone
            ? InZone(moment, zone, S(a[1])) : null);
        Add("date and time(from: string)", (_, a) => TemporalText.DateTime(S(a[0])));
        Add("date and time(from: day)", (_, a) => a[0] is FeelDateTime moment ? moment : new FeelDateTime(Day(a[0]), new FeelTime(0, 0)));
        Add("date and time(year: integer, month: integer, day: integer, hour: integer, minute: integer, second: number, offset?: duration?)", (_, a) =>
            FeelDate.Create(I(a[0]), I(a[1]), I(a[2])) is { } date
            && FeelTime.Create(I(a[3]), I(a[4]), Nanoseconds(a[5]), a[6] is FeelDuration offset ? (int)offset.Seconds : null) is { } time ? new FeelDateTime(date, time) : null);

        Add("duration(from: string)", (_, a) => TemporalText.Duration(S(a[0])));
        Add("years and months duration(from: day, to: day)", (_, a) => YearsAndMonths(a[0]!, a[1]!));

        Add("number(from: string)", (_, a) => NumberForm().IsMatch(S(a[0])) ? Numbers.Parse(S(a[0])) : null);
        Add("number(from: string, grouping separator: string?, decimal separator: string?)", (_, a) => ParseNumber(S(a[0]), a[1] as string, a[2] as string));
        Add("string(from: any)", (run, a) => a[0] is null ? null : run.Text(a[0]));
        Add("not(negand: boolean)", (_, a) => !(bool)a[0]!);
    }

    private static FeelDate Day(object? value) => value is FeelDateTime moment ? moment.Date : FeelValues.TryDate(value, out var date) ? date : default;

    /// <summary>Seconds cut to nanoseconds; a number of another size is no second of a minute.</summary>
    private static decimal Nanoseconds(object? seconds) => Numbers.Round(seconds!, 9, Rounding.Down) is decimal n ? n : -1;

    private static FeelDateTime InZone(FeelDateTime moment, TimeZoneInfo zone, string name)
    {
        if (moment.ToDateTimeOffset() is not { } instant)
            return moment with { Time = moment.Time with { Zone = name, OffsetSeconds = null } };
        var there = FeelDateTime.From(TimeZoneInfo.ConvertTime(instant, zone));
        return there with { Time = there.Time with { Zone = name, OffsetSeconds = null } };
    }

    private static FeelYearMonthDuration YearsAndMonths(object from, object to)
    {
        var (a, b) = (Day(from), Day(to));
        var months = (b.Year - a.Year) * 12 + b.Month - a.Month;
        if (months > 0 && b.Day < a.Day)
            months--;
        else if (months < 0 && b.Day > a.Day)
            months++;
        return new FeelYearMonthDuration(months);
    }

    private static object? ParseNumber(string text, string? grouping, string? point)
    {
        if (grouping is not (null or " " or "," or ".") || point is not (null or "." or ",") || (grouping is not null && grouping == point))
            return null;
        if (grouping is not null)
            text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point is ",")
            text = text.Contains('.', StringComparison.Ordinal) ? "?" : text.Replace(',', '.');
        return NumberForm().IsMatch(text) ? Numbers.Parse(text) : null;
    }

}
