using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Succeed;

/// <summary>A merger, a split or a new code: the form, the preview of all that it does, and the act.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class NewModel(Units units, MakeSuccessionHandler handler, Shares shares, IEnumerable<OpenWork> kindsOfWork, TimeProvider clock, Words words) : PageModel
{
    [BindProperty, Required]
    public SuccessionKind? Kind { get; set; } = SuccessionKind.Merge;

    [BindProperty, Required, StringLength(4000)]
    public string From { get; set; } = "";

    [BindProperty, Required, StringLength(35)]
    public string ToCode { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string? ToName { get; set; }

    [BindProperty, StringLength(200)]
    public string? ToNameEn { get; set; }

    [BindProperty]
    public string? ToTerritory { get; set; }

    [BindProperty, StringLength(4000)]
    public string? More { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [BindProperty, Required, StringLength(300)]
    public string Decision { get; set; } = "";

    /// <summary>Which of a split's followers takes the code.</summary>
    [BindProperty, StringLength(35)]
    public string? Main { get; set; }

    /// <summary>Which of a split's followers answers for closed files; empty for the one with the code.</summary>
    [BindProperty, StringLength(35)]
    public string? Files { get; set; }

    /// <summary>Single things that a split gives apart, a line each: <c>what | code</c>.</summary>
    [BindProperty, StringLength(8000)]
    public string? Apart { get; set; }

    public Plan? Plan { get; private set; }
    public IReadOnlyList<SharedPortions> Portions { get; private set; } = [];
    public Succession Input { get; private set; } = null!;
    public IReadOnlyList<(string Text, long Count)> Work { get; private set; } = [];

    public IEnumerable<Option> Kinds => Enum.GetNames<SuccessionKind>()
        .Select(k => new Option(k, words["directory.succession.kind." + k.ToLowerInvariant()], words["directory.succession.kind-hint." + k.ToLowerInvariant()]));

    /// <summary>What was typed, for the button that acts.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
    [
        ("Kind", $"{Kind}"), ("From", From), ("ToCode", ToCode), ("ToName", ToName ?? ""), ("ToNameEn", ToNameEn ?? ""),
        ("ToTerritory", ToTerritory ?? ""), ("More", More ?? ""), ("On", $"{On:dd/MM/yyyy}"), ("Decision", Decision),
    ];

    /// <summary>Where the n-th portion was given when the form came back; empty for the main follower.</summary>
    public string Chosen(int n) => Request.HasFormContentType ? Request.Form[$"{Shares.To}{n}"].ToString() : "";

    public IActionResult OnGet(string? tu)
    {
        From = tu ?? "";
        return StepUp.Ask(HttpContext, StepUpFor.MassAct, clock.GetUtcNow()) ?? Page();
    }

    /// <summary>Back to the form with what was typed.</summary>
    public void OnPostChange() { }

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        if (!ModelState.IsValid || !await Read(ct))
            return Page();
        (Main, Files) = (null, null);
        return await Preview(ct) ?? Page();
    }

    /// <summary>Reads all that the preview shows; the answer when it cannot be.</summary>
    private async Task<IActionResult?> Preview(CancellationToken ct)
    {
        var plan = await handler.Preview(Input, HttpContext.Actor(), ct);
        if (!plan.Ok)
            return Refused(plan.Problems);
        Plan = plan.Value;
        if (Kind == SuccessionKind.Split)
            Portions = await shares.Portions(Plan, ct);
        Main ??= Input.MainCode;
        var paths = new WorkOf([.. Plan.Closed.Select(u => u.Path)]);
        var counts = new List<(string, long)>();
        foreach (var kind in kindsOfWork)
            counts.Add((kind.Text, await kind.Count(paths, HttpContext.RequestServices, ct)));
        Work = counts;
        return null;
    }

    public async Task<IActionResult> OnPostMake(CancellationToken ct)
    {
        if (!ModelState.IsValid || !await Read(ct))
            return Page();
        if (StepUp.Keep(this, words, StepUpFor.MassAct, clock.GetUtcNow()) is { } late)
            return await Preview(ct) ?? late;
        if (Kind == SuccessionKind.Split)
        {
            if (await Preview(ct) is { } answer)
                return answer;
            var given = await shares.Read(Request.Form, Apart, Plan!, Input.To, ct);
            if (!given.Ok)
                return Refused(given.Problems);
            Input = Input with { Main = Main, Files = string.IsNullOrEmpty(Files) ? null : Files, Shares = given.Value };
        }
        var made = await handler.Handle(Input, HttpContext.Actor(), ct);
        return made.Ok ? LocalRedirect($"{Request.PathBase}/danh-ba/sap-xep-don-vi") : Refused(made.Problems);
    }

    private IActionResult Refused(IReadOnlyList<Problem> problems)
    {
        if (problems is [{ Kind: ProblemKind.Forbidden } refused, ..])
            return refused.ToPage();
        words.Show(ModelState, problems);
        return Page();
    }

    /// <summary>Lines are codes or names in any spelling; a name that fits several units is asked again, unless the others are parts of the first.</summary>
    private async Task<bool> Read(CancellationToken ct)
    {
        var day = await units.On(On!.Value.AddDays(-1), ct);
        var from = new List<string>();
        foreach (var line in From.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (day.Find(line.ToUpperInvariant()) is { } unit)
            {
                from.Add(unit.Code);
                continue;
            }
            var found = await units.Search(line, day.Day, 2, ct);
            if (found.Count == 0)
                ModelState.AddModelError("From", words[Problem.Invalid("directory.succession.not-there", "From", line)]);
            else if (found.Count > 1 && !found[1].Path.StartsWith(found[0].Path + "/", StringComparison.Ordinal))
                ModelState.AddModelError("From", words[Problem.Invalid("directory.succession.several", "From", line, found[0].Name, found[1].Name)]);
            else
                from.Add(found[0].Code);
        }
        Input = new Succession(Kind!.Value, from, [.. Targets()], On.Value, Decision);
        return ModelState.IsValid;
    }

    private IEnumerable<Target> Targets()
    {
        yield return new Target(ToCode.Trim().ToUpperInvariant(), Text(ToName), Text(ToNameEn), Text(ToTerritory));
        if (Kind == SuccessionKind.Split)
            foreach (var line in (More ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split('|', StringSplitOptions.TrimEntries);
                yield return new Target(parts[0].ToUpperInvariant(), Text(parts.ElementAtOrDefault(1)), Text(parts.ElementAtOrDefault(2)), Text(parts.ElementAtOrDefault(3)));
            }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
