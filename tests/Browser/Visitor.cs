using Microsoft.Playwright;

namespace Sen.Tests.Browser;

/// <summary>How somebody uses the site.</summary>
/// <param name="Language">vi, en or ar.</param>
/// <param name="Script">False with JavaScript off.</param>
internal sealed record Manner(string Language, bool Script)
{
    public string Prefix => Language == "vi" ? "" : "/" + Language;

    public override string ToString() => Language + (Script ? "" : ", no script");
}

/// <summary>Somebody before a screen of their own. Every page they come to is looked at.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SEN_PICTURES");

    private readonly Installation _house;
    private readonly IBrowserContext _context;
    private readonly Findings _findings;
    private string _where = "";
    private IPage? _copy;
    private string _html = "";

    private Visitor(Installation house, IBrowserContext context, IPage page, Manner manner, Findings findings) =>
        (_house, _context, Page, Manner, _findings) = (house, context, page, manner, findings);

    public IPage Page { get; }

    public Manner Manner { get; }

    public static async Task<Visitor> Come(Installation house, Manner manner, Findings findings)
    {
        var context = await house.Browser.NewContextAsync(new()
        {
            BaseURL = house.Address,
            JavaScriptEnabled = manner.Script,
            ViewportSize = new() { Width = Sight.Desktop, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        var visitor = new Visitor(house, context, page, manner, findings);
        page.PageError += (_, error) => findings.Add(visitor._where, "script error", error);
        page.Console += (_, message) =>
        {
            // A refused form answers 422, and the browser says so; everything else is ours to mend.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of"))
                findings.Add(visitor._where, "console error", message.Text);
        };
        return visitor;
    }

    /// <summary>The words of a key in the visitor's language.</summary>
    public string T(string key, params object?[] args) => _house.Say(Manner.Language, key, args);

    /// <summary>Goes to an address of the site and looks at it.</summary>
    public async Task Go(string path, string name)
    {
        await Page.GotoAsync(Manner.Prefix + path);
        await Look(name);
    }

    /// <summary>Looks at the page that is there.</summary>
    public async Task Look(string name)
    {
        _where = $"{name} ({Manner})";
        await Sight.Look(Manner.Script ? Page : await Copy(), _where, Manner.Language, _findings);
    }

    /// <summary>
    /// Without script Chromium runs no timers either, which axe needs: the page as it stands is copied into one that may
    /// run scripts, with those of the site kept away.
    /// </summary>
    private async Task<IPage> Copy()
    {
        if (_copy is null)
        {
            var eyes = await _house.Browser.NewContextAsync(new() { ViewportSize = new() { Width = Sight.Desktop, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
            _copy = await eyes.NewPageAsync();
            await _copy.RouteAsync("**/*", route => route.Request.ResourceType switch
            {
                "document" => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = _html }),
                "script" => route.AbortAsync(),
                _ => route.ContinueAsync(),
            });
        }
        // A parser that may run scripts passes over what is meant for those who may not.
        _html = (await Page.ContentAsync()).Replace("<noscript>", "<div>", StringComparison.Ordinal).Replace("</noscript>", "</div>", StringComparison.Ordinal);
        await _copy.GotoAsync(Page.Url);
        return _copy;
    }

    /// <summary>Presses the button or link with these words, and waits for the page behind it.</summary>
    public async Task Press(string key, params object?[] args)
    {
        var words = T(key, args);
        var main = Page.Locator("main");
        var button = main.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
        var target = await button.CountAsync() > 0 ? button : main.GetByRole(AriaRole.Link, new() { Name = words, Exact = true });
        await Leave(() => target.First.ClickAsync());
    }

    /// <summary>Does what leads to another page, and waits until that page is there.</summary>
    public async Task Leave(Func<Task> act)
    {
        // A mark on what is there: neither a new document has it, nor the part that our script puts in its place.
        await Page.EvaluateAsync("() => { document.querySelector('main').dataset.seen = '1' }");
        await act();
        await Page.WaitForSelectorAsync("main:not([data-seen])", new() { State = WaitForSelectorState.Attached });
        await Page.WaitForLoadStateAsync(LoadState.Load);
    }

    public Task Fill(string field, string value) => Page.Locator($"[name='{field}']:not([type=hidden])").First.FillAsync(value);

    /// <summary>Presses a radio; its label lies over it.</summary>
    public Task Choose(string field, string value) => Page.Locator($"input[name='{field}'][value='{value}']").CheckAsync(new() { Force = true });

    public Task Tick(string field) => Page.Locator($"input[name='{field}'][type=checkbox]").CheckAsync(new() { Force = true });

    public async Task ShouldSee(string words)
    {
        try
        {
            await Page.Locator("main").GetByText(words).First.WaitForAsync(new() { State = WaitForSelectorState.Visible });
        }
        catch (TimeoutException)
        {
            (await Page.Locator("main").InnerTextAsync()).ShouldContain(words, Case.Sensitive, _where);
        }
    }

    public Task ShouldSeeKey(string key, params object?[] args) => ShouldSee(T(key, args));

    /// <summary>Waits for what the program does in the background; without script a person reloads.</summary>
    public async Task Await(ILocator sign)
    {
        if (Manner.Script)
        {
            await sign.WaitForAsync(new() { Timeout = 30_000 });
            return;
        }
        for (var i = 0; await sign.CountAsync() == 0; i++)
        {
            i.ShouldBeLessThan(120, "it never came: " + Page.Url);
            await Task.Delay(250);
            await Page.ReloadAsync();
        }
    }

    /// <summary>Downloads what the link leads to.</summary>
    public async Task<byte[]> Download(ILocator link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    /// <summary>Keeps a picture for the README when <c>SEN_PICTURES</c> names a folder.</summary>
    public async Task Picture(string name, int width = 1200, int height = 900)
    {
        if (Pictures is null || !Manner.Script)
            return;
        if (Manner.Language != "vi")
            name += "-" + Manner.Language;
        System.IO.Directory.CreateDirectory(Pictures);
        await Page.SetViewportSizeAsync(width, height);
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
        await Page.SetViewportSizeAsync(Sight.Desktop, 900);
    }

    public async ValueTask DisposeAsync()
    {
        if (_copy is not null)
            await _copy.Context.DisposeAsync();
        await _context.DisposeAsync();
    }
}
