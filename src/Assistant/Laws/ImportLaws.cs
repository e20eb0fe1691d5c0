using System.Security.Cryptography;
using System.Text.Json;
using Sen.Data;
using Sen.Kernel;
using Sen.Lexis.Legal;

namespace Sen.Assistant;

/// <summary>
/// <c>sen import laws FILE</c>: articles of legal documents, one JSON record a line. What the library has and the file has not
/// stays: a file may be a part. The report tells references that lead to no document of the library, and what was found ended.
/// </summary>
internal sealed class ImportLaws(Database db, LawBooks books)
{
    private sealed record Known(string Number, string Article, string Digest);

    private sealed record KnownLaw(string Number, string Kind, string Name, DateOnly? ValidFrom, DateOnly? ValidTo);

    public async Task<ImportReport> Run(ImportRequest request, CancellationToken ct)
    {
        var (library, rows, errors) = await LawFile.Read(request.Content, ct);
        await using var work = await db.Begin(request.By, ct);
        var known = (await work.Query<Known>("select number, article, digest from assistant.law_article", ct: ct)).ToDictionary(k => (k.Number, k.Article), k => k.Digest);
        var laws = (await work.Query<KnownLaw>("select number, kind, name, valid_from, valid_to from assistant.law", ct: ct)).ToDictionary(k => k.Number);
        foreach (var law in library.Documents)
            AddLaw(work, law, library, laws.GetValueOrDefault(law.Number));
        var (added, changed, same) = (0, 0, 0);
        foreach (var article in library.Articles)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(article)));
            var before = known.GetValueOrDefault((article.Number, article.Article));
            if (before == digest)
            {
                same++;
                continue;
            }
            (added, changed) = before is null ? (added + 1, changed) : (added, changed + 1);
            AddArticle(work, article, digest, before is not null);
        }
        var written = !request.DryRun && (errors.Count == 0 || request.SkipWrong) && added + changed > 0;
        if (written)
        {
            work.Audit("assistant.import-laws", new Ref("import", request.Name), after: new { rows, added, changed, same, Documents = library.Documents.Count, Errors = errors.Count });
            await work.Commit(ct);
            books.Forget();
        }
        return new ImportReport(rows, added, changed, same, errors, written) { Notes = Notes(library) };
    }

    private static void AddLaw(Work work, LegalDocument law, LawLibrary library, KnownLaw? before)
    {
        if (before == new KnownLaw(law.Number, law.Kind, law.Name, law.From, law.To))
            return;
        work.Add("""
            insert into assistant.law (number, kind, name, issued_on, valid_from, valid_to, ended_by, imported_at)
            values (@Number, @Kind, @Name, @IssuedOn, @From, @To, @EndedBy, @Now)
            on conflict (number) do update set kind = excluded.kind, name = case when excluded.name = '' then law.name else excluded.name end,
              issued_on = coalesce(excluded.issued_on, law.issued_on), valid_from = excluded.valid_from,
              valid_to = coalesce(excluded.valid_to, law.valid_to), ended_by = coalesce(excluded.ended_by, law.ended_by), imported_at = excluded.imported_at
            """, new { law.Number, law.Kind, law.Name, IssuedOn = library.IssuedOn[law.Number], law.From, law.To, EndedBy = library.EndedBy.GetValueOrDefault(law.Number), work.Now });
    }

    private static void AddArticle(Work work, LawArticle article, string digest, bool isKnown)
    {
        work.Add("""
            insert into assistant.law_article (number, article, title, body, codification, note, valid_from, valid_to, digest, imported_at)
            values (@Number, @Article, @Title, @Body, @Codification, @Note, @ValidFrom, @ValidTo, @digest, @Now)
            on conflict (number, article) do update set title = excluded.title, body = excluded.body, codification = excluded.codification, note = excluded.note,
              valid_from = excluded.valid_from, valid_to = excluded.valid_to, digest = excluded.digest, imported_at = excluded.imported_at
            """, new { article.Number, article.Article, article.Title, article.Body, article.Codification, article.Note, article.ValidFrom, article.ValidTo, digest, work.Now });
        if (isKnown)
            work.Add("delete from assistant.law_amendment where number = @Number and article = @Article", new { article.Number, article.Article });
        foreach (var amendment in article.Amendments)
            work.Add("""
                insert into assistant.law_amendment (number, article, change, whole, by_number, by_article, valid_from)
                values (@Number, @Article, @Change, @Whole, @By, @ByArticle, @From)
                """, new { article.Number, article.Article, Change = LowerCase(amendment.Change), amendment.Whole, amendment.By, amendment.ByArticle, amendment.From });
    }

#pragma warning disable CA1308 // names of the table are in lower case
    private static string LowerCase(LegalChange change) => change.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static Problem[] Notes(LawLibrary library)
    {
        var catalogue = new LegalCatalogue(library.Documents);
        var references = library.Articles.SelectMany(a => LegalReferences.In(a.Body, new LegalPlace(a.Number, a.Article, On: a.ValidFrom), catalogue)).ToArray();
        var parts = library.Articles.Select(a => LegalParser.Of(a.Article, a.Title, a.Body)).SelectMany(u => u.All()).CountBy(u => u.Level).ToDictionary();
        return
        [
            Problem.Invalid("assistant.import.documents", null, library.Documents.Count, library.Documents.Count(d => d.Name.Length == 0)),
            Problem.Invalid("assistant.import.parts", null, parts.GetValueOrDefault(LegalLevel.Clause), parts.GetValueOrDefault(LegalLevel.Point)),
            Problem.Invalid("assistant.import.references", null, references.Length, references.Count(r => r.IsResolved)),
            Problem.Invalid("assistant.import.amendments", null, library.Articles.Sum(a => a.Amendments.Count)),
            Problem.Invalid("assistant.import.ended", null, library.EndedBy.Count, string.Join(", ", library.EndedBy.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key} ← {e.Value}"))),
            Problem.Invalid("assistant.import.undated", null, library.Documents.Where(d => d.From is null).Sum(d => library.Articles.Count(a => a.Number == d.Number))),
        ];
    }
}
