using System.Globalization;
using System.Text.Json;
using Sen.Data;
using Sen.Kernel;
using Sen.Lexis;

namespace Sen.Procedures;

/// <summary>A procedure in a list.</summary>
/// <param name="Offered">True when it can be applied for here; false when it is only known from the national list.</param>
/// <param name="About">Summary of what is offered; of the national list who carries it out.</param>
/// <param name="Fee">Fee in words, null where the list has none.</param>
internal sealed record CatalogueRow(string Code, bool Offered, Label Name, Label About, Label Field, Label? Fee);

/// <summary>A page of procedures.</summary>
/// <param name="Next">Cursor of the page after, or null.</param>
/// <param name="Corrections">Words looked for in another spelling, too.</param>
/// <param name="Marker">Marks what matched; null for a list without a question.</param>
internal sealed record CataloguePage(IReadOnlyList<CatalogueRow> Rows, string? Next, IReadOnlyList<(string From, string To)> Corrections, Marker? Marker);

/// <summary>Finds procedures, those offered here and those of the national list, in an index that follows the database.</summary>
internal sealed class ProcedureSearch(Database db, ProcedureCatalogue catalogue, TimeProvider clock)
{
    private const string Offered = "offered";
    private const int Deepest = 1_000;

    private static readonly IndexSchema Schema = new([new("name", 3), new("field", 1), new("text", 0.5), new("code", 2)]);

    private readonly LiveIndex _index = new(Schema, clock, ct => Stamp(db, catalogue.Today, ct), ct => Read(db, catalogue.Today, ct));

    /// <summary>Makes the index.</summary>
    public Task Warm(CancellationToken ct) => _index.Get(ct);

    /// <summary>Makes the next search look for changes.</summary>
    public void Forget() => _index.Forget();

    /// <summary>A page: without a text those offered here, then the national list by code; with one the best first.</summary>
    public async Task<CataloguePage> List(string? text, bool onlyOffered, string? after, int limit, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
            return await Browse(onlyOffered, after, limit, ct);
        var skip = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Min(n, Deepest) : 0;
        var index = await _index.Get(ct);
        var found = index.Search(new SearchRequest(text)
        {
            Tags = onlyOffered ? [[Offered]] : [],
            On = catalogue.Today,
            Limit = limit,
            Skip = skip,
        });
        var rows = found.Hits.Select(h => JsonSerializer.Deserialize<CatalogueRow>(h.Payload!, ProcedureCatalogue.Json)!).ToArray();
        var next = found.More && skip < Deepest ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        return new CataloguePage(rows, next, found.Corrections, found.Marker);
    }

    private async Task<CataloguePage> Browse(bool onlyOffered, string? after, int limit, CancellationToken ct)
    {
        var rows = await db.Query<(string Key, string Body, bool IsOffered)>("""
            select key, body, is_offered from (
              select distinct on (code) '0' || code as key, body::text as body, true as is_offered from procedures.procedure
              where valid_from <= @today and (valid_to is null or valid_to >= @today) order by code, version desc) o
            where @after::text is null or key > @after
            union all
            select '1' || code, body::text, false from procedures.national n
            where listed and not @onlyOffered and (@after::text is null or '1' || code > @after)
              and not exists (select from procedures.procedure p where p.code = n.code and valid_from <= @today and (valid_to is null or valid_to >= @today))
            order by key limit @limit
            """, new { after, onlyOffered, limit = limit + 1, today = catalogue.Today }, ct);
        var shown = rows.Take(limit).Select(r => r.IsOffered ? Row(Parse<Procedure>(r.Body)) : Row(Parse<NationalProcedure>(r.Body))).ToArray();
        return new CataloguePage(shown, rows.Count > limit ? rows[limit - 1].Key : null, [], null);
    }

    private static Task<string> Stamp(Database db, DateOnly today, CancellationToken ct) => db.One<string>("""
        select @today::text || ' ' || (select count(*) from procedures.procedure)
          || (select ' ' || count(*) || ' ' || count(*) filter (where listed) || ' ' || coalesce(max(imported_at)::text, '') from procedures.national)
        """, new { today }, ct);

    private static async Task<IReadOnlyList<Passage>> Read(Database db, DateOnly today, CancellationToken ct)
    {
        var bodies = await db.Query<string>("""
            select body::text from (
              select distinct on (code) code, body from procedures.procedure
              where valid_from <= @today and (valid_to is null or valid_to >= @today) order by code, version desc) p
            """, new { today }, ct);
        var offered = bodies.Select(Parse<Procedure>).ToDictionary(p => p.Code);
        var national = await db.Query<string>("select body::text from procedures.national where listed", ct: ct);
        return [.. offered.Values.Select(ToPassage), .. national.Select(Parse<NationalProcedure>).Where(n => !offered.ContainsKey(n.Code)).Select(ToPassage)];
    }

    private static Passage ToPassage(Procedure p) => ToPassage(Row(p), [Offered], Texts(p.Summary, p.Applicants, p.Result));

    private static Passage ToPassage(NationalProcedure n) => ToPassage(Row(n), n.Levels, $"{n.Agency}\n{n.Applicants}\n{n.Result}");

    private static Passage ToPassage(CatalogueRow row, IReadOnlyList<string> tags, string text) =>
        new(row.Code, [Texts(row.Name), Texts(row.Field), text, row.Code])
        {
            Readers = [Passage.Everyone],
            Tags = tags,
            Payload = JsonSerializer.Serialize(row, ProcedureCatalogue.Json),
        };

    private static CatalogueRow Row(Procedure p) => new(p.Code, true, p.Name, p.Summary, p.Field, p.Fee.Text);

    private static CatalogueRow Row(NationalProcedure n) => new(n.Code, false, new Label(n.Name), new Label(n.Agency), new Label(n.Field), null);

    private static string Texts(params Label[] labels) => string.Join('\n', labels.SelectMany(l => new[] { l.Vi, l.En, l.Ar }).OfType<string>());

    private static T Parse<T>(string body) => JsonSerializer.Deserialize<T>(body, ProcedureCatalogue.Json)!;
}
