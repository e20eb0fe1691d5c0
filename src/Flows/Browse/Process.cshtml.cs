using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Bpmn;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>One process: its drawing, how long each step waits, and its instances.</summary>
[OpenTo(Audience.Staff, Permissions.OperationsView)]
internal sealed class ProcessModel(ProcessesQuery query, ProcessChecker checker, Words words) : PageModel
{
    private const int PageSize = 30;

    [BindProperty(SupportsGet = true, Name = "v")]
    public int? Version { get; set; }

    [BindProperty(SupportsGet = true, Name = "ket")]
    public bool OnlyStuck { get; set; }

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public Guid? After { get; set; }

    public string Id { get; private set; } = "";
    public IReadOnlyList<int> Versions { get; private set; } = [];
    public IReadOnlyList<(StepWait Wait, Option Name, int Heat)> Steps { get; private set; } = [];
    public IReadOnlyList<InstanceRow> Instances { get; private set; } = [];
    public IReadOnlyList<Finding> Findings { get; private set; } = [];
    public IReadOnlyList<StartRow> Starts { get; private set; } = [];
    public string? Next { get; private set; }
    public string Marks { get; private set; } = "{}";

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        Versions = await query.Versions(id, ct);
        if (Versions.Count == 0)
            return Problem.NotFound("flows.no-process", id).ToPage();
        (Id, Version) = (id, Version is { } asked && Versions.Contains(asked) ? asked : Versions[0]);
        var definition = ProcessDefinition.Load((await query.Xml(id, Version, ct))!, id).Definition;
        Findings = definition is null ? [] : await checker.Check(definition, ct);
        var labels = await query.Labels(id, Version.Value, ct);
        Starts = await query.Starts(id, ct);
        var waits = await query.Waits(id, Version.Value, ct);
        var longest = waits.Max(wait => wait.MedianSeconds) ?? 0;
        Steps = [.. waits.Select(wait => (wait, ElementNames.Of(definition, labels, wait.Element, words.Language), Heat(wait.MedianSeconds, longest)))];
        Marks = JsonSerializer.Serialize(Steps.Where(step => step.Heat > 0).ToDictionary(step => step.Wait.Element, step => $"heat-{step.Heat}"));
        var found = await query.Instances(id, OnlyStuck, After, PageSize + 1, ct);
        Instances = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Instances[^1].Id.ToString() : null;
        return Page();
    }

    /// <summary>The file, for the drawing and to take away.</summary>
    public async Task<IActionResult> OnGetBpmn(string id, CancellationToken ct) => await query.Xml(id, Version, ct) is { } xml
        ? File(System.Text.Encoding.UTF8.GetBytes(xml), "application/xml", $"{id}.bpmn") : Problem.NotFound("flows.no-process", id).ToPage();

    /// <summary>A waiting time in the words of an office: minutes, hours or days.</summary>
    public string Long(double? seconds) => seconds switch
    {
        null => "",
        < 5400 => words["flows.minutes", Math.Ceiling(seconds.Value / 60).ToString("N0", CultureInfo.InvariantCulture)],
        < 172800 => words["flows.hours", (seconds.Value / 3600).ToString("0.#", CultureInfo.InvariantCulture)],
        _ => words["flows.days", (seconds.Value / 86400).ToString("0.#", CultureInfo.InvariantCulture)],
    };

    // The longest median is 5, the others by their part of it.
    private static int Heat(double? seconds, double longest) => seconds is null || longest <= 0 ? 0 : Math.Max(1, (int)Math.Ceiling(seconds.Value / longest * 5));
}
