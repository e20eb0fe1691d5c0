namespace Sen.Tests.Unit.Calendar;

public sealed class DueTimesTests
{
    [Theory]
    // Working days start the next day (Civil Code, art. 147(2)) and end at the close of office.
    [InlineData("2026-03-02 08:00", "3wd", "2026-03-05 17:00")]
    [InlineData("2026-03-02 16:59", "3wd", "2026-03-05 17:00")]
    [InlineData("2026-03-06 09:00", "1wd", "2026-03-09 17:00")]
    [InlineData("2026-03-07 09:00", "1wd", "2026-03-09 17:00")]
    // Tết 2026 is 16-20 February (first day on the 17th).
    [InlineData("2026-02-13 09:00", "1wd", "2026-02-23 17:00")]
    [InlineData("2026-02-12 09:00", "3wd", "2026-02-24 17:00")]
    [InlineData("2026-02-18 09:00", "2wd", "2026-02-24 17:00")]
    // Tết 2030: first day Saturday 2 February, so off are Friday 1 to Thursday 7 with two days of compensation.
    [InlineData("2030-01-31 09:00", "1wd", "2030-02-08 17:00")]
    // Hùng Kings 2026 on Sunday 26 April: Monday off too; then 30 April and 1 May.
    [InlineData("2026-04-24 09:00", "1wd", "2026-04-28 17:00")]
    [InlineData("2026-04-28 09:00", "2wd", "2026-05-04 17:00")]
    [InlineData("2026-04-29 09:00", "5wd", "2026-05-08 17:00")]
    // 2 September 2026 with the 1st, and Monday 31 August swapped for Saturday 22 August.
    [InlineData("2026-08-28 09:00", "1wd", "2026-09-03 17:00")]
    [InlineData("2026-08-21 09:00", "1wd", "2026-08-22 17:00")]
    [InlineData("2026-08-21 09:00", "2wd", "2026-08-24 17:00")]
    // Same day, or the next working day after 15:00 or on a day off (procedure 2.000635).
    [InlineData("2026-03-02 15:00", "0wd!15:00", "2026-03-02 17:00")]
    [InlineData("2026-03-02 15:01", "0wd!15:00", "2026-03-03 17:00")]
    [InlineData("2026-03-06 15:01", "0wd!15:00", "2026-03-09 17:00")]
    [InlineData("2026-03-07 09:00", "0wd!15:00", "2026-03-09 17:00")]
    [InlineData("2026-02-13 15:30", "0wd!15:00", "2026-02-23 17:00")]
    [InlineData("2026-03-06 15:01", "1wd!15:00", "2026-03-10 17:00")]
    [InlineData("2026-03-08 09:00", "1wd!15:00", "2026-03-10 17:00")]
    [InlineData("2026-03-02 09:00", "0wd", "2026-03-02 17:00")]
    [InlineData("2026-03-02 17:30", "0wd", "2026-03-03 17:00")]
    // Days of the calendar; an end on a day off moves on (art. 148(5)).
    [InlineData("2026-03-02 09:00", "5d", "2026-03-09 17:00")]
    [InlineData("2026-03-02 09:00", "10d", "2026-03-12 17:00")]
    [InlineData("2026-02-06 09:00", "10d", "2026-02-23 17:00")]
    [InlineData("2026-04-15 09:00", "15d", "2026-05-04 17:00")]
    // Months and years to the same day, or the last of the month (art. 148(3)).
    [InlineData("2029-01-31 09:00", "1m", "2029-02-28 17:00")]
    [InlineData("2028-01-31 09:00", "1m", "2028-02-29 17:00")]
    [InlineData("2026-01-31 09:00", "1m", "2026-03-02 17:00")]
    [InlineData("2026-03-31 09:00", "1m", "2026-05-04 17:00")]
    [InlineData("2026-01-05 09:00", "2m", "2026-03-05 17:00")]
    [InlineData("2028-02-29 09:00", "1y", "2029-02-28 17:00")]
    // Hours start at the moment (art. 147(1)); working hours run only while the office is open.
    [InlineData("2026-03-02 08:00", "2wh", "2026-03-02 10:00")]
    [InlineData("2026-03-02 10:30", "2wh", "2026-03-02 14:30")]
    [InlineData("2026-03-02 09:30", "2wh", "2026-03-02 11:30")]
    [InlineData("2026-03-06 16:00", "8wh", "2026-03-09 16:00")]
    [InlineData("2026-03-07 16:00", "4wh", "2026-03-09 11:00")]
    [InlineData("2026-03-06 15:30", "2wh!15:00", "2026-03-09 09:00")]
    [InlineData("2026-03-02 09:30", "24h", "2026-03-03 09:30")]
    [InlineData("2026-03-02 09:30", "12h", "2026-03-02 21:30")]
    [InlineData("2026-03-06 09:30", "24h", "2026-03-09 17:00")]
    public void DueAt_Received_EndsAsTheLawCounts(string received, string limit, string due) =>
        Office.Calendar.DueAt(Office.At(received), Office.Limit(limit)).ShouldBe(Office.At(due));

