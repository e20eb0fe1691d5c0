using System.Globalization;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Packs;

/// <summary>Brings the units of a pack, how to reach them and when they are open. Units that the pack does not name stay.</summary>
internal sealed class UnitsPart(Database db, Units units)
{
    public const string File = "units.yaml";

    private sealed record Last(string Code, string Kind, string Name, string ShortName, string NameEn, string? ParentCode, string Path,
        string? TerritoryCode, DateOnly ValidFrom, string Source, bool Demonstration, bool Kept)
    {
        public UnitRow Row { get; } = new(Code, Kind, Name, ShortName, NameEn, ParentCode, Path, TerritoryCode, ValidFrom, Source, Demonstration);
    }

    private sealed record Contact(string UnitCode, string Kind, string Value, bool Demonstration);
    private sealed record Hours(string UnitCode, int Weekday, TimeOnly Opens, TimeOnly Closes, bool Demonstration);
    private sealed record Alias(string Code, string UnitCode, string Reason);

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File))
            return "";
        var file = pack.Read<UnitsFile>(File);
        var entries = file.Expand();
        await using var work = await db.Begin(Actor.Part("pack"), ct);
        await work.LockUnits(ct);
        var before = (await work.Query<Last>("""
            select distinct on (code) code, kind, name, short_name, name_en, parent_code, path, territory_code, valid_from, source, demonstration,
              by_hand or valid_to is not null as kept
            from directory.unit_version order by code, valid_from desc
            """, ct: ct)).ToDictionary(u => u.Code);
        var changed = 0;
        foreach (var row in entries.Select(e => e.Row))
            changed += Write(work, row, before.GetValueOrDefault(row.Code));
        var details = await Contacts(work, entries, ct) + await Opening(work, file, ct) + await Aliases(work, entries, ct);
        if (changed + details > 0)
        {
            work.UnitsChanged(changed);
            work.Audit("directory.apply-pack", new Ref("pack", pack.Name), after: new { Units = changed, Details = details });
            await work.Commit(ct);
            units.Forget();
        }
        var kept = entries.Count(e => before.GetValueOrDefault(e.Row.Code) is { Kept: true } last && last.Row != e.Row);
        return $"units: {entries.Count}, changed: {changed}, changes of contacts, hours and aliases: {details}" + (kept > 0 ? $", kept as officials wrote them: {kept}" : "");
    }

    /// <summary>New, changed from a later day on, or put right; what was written on a page, or has ended, stays.</summary>
    private static int Write(Work work, UnitRow row, Last? before)
    {
        if (before is { Kept: true } || before?.Row == row)
            return 0;
        if (before is null)
            work.OpenUnit(row, byHand: false);
        else if (row.ValidFrom > before.ValidFrom && row with { ValidFrom = before.ValidFrom, Source = before.Source } != before.Row)
        {
            work.CloseUnit(row.Code, row.ValidFrom);
            work.OpenUnit(row, byHand: false);
        }
        else
            work.CorrectUnit(row, byHand: false);
        return 1;
    }

    private static async Task<int> Contacts(Work work, IReadOnlyList<(UnitRow Row, UnitsFile.Entry Entry)> entries, CancellationToken ct)
    {
        var byHand = (await work.Query<string>("select distinct unit_code from directory.contact_point where by_hand", ct: ct)).ToHashSet();
        var codes = entries.Select(e => e.Row.Code).Where(c => !byHand.Contains(c)).ToArray();
        var wanted = entries.Where(e => !byHand.Contains(e.Row.Code)).SelectMany(e => e.Entry.Contacts.Select(c => new Contact(e.Row.Code, c.Kind, c.Value, e.Row.Demonstration))).ToHashSet();
        var present = (await work.Query<Contact>(
            "select unit_code, kind, value, demonstration from directory.contact_point where unit_code = any (@codes) and valid_to is null", new { codes }, ct)).ToHashSet();
        foreach (var gone in present.Except(wanted))
            work.Add("delete from directory.contact_point where unit_code = @UnitCode and kind = @Kind and value = @Value and valid_to is null", gone);
        foreach (var added in wanted.Except(present))
            work.Add("insert into directory.contact_point (unit_code, kind, value, demonstration) values (@UnitCode, @Kind, @Value, @Demonstration)", added);
        return present.Except(wanted).Count() + wanted.Except(present).Count();
    }

    private static async Task<int> Opening(Work work, UnitsFile file, CancellationToken ct)
    {
        var byHand = (await work.Query<string>("select distinct unit_code from directory.opening_hours where by_hand", ct: ct)).ToHashSet();
        var wanted = file.OpeningHours.Where(h => !byHand.Contains(h.Unit)).SelectMany(h => h.Days.SelectMany(day => h.Spans.Select(span => ReadSpan(h, day, span)))).ToHashSet();
        var codes = wanted.Select(h => h.UnitCode).Distinct().ToArray();
        var present = (await work.Query<Hours>(
            "select unit_code, weekday, opens, closes, demonstration from directory.opening_hours where unit_code = any (@codes) and valid_to is null", new { codes }, ct)).ToHashSet();
        foreach (var gone in present.Except(wanted))
            work.Add("delete from directory.opening_hours where unit_code = @UnitCode and weekday = @Weekday and opens = @Opens and valid_to is null", gone);
        foreach (var added in wanted.Except(present))
            work.Add("insert into directory.opening_hours (unit_code, weekday, opens, closes, demonstration) values (@UnitCode, @Weekday, @Opens, @Closes, @Demonstration)", added);
        return present.Except(wanted).Count() + wanted.Except(present).Count();
    }

    private static async Task<int> Aliases(Work work, IReadOnlyList<(UnitRow Row, UnitsFile.Entry Entry)> entries, CancellationToken ct)
    {
        var wanted = entries.SelectMany(e => e.Entry.Aliases.Select(a => new Alias(a, e.Row.Code, "pack"))).ToArray();
        var present = (await work.Query<Alias>("select alias as code, unit_code, reason from directory.unit_alias", ct: ct)).ToHashSet();
        var added = wanted.Where(a => !present.Contains(a)).ToArray();
        foreach (var alias in added)
            work.Add("""
                insert into directory.unit_alias (alias, unit_code, reason) values (@Code, @UnitCode, @Reason)
                on conflict (alias) do update set unit_code = excluded.unit_code, reason = excluded.reason
                """, alias);
        return added.Length;
    }

    private static Hours ReadSpan(UnitsFile.HoursEntry hours, DayOfWeek day, string span) =>
        span.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var opens)
        && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var closes)
        && opens < closes
            ? new Hours(hours.Unit, (int)day, opens, closes, hours.Demonstration)
            : throw new PackException(File, 0, $"opening hours of {hours.Unit}: '{span}' is not a span such as 07:00-11:00");
}
