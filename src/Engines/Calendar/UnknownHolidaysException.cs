namespace Sen.Calendar;

/// <summary>
/// A date was asked for in a year whose holidays nobody has stated. Guessing is not possible: the Prime Minister
/// fixes Tết and 2 September each year, and .NET's ChineseLunisolarCalendar follows Beijing time
/// (it puts Tết 2030 on 3 February; in Viet Nam it is the 2nd).
/// </summary>
public sealed class UnknownHolidaysException(int year)
    : Exception($"The holidays of {year} are not in the table; add the year from the official announcement. " +
        "Do not compute it with ChineseLunisolarCalendar, which follows Beijing time and is a day late for Tết 2030.")
{
    /// <summary>The year that is missing.</summary>
    public int Year { get; } = year;
}