    [Theory]
    // A day is lost when the clock stands still at its close.
    [InlineData("2026-03-02 09:00", "3wd", "2026-03-03 09:00..2026-03-03 10:00", "2026-03-05 17:00")]
    [InlineData("2026-03-02 09:00", "3wd", "2026-03-03 10:00..2026-03-05 14:00", "2026-03-09 17:00")]
    [InlineData("2026-03-02 09:00", "3wd", "2026-03-03 17:00..2026-03-05 17:00", "2026-03-09 17:00")]
    [InlineData("2026-03-02 09:00", "3wd", "2026-03-03 10:00..2026-03-04 14:00; 2026-03-03 11:00..2026-03-05 14:00", "2026-03-09 17:00")]
    [InlineData("2026-03-02 09:00", "1wd", "2026-03-06 16:00..2026-03-09 09:00", "2026-03-03 17:00")]
    [InlineData("2026-03-02 09:00", "3wd", "2026-02-20 09:00..2026-02-26 09:00", "2026-03-05 17:00")]
    [InlineData("2026-03-02 09:00", "0wd", "2026-03-02 10:00..2026-03-04 09:00", "2026-03-04 17:00")]
    [InlineData("2026-03-02 09:00", "4d", "2026-03-05 09:00..2026-03-09 09:00", "2026-03-10 17:00")]
    [InlineData("2026-03-02 09:00", "1m", "2026-03-10 09:00..2026-03-12 09:00", "2026-04-06 17:00")]
    [InlineData("2026-03-02 09:00", "2wh", "2026-03-02 10:00..2026-03-02 14:00", "2026-03-02 15:00")]
    [InlineData("2026-03-02 09:00", "2wh", "2026-03-02 08:00..2026-03-03 08:00", "2026-03-03 10:00")]
    [InlineData("2026-03-02 09:00", "24h", "2026-03-02 12:00..2026-03-02 18:00", "2026-03-03 15:00")]
    public void DueAt_Paused_DoesNotCountThePause(string received, string limit, string pauses, string due) =>
        Office.Calendar.DueAt(Office.At(received), Office.Limit(limit), Office.Pauses(pauses)).ShouldBe(Office.At(due));

    [Theory]
    [InlineData("2026-03-02 09:00", "2026-03-02 17:00")]
    [InlineData("2026-03-02 15:00", "2026-03-02 17:00")]
    [InlineData("2026-03-02 15:01", "2026-03-03 07:00")]
    [InlineData("2026-03-06 16:00", "2026-03-09 07:00")]
    [InlineData("2026-02-14 09:00", "2026-02-23 07:00")]
    public void TransferDueAt_Paper_SameDayOrStartOfNext(string received, string due) =>
        Office.Calendar.TransferDueAt(Office.At(received), new(15, 0)).ShouldBe(Office.At(due));

    [Fact]
    public void DueAt_ReceivedInAnotherOffset_AnswersInTheOfficesZone()
    {
        var due = Office.Calendar.DueAt(new(2026, 3, 1, 20, 0, 0, TimeSpan.Zero), Office.Limit("1wd"));
        due.ShouldBe(Office.At("2026-03-03 17:00"));
        due.Offset.ShouldBe(TimeSpan.FromHours(7));
    }
}
