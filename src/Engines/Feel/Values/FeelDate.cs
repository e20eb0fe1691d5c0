using System.Globalization;

namespace Sen.Feel;

/// <summary>
/// A date of the proleptic Gregorian calendar with any year to ±999,999,999 (XML Schema 1.1, as DMN 1.5 §10.3.2.3.4 asks).
/// The engine hands out <see cref="DateOnly"/> where the year is 1 to 9999, and this type elsewhere.
/// </summary>
public readonly record struct FeelDate : IComparable<FeelDate>
{
    internal const long MaxYear = 999_999_999;

    private FeelDate(long year, int month, int day) => (Year, Month, Day) = (year, month, day);

    /// <summary>Year; 0 is the year before year 1.</summary>
    public long Year { get; }

    /// <summary>1 to 12.</summary>
    public int Month { get; }

    /// <summary>1 to 31.</summary>
    public int Day { get; }

    /// <summary>Days since 1970-01-01.</summary>
    public long DayNumber
    {
        // Howard Hinnant's civil calendar: years start in March so that leap days come last.
        get
        {
            var y = Month <= 2 ? Year - 1 : Year;
            var era = FloorDiv(y, 400);
            var yearOfEra = y - era * 400;
            var dayOfYear = (153 * (Month + (Month > 2 ? -3 : 9)) + 2) / 5 + Day - 1;
            return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
        }
    }

    /// <summary>1 is Monday, 7 is Sunday.</summary>
    public int Weekday => (int)(DayNumber + 3 - FloorDiv(DayNumber + 3, 7) * 7) + 1;

    /// <summary>1 to 366.</summary>
    public int DayOfYear => (int)(DayNumber - new FeelDate(Year, 1, 1).DayNumber) + 1;

    /// <summary>The week number of ISO 8601.</summary>
    public int WeekOfYear
    {
        get
        {
            var thursday = FromDayNumber(DayNumber + 4 - Weekday);
            return (thursday.DayOfYear - 1) / 7 + 1;
        }
    }

    /// <summary>Makes a date, or null where there is no such day.</summary>
    public static FeelDate? Create(long year, long month, long day) =>
        Math.Abs(year) <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, (int)month)
            ? new FeelDate(year, (int)month, (int)day) : null;

    /// <summary>The same day as a <see cref="DateOnly"/>.</summary>
    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    internal static FeelDate FromDayNumber(long number)
    {
        var z = number + 719_468;
        var era = FloorDiv(z, 146_097);
        var dayOfEra = z - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var m = (5 * dayOfYear + 2) / 153;
        var month = (int)(m < 10 ? m + 3 : m - 9);
        return new FeelDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * m + 2) / 5 + 1));
    }

    internal FeelDate? AddMonths(long months)
    {
        var total = (Int128)Year * 12 + (Month - 1) + months;
        var year = total >= 0 ? total / 12 : (total - 11) / 12;
        if (year > MaxYear || year < -MaxYear)
            return null;
        var month = (int)(total - year * 12) + 1;
        return new FeelDate((long)year, month, Math.Min(Day, DaysInMonth((long)year, month)));
    }

    internal FeelDate? AddDays(long days)
    {
        if (Math.Abs((decimal)DayNumber + days) > MaxYear * 366m)
            return null;
        var moved = FromDayNumber(DayNumber + days);
        return Math.Abs(moved.Year) > MaxYear ? null : moved;
    }

    /// <summary>The value as the engine hands it out: <see cref="DateOnly"/> where one can hold it.</summary>
    internal object Value => Year is >= 1 and <= 9999 ? new DateOnly((int)Year, Month, Day) : this;

    /// <inheritdoc />
    public int CompareTo(FeelDate other) => (Year, Month, Day).CompareTo((other.Year, other.Month, other.Day));

    /// <summary>ISO 8601, the year with at least four digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{Math.Abs(Year):0000}-{Month:00}-{Day:00}");

    internal static int DaysInMonth(long year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    internal static long FloorDiv(long a, long b) => a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);

    /// <summary>Order of two dates.</summary>
    public static bool operator <(FeelDate left, FeelDate right) => left.CompareTo(right) < 0;

    /// <summary>Order of two dates.</summary>
    public static bool operator >(FeelDate left, FeelDate right) => left.CompareTo(right) > 0;

    /// <summary>Order of two dates.</summary>
    public static bool operator <=(FeelDate left, FeelDate right) => left.CompareTo(right) <= 0;

    /// <summary>Order of two dates.</summary>
    public static bool operator >=(FeelDate left, FeelDate right) => left.CompareTo(right) >= 0;
}
