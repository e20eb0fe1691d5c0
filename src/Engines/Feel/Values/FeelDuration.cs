using System.Globalization;
using System.Text;

namespace Sen.Feel;

/// <summary>A days and time duration (DMN 1.5 §10.3.2.3.6), exact to the nanosecond.</summary>
/// <param name="Seconds">The whole length in seconds, negative for a negative duration.</param>
public readonly record struct FeelDuration(decimal Seconds)
{
    /// <summary>The same length as a <see cref="TimeSpan"/>.</summary>
    public static FeelDuration From(TimeSpan span) => new(span.Ticks / 10_000_000m);

    /// <summary>The same length; null where a <see cref="TimeSpan"/> cannot hold it.</summary>
    public TimeSpan? ToTimeSpan() => Math.Abs(Seconds) < 922_337_203_685m ? TimeSpan.FromTicks((long)(Seconds * 10_000_000m)) : null;

    /// <summary>Canonical ISO 8601, e.g. <c>P1DT2H</c>; <c>PT0S</c> for none.</summary>
    public override string ToString()
    {
        if (Seconds == 0)
            return "PT0S";
        var rest = Math.Abs(Seconds);
        var text = new StringBuilder(Seconds < 0 ? "-P" : "P");
        Part(86_400m, 'D');
        if (rest > 0)
            text.Append('T');
        Part(3600m, 'H');
        Part(60m, 'M');
        if (rest > 0)
            text.Append(Numbers.Text(rest)).Append('S');
        return text.ToString();

        void Part(decimal unit, char letter)
        {
            var whole = decimal.Truncate(rest / unit);
            if (whole == 0)
                return;
            text.Append(whole.ToString(CultureInfo.InvariantCulture)).Append(letter);
            rest -= whole * unit;
        }
    }
}

/// <summary>A years and months duration (DMN 1.5 §10.3.2.3.7).</summary>
/// <param name="Months">The whole length in months, negative for a negative duration.</param>
public readonly record struct FeelYearMonthDuration(long Months)
{
    /// <summary>Canonical ISO 8601, e.g. <c>P1Y2M</c>; <c>P0M</c> for none.</summary>
    public override string ToString()
    {
        if (Months == 0)
            return "P0M";
        var a = Math.Abs((decimal)Months);
        var (years, months) = (decimal.Truncate(a / 12), a % 12);
        return string.Create(CultureInfo.InvariantCulture,
            $"{(Months < 0 ? "-" : "")}P{(years > 0 ? $"{years}Y" : "")}{(months > 0 ? $"{months}M" : "")}");
    }
}
