namespace Sen.Calendar;

/// <summary>The unit in which a procedure states its time limit. A week is written as seven days.</summary>
public enum LimitUnit
{
    /// <summary>An hour in which the office is open.</summary>
    WorkingHour,

    /// <summary>An hour of the clock, day and night.</summary>
    Hour,

    /// <summary>A day on which the office is open ("ngày làm việc").</summary>
    WorkingDay,

    /// <summary>A day of the calendar ("ngày").</summary>
    Day,

    /// <summary>A month of the calendar: to the same day of a later month, or its last day.</summary>
    Month,

    /// <summary>A year of the calendar.</summary>
    Year,
}

/// <summary>
/// How long an office may take. Zero working days means the day of receipt itself.
/// </summary>
/// <param name="Amount">How many units; zero or more.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="CutOff">What arrives after this time of day, or on a day off, counts as received at the opening of the next working day; 15:00 for many civil-status procedures.</param>
public sealed record TimeLimit(int Amount, LimitUnit Unit, TimeOnly? CutOff = null);

/// <summary>
/// A stretch in which the legal clock stands still (waiting for the citizen, a fee, another body's answer).
/// A pause that is still open is given with <paramref name="Until"/> = now.
/// </summary>
/// <param name="From">The first moment that is not counted.</param>
/// <param name="Until">The first moment that counts again.</param>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset Until)
{
    internal bool Covers(DateTimeOffset moment) => From <= moment && moment < Until;
}
