using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Feel;
using Sen.Ui;

namespace Sen.Operations.Rules;

/// <summary>Every rule of the packs with the place that asks it.</summary>
[OpenTo(Audience.Staff)]
internal sealed class UsesModel(IEnumerable<RuleSource> sources, IServiceProvider services) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(Name = "tim", SupportsGet = true)]
    public string? Text { get; set; }

    [BindProperty(Name = XPagesTagHelper.After, SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<RuleUse> Rows { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var words = (Text is { Length: > 200 } ? Text[..200] : Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = (await Uses.All(sources, services, ct))
            .Where(use => words.All(word => Holds(use.Text, word) || Holds(use.Subject, word) || Holds(use.Part, word) || Holds(use.Law, word)))
            .SkipWhile(use => After is { Length: > 0 } && string.CompareOrdinal(use.Id, After) <= 0)
            .Take(PageSize + 1).ToArray();
        Rows = [.. found.Take(PageSize)];
        Next = found.Length > PageSize ? Rows[^1].Id : null;
    }

    private static bool Holds(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Names that a rule reads.</summary>
    public static string Names(RuleUse use) => string.Join(", ", FeelExpression.Parse(use.Text).Names.Order(StringComparer.Ordinal));
}

/// <summary>The rules of all modules.</summary>
internal static class Uses
{
    public static async Task<IReadOnlyList<RuleUse>> All(IEnumerable<RuleSource> sources, IServiceProvider services, CancellationToken ct)
    {
        var all = new List<RuleUse>();
        foreach (var source in sources)
            all.AddRange(await source.Read(services, ct));
        return [.. all.OrderBy(use => use.Id, StringComparer.Ordinal)];
    }
}
