using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory.Browse;

/// <summary>How to reach a unit.</summary>
internal sealed record ContactPoint(string Kind, string Value);

/// <summary>A day off to come.</summary>
internal sealed record HolidayRow(DateOnly OnDate, string Kind, bool Compensation, bool Demonstration);

/// <summary>A period in the life of a unit.</summary>
internal sealed record Period(DateOnly ValidFrom, DateOnly? ValidTo, string Name, string? ParentName, string Source);

/// <summary>Another code that leads to a unit.</summary>
internal sealed record OtherCode(string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Reason);

/// <summary>A unit on a day with what surrounds it.</summary>
/// <param name="Unit">As it stood that day, or as it last was before.</param>
/// <param name="Follower">Who has its code and work on that day, when it is no more.</param>
/// <param name="AnswersFor">Who answers for its closed files, where that is another one than the follower.</param>
/// <param name="TakenOver">Units that it took over up to that day.</param>
internal sealed record UnitView(
    Unit Unit, Unit? Follower, Unit? AnswersFor, IReadOnlyList<Unit> TakenOver, IReadOnlyList<Unit> Above, IReadOnlyList<Unit> Children,
    IReadOnlyList<ContactPoint> Contacts, OpeningHours? Hours, Unit? HoursOf, IReadOnlyList<HolidayRow> Holidays,
    IReadOnlyList<Period> Periods, IReadOnlyList<OtherCode> Codes);

/// <summary>One unit as of a day, and the first root where nobody named one.</summary>
internal sealed class UnitQuery(Database db, Units units)
{
    /// <summary>The unit of a code or former code, ended units included; null when it never was up to that day.</summary>
    public async Task<UnitView?> Find(string? code, DateOnly day, CancellationToken ct)
    {
        var now = await units.On(day, ct);
        var unit = code is null ? now.Children(null).FirstOrDefault() : now.LastKnown(code) ?? now.Find(code);
        if (unit is null)
            return null;
        var hours = (await OpeningTimes.Of(db, [unit], day, ct)).GetValueOrDefault(unit.Code);
        var of = new { unit.Code, day };
        return new UnitView(unit,
            unit.HoldsOn(day) ? null : now.Find(unit.Code), unit.HoldsOn(day) || now.AnswersFor(unit.Code)?.Code == now.Find(unit.Code)?.Code ? null : now.AnswersFor(unit.Code), [.. now.TakenOver(unit.Code)], now.Above(unit), [.. now.Children(unit.Code)],
            await db.Query<ContactPoint>("""
                select kind, value from directory.contact_point
                where unit_code = @Code and valid_from <= @day and (valid_to is null or valid_to > @day) order by kind, value
                """, of, ct),
            hours.Week, hours.From is null ? null : now.Find(hours.From),
            await db.Query<HolidayRow>(
                "select on_date, kind, compensation, demonstration from directory.holiday where on_date >= @day order by on_date limit 20", of, ct),
            await db.Query<Period>("""
                select v.valid_from, v.valid_to, v.name, p.name as parent_name, v.source
                from directory.unit_version v left join directory.v_unit_last p on p.code = v.parent_code
                where v.code = @Code order by v.valid_from desc limit 50
                """, of, ct),
            await db.Query<OtherCode>("""
                select alias as code, valid_from, valid_to, reason from directory.unit_alias where unit_code = @Code order by valid_from desc, alias limit 100
                """, of, ct));
    }
}
