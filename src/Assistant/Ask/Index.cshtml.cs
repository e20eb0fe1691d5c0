using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Lexis.Answers;
using Sen.Ui;

namespace Sen.Assistant;

/// <summary>A question about the law: answered by a passage as it stands, with its article, or not at all.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.Search)]
internal sealed class AskModel(LawBooks books, TimeProvider clock) : PageModel
{
    /// <summary>Words of the answer's explanation; the rest weighs too little to read.</summary>
    private const int MostWords = 8;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    /// <summary>Also what is no longer, or not yet, in force.</summary>
    [BindProperty(SupportsGet = true, Name = "moi")]
    public bool AnyTime { get; set; }

    public Answer? Answer { get; private set; }
    public ArticleRow? Source { get; private set; }
    public DateOnly Today { get; private set; }

    public bool IsAsked => !string.IsNullOrWhiteSpace(Text);

    /// <summary>The words that led here, heaviest first.</summary>
    public IEnumerable<string> Why => Answer!.Hit.Why.Take(MostWords).Select(w => w.Text);

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
