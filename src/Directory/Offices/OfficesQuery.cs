using Sen.Calendar;
using Sen.Data;

namespace Sen.Directory.Offices;

/// <summary>A one-stop centre as people see it.</summary>
internal sealed record Office(Unit Unit, string? Email, string? Phone, string? Address, OpeningHours? Hours);

/// <summary>A page of centres; <paramref name="Next"/> is the cursor of the page after, or null.</summary>
internal sealed record OfficePage(IReadOnlyList<Office> Offices, string? Next);

/// <summary>One-stop centres in order of path, a page at a time.</summary>
internal sealed class OfficesQuery(Database db, Units units)
{
    private const int PageSize = 24;

    private sealed record ContactRow(string UnitCode, string Kind, string Value);

    public async Task<OfficePage> List(string? text, string? after, CancellationToken ct)
    {
        var all = string.IsNullOrWhiteSpace(text)
            ? await units.OfKind(UnitKind.OneStopCentre, ct)
            // Several kinds of unit carry a commune's name, hence all that are found.
            : [.. (await units.Search(text, int.MaxValue, ct)).Where(u => u.Kind == UnitKind.OneStopCentre).OrderBy(u => u.Path, StringComparer.Ordinal)];
        var page = all.Where(u => after is null || string.CompareOrdinal(u.Path, after) > 0).Take(PageSize + 1).ToArray();
        var shown = page.Take(PageSize).ToArray();
        var codes = shown.Select(u => u.Code).ToArray();
        var contacts = (await db.Query<ContactRow>("select unit_code, kind, value from directory.contact_point where unit_code = any (@codes) and valid_from <= @today and (valid_to is null or valid_to > @today)", new { codes, today = units.Today }, ct))
            .ToLookup(c => (c.UnitCode, c.Kind), c => c.Value);
        var hours = await OpeningTimes.Of(db, shown, units.Today, ct);
        string? Contact(Unit unit, string kind) => contacts[(unit.Code, kind)].FirstOrDefault();
        var offices = shown.Select(u => new Office(u, Contact(u, "email"), Contact(u, "phone"), Contact(u, "address"), hours.GetValueOrDefault(u.Code).Week)).ToArray();
        return new OfficePage(offices, page.Length > PageSize ? shown[^1].Path : null);
    }
}
