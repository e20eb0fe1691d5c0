using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Operations.Jobs;

/// <summary>Jobs of a state, newest first.</summary>
[OpenTo(Audience.Staff, Operator.View)]
internal sealed class JobsModel(JobDesk desk, Words words) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(Name = "trang-thai", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "loai", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = XPagesTagHelper.After, SupportsGet = true)]
    public long? After { get; set; }

    public JobState Chosen => JobWords.Read(State);
    public IReadOnlyList<JobRow> Rows { get; private set; } = [];
    public IReadOnlyDictionary<JobState, int> Counts { get; private set; } = new Dictionary<JobState, int>();
    public IReadOnlyList<Option> Kinds { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Operator.Refuse(HttpContext.Actor(), Operator.View) is { } refusal)
            return refusal.ToPage();
        Kind = Kind is { Length: > 0 } ? Kind : null;
        var rows = await desk.List(Chosen, Kind, After, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? $"{Rows[^1].Id}" : null;
        Counts = (await desk.Counts(ct)).Of;
        Kinds = [new("", words["operations.all-kinds"]), .. (await desk.Kinds(ct)).Select(k => new Option(k, words.Or("job." + k, k)))];
        return Page();
    }

    public string CountOf(JobState state) => Counts[state] == JobCounts.Cap ? words["operations.or-more", JobCounts.Cap] : $"{Counts[state]}";
}
