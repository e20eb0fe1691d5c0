using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory;

/// <summary>The ordinary week of a unit: its own, or that of the nearest unit above which has one, as of a day.</summary>
internal static class OpeningTimes
{
    private sealed record Row(string UnitCode, int Weekday, TimeOnly Opens, TimeOnly Closes);

    /// <summary>The weeks of units by code, each with the code of the unit whose week it is; a unit without any is not there.</summary>
    public static async Task<IReadOnlyDictionary<string, (string From, OpeningHours Week)>> Of(Database db, IReadOnlyList<Unit> units, DateOnly day, CancellationToken ct)
    {
        var codes = units.SelectMany(u => u.Path.Split('/')).Distinct().ToArray();
        var weeks = (await db.Query<Row>("""
            select unit_code, weekday, opens, closes from directory.opening_hours
            where unit_code = any (@codes) and valid_from <= @day and (valid_to is null or valid_to > @day)
            order by weekday, opens
            """, new { codes, day }, ct)).GroupBy(r => r.UnitCode).ToDictionary(g => g.Key, Week);
        return units
            .Select(u => (u.Code, From: u.Path.Split('/').LastOrDefault(weeks.ContainsKey)))
            .Where(u => u.From is not null)
            .ToDictionary(u => u.Code, u => (u.From!, weeks[u.From!]));
    }

    private static OpeningHours Week(IEnumerable<Row> rows) => new(rows.GroupBy(r => r.Weekday).ToDictionary(
        day => (DayOfWeek)day.Key,
        day => (IReadOnlyList<OpenSpan>)[.. day.Select(r => new OpenSpan(r.Opens, r.Closes))]));
}
