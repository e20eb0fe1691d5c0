using System.Collections.Immutable;

namespace Sen.Calendar;

/// <summary>What a public holiday celebrates (Labour Code 45/2019, art. 112(1)).</summary>
public enum HolidayKind { NewYear, Tet, HungKings, Victory, Labour, National, Culture }

/// <summary>One day off. <paramref name="Compensation"/>: in place of a weekly day of rest on which the holiday fell (art. 111(3)).</summary>
public sealed record Holiday(DateOnly Date, HolidayKind Kind, bool Compensation = false);

/// <summary>The choices that the Prime Minister makes each year (Labour Code, art. 112(3)), and one that the law may yet make.</summary>
/// <param name="TetDaysBefore">How many of the five days of Tết lie before the first day of the lunar year: 1 or 2 by custom.</param>
/// <param name="NationalDayBefore">Whether the day beside 2 September is the 1st; else the 3rd.</param>
/// <param name="CultureDay">24 November (Politburo Resolution 80-NQ/TW, January 2026). The change of the Labour Code is not known to be in force: off.</param>
public sealed record HolidayFrame(int TetDaysBefore = 1, bool NationalDayBefore = true, bool CultureDay = false);

/// <summary>
/// The public holidays of Viet Nam by year, from a table of lunar dates. Days swapped by announcement
/// (a Monday off for a worked Saturday) are not here: they are data of each year.
/// </summary>
public static class VietnameseHolidays
{
    private const int TetDays = 5;

    // Year, first day of Tết, Hùng Kings (10th of the 3rd lunar month), as MMDD: new moons at UTC+7, as the Vietnamese calendar
    // has them (Decision 121/CP of 1967). Not ChineseLunisolarCalendar: it follows UTC+8 and is a day late for Tết 2030.
    private static readonly ImmutableDictionary<int, (int Tet, int HungKings)> Lunar = new (int Year, int Tet, int HungKings)[]
    {
        (2024, 0210, 0418), (2025, 0129, 0407), (2026, 0217, 0426), (2027, 0206, 0416),
        (2028, 0126, 0404), (2029, 0213, 0423), (2030, 0202, 0412), (2031, 0123, 0401),
        (2032, 0211, 0419), (2033, 0131, 0409), (2034, 0219, 0428), (2035, 0208, 0417),
    }.ToImmutableDictionary(row => row.Year, row => (row.Tet, row.HungKings));

    /// <summary>The years that the table holds.</summary>
    public static IEnumerable<int> Years => Lunar.Keys.Order();

    /// <summary>The first day of the lunar year.</summary>
    /// <exception cref="UnknownHolidaysException">The year is not in the table.</exception>
    public static DateOnly Tet(int year) => Date(year, Row(year).Tet);

    /// <summary>The day of the Hùng Kings.</summary>
    /// <exception cref="UnknownHolidaysException">The year is not in the table.</exception>
    public static DateOnly HungKings(int year) => Date(year, Row(year).HungKings);

    /// <summary>
    /// All days off of a year, in order. A holiday on a Saturday or Sunday (the weekly rest of state bodies)
    /// gives the next working day off as well (Labour Code, art. 111(3)).
    /// </summary>
    /// <exception cref="UnknownHolidaysException">The year is not in the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More days before Tết than Tết has.</exception>
    public static IReadOnlyList<Holiday> Of(int year, HolidayFrame? frame = null)
    {
        frame ??= new HolidayFrame();
        ArgumentOutOfRangeException.ThrowIfNegative(frame.TetDaysBefore, nameof(frame));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.TetDaysBefore, TetDays, nameof(frame));
        var holidays = new SortedDictionary<DateOnly, Holiday>();
        void Add(DateOnly day, HolidayKind kind, bool compensation = false) => holidays.TryAdd(day, new(day, kind, compensation));

        Add(new(year, 1, 1), HolidayKind.NewYear);
        for (var i = 0; i < TetDays; i++)
            Add(Tet(year).AddDays(i - frame.TetDaysBefore), HolidayKind.Tet);
        Add(HungKings(year), HolidayKind.HungKings);
        Add(new(year, 4, 30), HolidayKind.Victory);
        Add(new(year, 5, 1), HolidayKind.Labour);
        Add(new(year, 9, 2), HolidayKind.National);
        Add(new(year, 9, frame.NationalDayBefore ? 1 : 3), HolidayKind.National);
        if (frame.CultureDay)
            Add(new(year, 11, 24), HolidayKind.Culture);

        foreach (var holiday in holidays.Values.Where(holiday => IsWeekend(holiday.Date)).ToArray())
        {
            var day = holiday.Date;
            while (IsWeekend(day) || holidays.ContainsKey(day))
                day = day.AddDays(1);
            Add(day, holiday.Kind, compensation: true);
        }
        return [.. holidays.Values];
    }

    private static (int Tet, int HungKings) Row(int year) => Lunar.TryGetValue(year, out var row) ? row : throw new UnknownHolidaysException(year);

    private static DateOnly Date(int year, int monthAndDay) => new(year, monthAndDay / 100, monthAndDay % 100);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
