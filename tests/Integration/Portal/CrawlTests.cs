using System.Text.RegularExpressions;
using Sen.Tests.Procedures;

namespace Sen.Tests.Portal;

/// <summary>Follows every link of every page that a person can reach: each leads somewhere, and no key stands for a text.</summary>
public sealed partial class CrawlTests(Web web) : IClassFixture<Web>, IAsyncLifetime
{
    private const int Most = 250;

    [Theory]
    [InlineData(null, "/")]
    [InlineData(null, "/en/")]
    [InlineData(null, "/ar/")]
    [InlineData("citizen", "/")]
    [InlineData("citizen", "/ar/")]
    [InlineData("motcua.longxuyen", "/")]
    [InlineData("hotich.longxuyen", "/en/")]
    [InlineData("chutich.longxuyen", "/")]
    [InlineData("quantri", "/")]
    [InlineData("quantri", "/en/")]
    public async Task Crawl_FromHome_MeetsNoDeadEnd(string? who, string home)
    {
        var visitor = who switch { null => web.Visitor(), "citizen" => await web.Citizen(), _ => await web.Staff(who) };
        var (seen, waiting) = (new HashSet<string> { home }, new Queue<(string Path, string From)>([(home, "-")]));
        var wrong = new List<string>();
        while (waiting.TryDequeue(out var next))
        {
            var page = await visitor.Get(next.Path);
            if (page.Status is not (200 or 302 or 303) && !(who is not null && page.Status == 403))
                wrong.Add($"{next.Path} (on {next.From}) answers {page.Status}");
            // Codes that are shown as such, beside their words.
            foreach (var code in page.Document.QuerySelectorAll(".x-code, code, pre").ToArray())
                code.Remove();
            wrong.AddRange(Keys().Matches(page.Text).Select(m => m.Value).Distinct().Where(k => Ours.Any(p => k.StartsWith(p, StringComparison.Ordinal))).Select(k => $"{next.Path} shows {k}"));
            var links = page.Document.QuerySelectorAll("a[href]").Select(e => e.GetAttribute("href")!);
            foreach (var link in links.Append(page.Location).OfType<string>().Select(l => l.Split('#')[0]))
                if (Follows(link) && seen.Count < Most && seen.Add(Resolve(next.Path, link)))
                    waiting.Enqueue((Resolve(next.Path, link), next.Path));
        }
        string.Join('\n', wrong).ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(8);
    }

    // One dossier under way and one lodged, so that lists, tasks and pages of a dossier are among what is met.
    public async Task InitializeAsync()
    {
        var citizen = await web.Citizen();
        if (await web.Db.One<long>("select count(*) from procedures.dossier") > 0)
            return;
        await citizen.Lodge();
        (await (await web.Staff("motcua.longxuyen")).Accept(await citizen.Lodge())).Status.ShouldBe(302);
        await citizen.Draft();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // Not the way out, nor the 102 communes one by one, nor another site.
    private static bool Follows(string link) => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal) && !link.StartsWith("//", StringComparison.Ordinal)
        && !link.Contains("/dang-xuat", StringComparison.Ordinal) && !link.Contains("/dang-nhap/vneid", StringComparison.Ordinal)
        && !(link.Contains("/danh-ba/", StringComparison.Ordinal) && !link.Contains("30307", StringComparison.Ordinal));

    private static string Resolve(string page, string link) => new Uri(new Uri(new Uri("http://x"), page), link).PathAndQuery;

    private static readonly string[] Ours =
        ["ui.", "data.", "identity.", "directory.", "flows.", "signing.", "procedures.", "operations.", "indicators.", "portal.", "problem.", "notice.", "permission.", "role."];

    [GeneratedRegex(@"\b[a-z]+(\.[a-z0-9][a-z0-9-]*)+\b")]
    private static partial Regex Keys();
}
