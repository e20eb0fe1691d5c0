using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Feel;

/// <summary>Reads the lexical forms of XML Schema 1.1 that FEEL takes over for dates, times and durations.</summary>
internal static partial class TemporalText
{
    [GeneratedRegex(@"^(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"^(-)?P(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthsForm();

    [GeneratedRegex(@"^(-)?P(?:([0-9]{1,15})D)?(T(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15}(?:\.[0-9]*)?)S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SecondsForm();

    public static FeelDate? Date(string text) => DateForm().Match(text) is { Success: true } m
        ? FeelDate.Create(Long(m.Groups[1]), Long(m.Groups[2]), Long(m.Groups[3])) : null;

    public static FeelTime? Time(string text) => Time(text, out var nextDay) is { } time && !nextDay ? time : null;

    private static FeelTime? Time(string text, out bool nextDay)
    {
        nextDay = false;
        if (TimeForm().Match(text) is not { Success: true } m)
            return null;
        var second = Number(m.Groups[3].Value + m.Groups[4].Value);
        var hour = Long(m.Groups[1]);
        var minute = Long(m.Groups[2]);
        nextDay = hour == 24 && minute == 0 && second == 0;
        var suffix = m.Groups[5].Value;
        int? offset = suffix is "" || suffix[0] == '@' ? null : suffix == "Z" ? 0 : Offset(suffix);
        if (FeelTime.Create(nextDay ? 0 : hour, minute, second, offset) is not { } time)
            return null;
        if (suffix.StartsWith('@'))
            return Zones.Find(suffix[1..]) is null ? null : time with { Zone = suffix[1..] };
        return time;
    }

    public static FeelDateTime? DateTime(string text)
    {
        var t = text.IndexOf('T', StringComparison.Ordinal);
        if (t < 0)
            return Date(text) is { } day ? new FeelDateTime(day, default) : null;
        if (Date(text[..t]) is not { } date || Time(text[(t + 1)..], out var nextDay) is not { } time)
            return null;
        return nextDay ? date.AddDays(1) is { } next ? new FeelDateTime(next, time) : null : new FeelDateTime(date, time);
    }

    /// <summary>A duration of either kind.</summary>
    public static object? Duration(string text)
    {
        if (MonthsForm().Match(text) is { Success: true } m && (m.Groups[2].Success || m.Groups[3].Success))
        {
            var months = Number(m.Groups[2].Value) * 12 + Number(m.Groups[3].Value);
            return months > long.MaxValue ? null : new FeelYearMonthDuration((long)(m.Groups[1].Success ? -months : months));
        }
        if (SecondsForm().Match(text) is not { Success: true } s || (s.Groups[3].Success && s.Groups[3].Length == 1) || text.EndsWith('P'))
            return null;
        var seconds = Number(s.Groups[2].Value) * 86_400 + Number(s.Groups[4].Value) * 3600 + Number(s.Groups[5].Value) * 60
            + Number(s.Groups[6].Value.TrimEnd('.'));
        return new FeelDuration(s.Groups[1].Success ? -seconds : seconds);
    }

    /// <summary>What an at-literal or <c>@"..."</c> string stands for.</summary>
    public static object? Any(string text) =>
        text.Contains('P', StringComparison.Ordinal) && text.TrimStart('-').StartsWith('P') ? Duration(text)
        : Date(text) is { } date ? date.Value
        : Time(text) is { } time ? time
        : DateTime(text) is { } both ? both
        : null;

    private static int Offset(string suffix)
    {
        var parts = suffix[1..].Split(':');
        var seconds = parts.Select((part, i) => int.Parse(part, CultureInfo.InvariantCulture) * (i == 0 ? 3600 : i == 1 ? 60 : 1)).Sum();
        var valid = parts.Skip(1).All(part => string.CompareOrdinal(part, "60") < 0);
        return !valid ? int.MaxValue : suffix[0] == '-' ? -seconds : seconds;
    }

    private static long Long(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
