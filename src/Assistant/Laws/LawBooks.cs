using Sen.Data;
using Sen.Lexis;
using Sen.Lexis.Answers;
using Sen.Lexis.Legal;

namespace Sen.Assistant;

/// <summary>An article as it is shown.</summary>
internal sealed record ArticleRow(string Number, string Article, string Title, string Body, string Note, DateOnly? ValidFrom, DateOnly? ValidTo, string Kind, string Name, string? EndedBy);

/// <summary>What changed an article.</summary>
internal sealed record AmendmentRow(string Change, bool Whole, string ByNumber, string? ByArticle, DateOnly? ValidFrom);

/// <summary>The legal library of this copy of the program: an index that follows the database, and the documents that references name.</summary>
internal sealed class LawBooks(Database db, TimeProvider clock)
{
    /// <summary>Places of the fields in the index.</summary>
    public const int Law = 0, Title = 1, Text = 2;

    private static readonly IndexSchema Schema = new([new("law", 1), new("title", 2), new("text", 1)]);

    private readonly LiveIndex _index = new(Schema, clock, ct => Stamp(db, ct), ct => Read(db, ct));
    private (string Stamp, LegalCatalogue Catalogue) _catalogue = ("", new LegalCatalogue([]));

    /// <summary>Makes the index.</summary>
    public Task Warm(CancellationToken ct) => _index.Get(ct);

    /// <summary>Makes the next question look for changes.</summary>
    public void Forget() => _index.Forget();

    /// <summary>The answer to a question, or null when nothing in the library is near enough.</summary>
    /// <param name="on">Only what is in force on the day; null means whatever was.</param>
    public async Task<Answer?> Ask(string question, DateOnly? on, CancellationToken ct) =>
        new AnswerFinder(await _index.Get(ct), Text).Find(new SearchRequest(question) { On = on });

    public Task<ArticleRow?> Find(string number, string article, CancellationToken ct) => db.OneOrNone<ArticleRow>("""
        select a.number, a.article, a.title, a.body, a.note, a.valid_from, least(a.valid_to, l.valid_to) as valid_to, l.kind, l.name, l.ended_by
        from assistant.law_article a join assistant.law l on l.number = a.number
        where a.number = @number and a.article = @article
        """, new { number = LegalNumber.Of(number), article }, ct);

    public Task<IReadOnlyList<AmendmentRow>> Amendments(string number, string article, CancellationToken ct) => db.Query<AmendmentRow>("""
        select change, whole, by_number, by_article, valid_from from assistant.law_amendment
        where number = @number and article = @article order by valid_from, by_number limit 100
        """, new { number, article }, ct);

    /// <summary>References in an article's text to articles that are here.</summary>
    public async Task<IReadOnlyList<(LegalReference Reference, LegalTarget Target)>> References(ArticleRow article, CancellationToken ct)
    {
        var found = LegalReferences.In(article.Body, new LegalPlace(article.Number, article.Article, On: article.ValidFrom), await Catalogue(ct));
        var targets = found.Select(r => (Reference: r, Target: r.Targets.FirstOrDefault(t => t.Document is not null && t.Article is not null)))
            .Where(r => r.Target is not null && (r.Target.Document, r.Target.Article) != (article.Number, article.Article)).ToArray();
        var here = (await db.Query<string>("select number || '#' || article from assistant.law_article where number || '#' || article = any (@keys)",
            new { keys = targets.Select(t => Key(t.Target!.Document!, t.Target.Article!)).Distinct().ToArray() }, ct)).ToHashSet();
        return [.. targets.Where(t => here.Contains(Key(t.Target!.Document!, t.Target.Article!))).Select(t => (t.Reference, t.Target!))];
    }

    public static string Key(string number, string article) => $"{number}#{article}";

    private async Task<LegalCatalogue> Catalogue(CancellationToken ct)
    {
        var stamp = await Stamp(db, ct);
        if (_catalogue.Stamp == stamp)
            return _catalogue.Catalogue;
        var documents = await db.Query<(string Number, string Kind, string Name, DateOnly? From, DateOnly? To)>("select number, kind, name, valid_from, valid_to from assistant.law", ct: ct);
        _catalogue = (stamp, new LegalCatalogue(documents.Select(d => new LegalDocument(d.Number, d.Kind, d.Name, d.From, d.To))));
        return _catalogue.Catalogue;
    }

    private static Task<string> Stamp(Database db, CancellationToken ct) => db.One<string>("""
        select (select count(*) || ' ' || coalesce(max(imported_at)::text, '') from assistant.law) || (select ' ' || count(*) || ' ' || coalesce(max(imported_at)::text, '') from assistant.law_article)
        """, ct: ct);

    private static async Task<IReadOnlyList<Passage>> Read(Database db, CancellationToken ct)
    {
        var rows = await db.Query<ArticleRow>("""
            select a.number, a.article, a.title, a.body, '' as note, coalesce(a.valid_from, l.valid_from) as valid_from, least(a.valid_to, l.valid_to) as valid_to, l.kind, l.name, l.ended_by
            from assistant.law_article a join assistant.law l on l.number = a.number
            """, ct: ct);
        return [.. rows.Select(r => new Passage(Key(r.Number, r.Article), [$"{r.Kind} {r.Name} {r.Number}", r.Title, r.Body])
        {
            Readers = [Passage.Everyone],
            From = r.ValidFrom,
            To = r.ValidTo,
        })];
    }
}
