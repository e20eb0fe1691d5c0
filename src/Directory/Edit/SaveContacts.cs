using System.Globalization;
using System.Text.RegularExpressions;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Edit;

/// <summary>How a unit is reached from today on; one value a line.</summary>
internal sealed record SaveContacts(string Code, IReadOnlyDictionary<string, string?> Lines);

/// <summary>When a unit is open from a day on: spans by day of the week, empty everywhere for the hours of the unit above.</summary>
internal sealed record SaveHours(string Code, DateOnly On, IReadOnlyDictionary<int, string?> Days);

/// <summary>Writes contact points and opening hours; what held before stays readable as of its days.</summary>
internal sealed partial class DetailsHandler(Database db, Units units)
{
    public static readonly IReadOnlyList<string> ContactKinds = ["phone", "email", "address", "web"];

    private sealed record Row(int Weekday, TimeOnly Opens, TimeOnly Closes);

    public async Task<Result<Done>> Handle(SaveContacts input, Actor actor, CancellationToken ct)
    {
        var managed = await units.Managed(input.Code, actor, ct);
        if (!managed.Ok)
            return managed.Problem;
        var unit = managed.Value;
        var wanted = ContactKinds.SelectMany(kind => Lines(input.Lines.GetValueOrDefault(kind)).Select(value => (Kind: kind, Value: value))).Distinct().ToArray();
        var wrong = wanted.Where(w => !Fits(w.Kind, w.Value)).Select(w => Problem.Invalid("directory.contact." + w.Kind, w.Kind, w.Value)).ToArray();
        if (wrong.Length > 0)
            return wrong;
        await using var work = await db.Begin(actor, ct);
        var before = await work.Query<(string Kind, string Value)>(
            "select kind, value from directory.contact_point where unit_code = @Code and valid_to is null for update", new { unit.Code }, ct);
        var today = units.Today;
        foreach (var (kind, value) in before.Except(wanted))
            End(work, "contact_point", "kind = @kind and value = @value", new { unit.Code, today, kind, value });
        foreach (var (kind, value) in wanted.Except(before))
            work.Add("""
                insert into directory.contact_point (unit_code, kind, value, valid_from, by_hand) values (@Code, @kind, @value, @today, true)
                on conflict (unit_code, kind, value, valid_from) do update set valid_to = null, by_hand = true
                """, new { unit.Code, kind, value, today });
        work.Add("update directory.contact_point set by_hand = true where unit_code = @Code and valid_to is null", new { unit.Code });
        return await Commit(work, unit, "directory.set-contacts", before.Select(b => $"{b.Kind} {b.Value}"), wanted.Select(w => $"{w.Kind} {w.Value}"), ct);
    }

    public async Task<Result<Done>> Handle(SaveHours input, Actor actor, CancellationToken ct)
    {
        var managed = await units.Managed(input.Code, actor, ct);
        if (!managed.Ok)
            return managed.Problem;
        var unit = managed.Value;
        var wanted = new List<Row>();
        var wrong = new List<Problem>();
        foreach (var (day, text) in input.Days)
            if (Spans(day, text) is { } spans)
                wanted.AddRange(spans);
            else
                wrong.Add(Problem.Invalid("directory.hours", $"Day{day}"));
        if (input.On < units.Today)
            wrong.Add(Problem.Invalid("directory.in-the-past", "On"));
        if (wrong.Count > 0)
            return wrong.ToArray();
        await using var work = await db.Begin(actor, ct);
        var before = await work.Query<Row>(
            "select weekday, opens, closes from directory.opening_hours where unit_code = @Code and valid_to is null order by weekday, opens for update", new { unit.Code }, ct);
        End(work, "opening_hours", "true", new { unit.Code, today = input.On });
        foreach (var row in wanted)
            work.Add("insert into directory.opening_hours (unit_code, weekday, opens, closes, valid_from, by_hand) values (@Code, @Weekday, @Opens, @Closes, @On, true)",
                new { unit.Code, row.Weekday, row.Opens, row.Closes, input.On });
        return await Commit(work, unit, "directory.set-hours", before, new { input.On, wanted }, ct);
    }

    // What began on the very day is taken back, not kept as a period of no days.
    private static void End(Work work, string table, string which, object args)
    {
        work.Add($"delete from directory.{table} where unit_code = @Code and valid_to is null and valid_from >= @today and {which}", args);
        work.Add($"update directory.{table} set valid_to = @today where unit_code = @Code and valid_to is null and {which}", args);
    }

    private async Task<Result<Done>> Commit(Work work, Unit unit, string act, object before, object after, CancellationToken ct)
    {
        work.UnitsChanged(1);
        work.Audit(act, new Ref("unit", unit.Code), before: before, after: after);
        await work.Commit(ct);
        units.Forget();
        return Done.It;
    }

    private static string[] Lines(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool Fits(string kind, string value) => value.Length <= 200 && kind switch
    {
        "phone" => Phone().IsMatch(value),
        "email" => Email().IsMatch(value),
        "web" => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http",
        _ => value.Length >= 5,
    };

    /// <summary>The spans of "07:00-11:00, 13:00-17:00" in order; null when it cannot be read or they overlap.</summary>
    private static List<Row>? Spans(int day, string? text)
    {
        var rows = new List<Row>();
        foreach (var span in (text ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (span.Split(['-', '–'], StringSplitOptions.TrimEntries) is not [var from, var to]
                || !TimeOnly.TryParseExact(from, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var opens)
                || !TimeOnly.TryParseExact(to, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var closes)
                || closes <= opens || rows is [.., var last] && opens < last.Closes)
                return null;
            rows.Add(new Row(day, opens, closes));
        }
        return rows;
    }

    [GeneratedRegex(@"^\+?[0-9][0-9 .()-]{5,19}$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex Email();
}
