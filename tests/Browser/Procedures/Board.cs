using Microsoft.Playwright;

namespace Sen.Tests.Browser.Procedures;

/// <summary>The director who watches the board.</summary>
internal sealed class Board(Visitor me)
{
    public Task Open() => me.Go("/dieu-hanh", "board");

    /// <summary>A figure by the words under it.</summary>
    public async Task<string> Figure(string key) =>
        (await Of(key).Locator("strong").InnerTextAsync()).Trim();

    /// <summary>The figure becomes this one: by itself with script, by reloading without.</summary>
    public async Task ShouldCome(string key, string figure)
    {
        var sign = Of(key).Filter(new() { Has = me.Page.Locator("strong").GetByText(figure, new() { Exact = true }) });
        await me.Await(sign);
    }

    public async Task ShouldShowRating(decimal score, int ratings)
    {
        await me.Await(me.Page.GetByText(me.T("indicators.score.of", score, ratings)));
        await me.Look("board with rating");
        await me.Picture("board");
    }

    private ILocator Of(string key) => me.Page.Locator(".x-figure").Filter(new() { HasText = me.T(key) });
}
