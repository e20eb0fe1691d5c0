using Sen.Calendar;

namespace Sen.Tests.Unit.Calendar;

/// <summary>Compares due times with a slow second opinion that walks every minute.</summary>
public sealed class DueTimesOracleTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly WorkingCalendar Calendar = Office.Calendar;

    [Fact]
    public void DueAt_RandomCases_AgreesWithMinuteByMinuteWalk()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var received = Office.At("2026-01-01 00:00").AddMinutes(random.Next(300 * 24 * 60));
            var unit = (LimitUnit)random.Next(4);
            var limit = new TimeLimit(unit is LimitUnit.Hour ? random.Next(1, 120) : random.Next(unit is LimitUnit.WorkingHour ? 1 : 0, 12), unit, random.Next(3) == 0 ? new TimeOnly(15, 0) : null);
            var pauses = Enumerable.Range(0, random.Next(3))
                .Select(_ => received.AddMinutes(random.Next(-2000, 12000)))
                .Select(from => new Pause(from, from.AddMinutes(random.Next(8000)))).ToArray();
            Calendar.DueAt(received, limit, pauses).ShouldBe(Walk(received, limit, pauses), $"seed {seed}: {received} {limit} {string.Join(' ', pauses)}");
        }
    }

    [Fact]
    public void DueAt_LaterReceipt_IsNeverDueEarlier()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var received = Office.At("2026-01-01 00:00").AddMinutes(random.Next(300 * 24 * 60));
            var later = received.AddMinutes(random.Next(5000));
            // Not clock hours: art. 148(5) gives one that ends on a Sunday all of Monday, and one that starts on Monday not.
            LimitUnit[] units = [LimitUnit.WorkingHour, LimitUnit.WorkingDay, LimitUnit.Day, LimitUnit.Month, LimitUnit.Year];
            var limit = new TimeLimit(random.Next(4), random.GetItems(units, 1)[0], random.Next(2) == 0 ? new TimeOnly(15, 0) : null);
            Calendar.DueAt(later, limit).ShouldBeGreaterThanOrEqualTo(Calendar.DueAt(received, limit), $"seed {seed}: {received} {later} {limit}");
            Calendar.DueAt(received, limit).ShouldBeGreaterThanOrEqualTo(received);
        }
    }

    [Fact]
    public void WorkingTimeBetween_RandomMoments_AgreesWithMinuteByMinuteWalk()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var from = Office.At("2026-01-01 00:00").AddMinutes(random.Next(300 * 24 * 60));
            var to = from.AddMinutes(random.Next(20000));
            var minutes = 0;
            for (var at = from; at < to; at = at.AddMinutes(1))
                minutes += Open(at) ? 1 : 0;
            Calendar.WorkingTimeBetween(from, to).ShouldBe(TimeSpan.FromMinutes(minutes), $"seed {seed}: {from} {to}");
            Calendar.WorkingTimeBetween(to, from).ShouldBe(TimeSpan.FromMinutes(-minutes));
        }
    }

    private static DateTimeOffset Walk(DateTimeOffset received, TimeLimit limit, Pause[] pauses)
    {
        bool Running(DateTimeOffset minute) => !pauses.Any(pause => pause.From <= minute && minute < pause.Until);
        bool Closing(DateTimeOffset minute) => minute.TimeOfDay == new TimeSpan(17, 0, 0) && Works(minute);
        var at = received;
        if (limit.CutOff is not null && (!Works(at) || at.TimeOfDay > new TimeSpan(15, 0, 0)))
        {
            do
                at = at.AddMinutes(1);
            while (!(Works(at) && at.TimeOfDay == new TimeSpan(7, 0, 0)));
        }

        var left = limit.Amount;
        if (limit.Unit is LimitUnit.WorkingHour or LimitUnit.Hour)
        {
            left *= 60;
            bool Counts(DateTimeOffset minute) => Running(minute) && (limit.Unit is LimitUnit.Hour || Open(minute));
            while (left > 0)
            {
                if (Counts(at))
                    left--;
                at = at.AddMinutes(1);
            }
            if (limit.Unit is LimitUnit.WorkingHour || Works(at))
                return at;
        }
        else
        {
            // The end of a day: 17:00 when worked, midnight when not. The first day is not counted.
            var first = at.Date;
            while (left > 0)
            {
                at = at.AddMinutes(1);
                var ends = limit.Unit is LimitUnit.Day && !Works(at.AddMinutes(-1)) ? at.TimeOfDay == TimeSpan.Zero : Closing(at);
                if (ends && at.AddMinutes(-1).Date > first && Running(at.AddMinutes(-1)))
                    left--;
            }
        }
        while (!(Closing(at) && Running(at.AddMinutes(-1))))
            at = at.AddMinutes(1);
        return at;
    }

    private static bool Works(DateTimeOffset minute) => Calendar.IsWorkingDay(DateOnly.FromDateTime(minute.DateTime));

    private static bool Open(DateTimeOffset minute) => Works(minute) && (minute.TimeOfDay.TotalMinutes is >= 420 and < 690 or >= 810 and < 1020);
}
