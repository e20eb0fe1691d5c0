using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory.Browse;

/// <summary>How to reach a unit.</summary>
internal sealed record ContactPoint(string Kind, string Value);

/// <summary>A day off to come.</summary>
internal sealed record HolidayRow(DateOnly OnDate, string Kind, bool Compensation, bool Demonstration);

/// <summary>A unit with what surrounds it.</summary>
internal sealed record UnitView(
    Unit Unit, IReadOnlyList<Unit> Above, IReadOnlyList<Unit> Children, IReadOnlyList<ContactPoint> Contacts,
    OpeningHours? Hours, Unit? HoursOf, IReadOnlyList<HolidayRow> Holidays);

/// <summary>One unit, and the roots where nobody named one.</summary>
internal sealed class UnitQuery(Database db, Units units, TimeProvider clock)
{
    /// <summary>The unit of a code, or the first root; null when there is none.</summary>
    public async Task<UnitView?> Find(string? code, CancellationToken ct)
    {
        var all = await units.All(ct);
        var unit = code is null ? all.FirstOrDefault(u => u.ParentCode is null) : await units.Find(code, ct);
        if (unit is null)
            return null;
        var above = unit.Path.Split('/').SkipLast(1).Select(c => all.FirstOrDefault(u => u.Code == c)).OfType<Unit>().ToArray();
        var contacts = await db.Query<ContactPoint>("select kind, value from directory.contact_point where unit_code = @Code order by kind, value", new { unit.Code }, ct);
        var hours = (await OpeningTimes.Of(db, [unit], ct)).GetValueOrDefault(unit.Code);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Ui.Words.ProvinceTime).DateTime);
        var holidays = await db.Query<HolidayRow>(
            "select on_date, kind, compensation, demonstration from directory.holiday where on_date >= @today order by on_date limit 20", new { today }, ct);
        return new UnitView(unit, above, [.. all.Where(u => u.ParentCode == unit.Code)], contacts,
            hours.Week, hours.From is null ? null : await units.Find(hours.From, ct), holidays);
    }
}
