using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Lexis;
using Sen.Lexis.Answers;
using Sen.Ui;

namespace Sen.Assistant;

/// <summary>A question about the law: answered by a passage as it stands, with its article, or not at all.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.Search)]
internal sealed class AskModel(LawBooks books, TimeProvider clock) : PageModel
{
    /// <summary>Share of the score under which a word explains nothing.</summary>
    private const double LeastShare = 0.03;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>Also what is no longer, or not yet, in force.</summary>
    [BindProperty(SupportsGet = true, Name = "moi")]
    public bool AnyTime { get; set; }

    public Answer? Answer { get; private set; }
    public ArticleRow? Source { get; private set; }
    public DateOnly Today { get; private set; }

    public bool IsAsked => !string.IsNullOrWhiteSpace(Text);

    /// <summary>The words of the question that led here, neighbours together.</summary>
    public IEnumerable<string> Why
    {
        get
        {
            var led = Answer!.Hit.Why.Where(w => w.Score >= LeastShare * Answer.Hit.Score).SelectMany(w => TextWords.Of(w.Text)).Select(Fold.Text).ToHashSet();
            var phrase = new List<string>();
            foreach (var word in TextWords.Of(Text!).Append(""))
            {
                if (led.Contains(Fold.Text(word)))
                {
                    phrase.Add(word);
                    continue;
                }
                if (phrase.Count > 0)
                    yield return string.Join(' ', phrase);
                phrase.Clear();
            }
        }
    }

    public async Task OnGet(CancellationToken ct)
    {
        Text = Text is { Length: > 500 } ? Text[..500] : Text;
        Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Words.ProvinceTime).DateTime);
        if (!IsAsked)
            return;
        Answer = await books.Ask(Text!, AnyTime ? null : Today, ct);
        if (Answer?.Hit.Key.Split('#') is [var number, var article])
            Source = await books.Find(number, article, ct);
        if (Source is null)
            Answer = null;
    }
}
