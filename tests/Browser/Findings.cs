using System.Text;

namespace Sen.Tests.Browser;

/// <summary>What is wrong on the pages that were visited: collected over a journey, told at its end in one list.</summary>
internal sealed class Findings(Troubles troubles) : IDisposable
{
    private readonly Dictionary<string, SortedSet<string>> _pages = [];

    public int Looks { get; private set; }

    public void Looked() => Looks++;

    /// <summary>One finding; the same one on several pages is listed once.</summary>
    public void Add(string page, string rule, string target)
    {
        var what = $"{rule}: {target}";
        if (!_pages.TryGetValue(what, out var pages))
            _pages[what] = pages = [];
        pages.Add(page);
    }

    public void ShouldBeNone()
    {
        foreach (var trouble in troubles.Take())
            Add("the program's log", "error", trouble);
        Looks.ShouldBeGreaterThan(0, "no page was looked at");
        var list = new StringBuilder();
        foreach (var (what, pages) in _pages.OrderBy(p => p.Key, StringComparer.Ordinal))
            list.Append(what).Append("\n    on ").AppendJoin(", ", pages).Append('\n');
        list.ToString().ShouldBe("", $"{_pages.Count} findings in {Looks} looks");
    }

    /// <summary>A journey that broke off says what it had found, and what the program said of it.</summary>
    public void Dispose()
    {
        foreach (var trouble in troubles.Take())
            Console.WriteLine(trouble);
    }
}
