using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Lexis.Legal;
using Sen.Ui;

namespace Sen.Assistant;

/// <summary>An article of the legal library with its validity, what changed it, and links where it names other articles.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class ArticleModel(LawBooks books) : PageModel
{
    public ArticleRow Article { get; private set; } = null!;
    public IReadOnlyList<AmendmentRow> Amendments { get; private set; } = [];

    /// <summary>The text cut at its references: a piece with a target is a link.</summary>
    public IReadOnlyList<IReadOnlyList<(string Text, LegalTarget? Target)>> Paragraphs { get; private set; } = [];

    public async Task<IActionResult> OnGet([FromQuery(Name = "so")] string? number, [FromQuery(Name = "dieu")] string? article, CancellationToken ct)
    {
        if (number is null || article is null || await books.Find(number, article, ct) is not { } found)
            return NotFound();
        Article = found;
        Amendments = await books.Amendments(found.Number, found.Article, ct);
        Paragraphs = Cut(found.Body, await books.References(found, ct));
        return Page();
    }

    private static List<IReadOnlyList<(string, LegalTarget?)>> Cut(string body, IReadOnlyList<(LegalReference Reference, LegalTarget Target)> references)
    {
        var paragraphs = new List<IReadOnlyList<(string, LegalTarget?)>>();
        for (var start = 0; start < body.Length;)
        {
            var end = body.IndexOf('\n', start);
            end = end < 0 ? body.Length : end;
            var (pieces, at, from, to) = (new List<(string, LegalTarget?)>(), start, start, end);
            foreach (var (reference, target) in references.Where(r => r.Reference.Start >= from && r.Reference.Start + r.Reference.Length <= to))
            {
                pieces.Add((body[at..reference.Start], null));
                pieces.Add((body.Substring(reference.Start, reference.Length), target));
                at = reference.Start + reference.Length;
            }
            pieces.Add((body[at..end], null));
            if (end > start)
                paragraphs.Add(pieces);
            start = end + 1;
        }
        return paragraphs;
    }
}
