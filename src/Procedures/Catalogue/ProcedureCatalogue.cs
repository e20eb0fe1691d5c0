using System.Collections.Concurrent;
using System.Text.Json;
using Sen.Data;

namespace Sen.Procedures;

/// <summary>A procedure version with its compiled rules.</summary>
internal sealed record Offer(Procedure Procedure, FormRules Rules);

/// <summary>A row of the list of procedures.</summary>
internal sealed record ProcedureRow(string Code, string Name, string Field, string Body)
{
    /// <summary>The whole procedure, for its texts in the reader's language.</summary>
    public Procedure Procedure { get; } = JsonSerializer.Deserialize<Procedure>(Body, ProcedureCatalogue.Json)!;
}

/// <summary>The procedures in force. A published version never changes, so that its compiled rules are kept for good.</summary>
internal sealed class ProcedureCatalogue(Database db, TimeProvider clock)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<(string, int), Offer> _offers = new();

    /// <summary>The version of a procedure that is in force today, or null.</summary>
    public async Task<Offer?> InForce(string code, CancellationToken ct)
    {
        var version = await db.OneOrNone<int?>("""
            select version from procedures.procedure
            where code = @code and valid_from <= @today and (valid_to is null or valid_to >= @today)
            order by version desc limit 1
            """, new { code, today = Today }, ct);
        return version is { } v ? await Version(code, v, ct) : null;
    }

    /// <summary>One version, also one no longer in force: a dossier stays on the version it was lodged under.</summary>
    public async Task<Offer> Version(string code, int version, CancellationToken ct)
    {
        if (_offers.TryGetValue((code, version), out var known))
            return known;
        var body = await db.One<string>("select body::text from procedures.procedure where code = @code and version = @version", new { code, version }, ct);
        var procedure = JsonSerializer.Deserialize<Procedure>(body, Json)!;
        return _offers.GetOrAdd((code, version), new Offer(procedure, new FormRules(procedure)));
    }

    /// <summary>Procedures that can be applied for here, by code; at most 50.</summary>
    public Task<IReadOnlyList<ProcedureRow>> Offered(int limit, CancellationToken ct) =>
        db.Query<ProcedureRow>("""
            select distinct on (code) code, name, field, body::text from procedures.procedure
            where valid_from <= @today and (valid_to is null or valid_to >= @today)
            order by code, version desc limit @limit
            """, new { limit = Math.Min(limit, 50), today = Today }, ct);

    /// <summary>A procedure of the national list, also one that a later list left out; null when it never was there.</summary>
    public async Task<NationalProcedure?> National(string code, CancellationToken ct) =>
        await db.OneOrNone<string>("select body::text from procedures.national where code = @code", new { code }, ct) is { } body
            ? JsonSerializer.Deserialize<NationalProcedure>(body, Json) : null;

    /// <summary>The day on the calendar of the province.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Ui.Words.ProvinceTime).DateTime);
}
