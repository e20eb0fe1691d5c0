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

    /// <summary>Procedures in force whose name, field or code holds every word, in any spelling; a page of at most 50 from a code on.</summary>
    public Task<IReadOnlyList<ProcedureRow>> Search(string? text, string? after, int limit, CancellationToken ct) =>
        db.Query<ProcedureRow>("""
            select code, name, field, body::text from (
              select distinct on (code) code, name, field, body, search from procedures.procedure
              where valid_from <= @today and (valid_to is null or valid_to >= @today)
              order by code, version desc) p
            where (@after::text is null or code > @after)
              and not exists (
                select from unnest(string_to_array(sen_fold(trim(coalesce(@text, ''))), ' ')) word
                where p.search not like '%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%')
            order by code limit @limit
            """, new { text, after, limit = Math.Min(limit, 50), today = Today }, ct);

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Ui.Words.ProvinceTime).DateTime);
}
