using System.Collections.Concurrent;
using Sen.Calendar;
using Sen.Data;
using Sen.Ui;

namespace Sen.Directory;

/// <summary>Calendars by unit, made anew after a minute: holidays change a few times a year.</summary>
internal sealed class CalendarCache(Database db, Units units, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, WorkingCalendar Calendar)> _known = new();

    public async Task<WorkingCalendar> For(string unitCode, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(unitCode, out var known) && now - known.At < Keep)
            return known.Calendar;
        var calendar = await Make(unitCode, ct);
        _known[unitCode] = (now, calendar);
        return calendar;
    }

    private async Task<WorkingCalendar> Make(string unitCode, CancellationToken ct)
    {
        var unit = await units.Find(unitCode, ct) ?? throw new InvalidOperationException($"there is no unit {unitCode}");
        if (!(await OpeningTimes.Of(db, [unit], units.Today, ct)).TryGetValue(unit.Code, out var hours))
            throw new InvalidOperationException($"neither {unitCode} nor a unit above it has opening hours");
        var off = await db.Query<DateOnly>("select on_date from directory.holiday", ct: ct);
        var extra = await db.Query<DateOnly>("select on_date from directory.extra_working_day", ct: ct);
        return new WorkingCalendar(Words.ProvinceTime, hours.Week, off.ToHashSet(), extra.ToHashSet())
        {
            // A year counts as known once its holidays are stated; the last of them closes the table.
            KnownUntil = off.Count == 0 ? DateOnly.MinValue : new DateOnly(off.Max().Year, 12, 31),
        };
    }
}
