using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Bpmn;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>Takes running instances to another version: choose the versions, say what became of each step, check, then do it with a reason and see how far it is.</summary>
[OpenTo(Audience.Staff, Permissions.ProcessManage)]
internal sealed class MigratePageModel(ProcessesQuery query, MigrateHandler handler, TimeProvider clock, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? To { get; set; }

    /// <summary>New element by old, as chosen; empty where nothing takes its place.</summary>
    // Named: without, a form that has no such field would be read as the map itself, every field an element.
    [BindProperty(Name = nameof(Map))]
    public Dictionary<string, string?> Map { get; set; } = [];

    [BindProperty, StringLength(500)]
    public string? Reason { get; set; }

    public string Id { get; private set; } = "";
    public IReadOnlyList<Option> Versions { get; private set; } = [];

    /// <summary>Steps that the new version does not have as they are, each with what can take its place.</summary>
    public IReadOnlyList<(string Element, string Name, IReadOnlyList<Option> Places)> Missing { get; private set; } = [];

    public MigrationReport? Report { get; private set; }
    /// <summary>What people call the instances that the report names.</summary>
    public IReadOnlyDictionary<Guid, string> Titles { get; private set; } = new Dictionary<Guid, string>();

    public IReadOnlyList<MigrationRow> Migrations { get; private set; } = [];

    public Task<IActionResult> OnGet(string id, CancellationToken ct) => Show(id, ct);

    public async Task<IActionResult> OnPostCheck(string id, CancellationToken ct)
    {
        var page = await Show(id, ct);
        if (From is null || To is null)
            return page;
        var checkedNow = await handler.Check(Input(id), HttpContext.Actor(), ct);
        if (!checkedNow.Ok)
            return Refuse(checkedNow.Problems);
        Report = checkedNow.Value;
        Titles = await query.Titles([.. Report.Why.SelectMany(one => one.Examples).Distinct()], ct);
        return page;
    }

    public async Task<IActionResult> OnPostMove(string id, CancellationToken ct)
    {
        var page = await Show(id, ct);
        if (From is null || To is null || !ModelState.IsValid)
            return page;
        if (StepUp.Keep(this, words, StepUpFor.MassAct, clock.GetUtcNow()) is { } late)
            return late;
        var done = await handler.Handle(Input(id), HttpContext.Actor(), ct);
        return done.Ok ? LocalRedirect($"~/quy-trinh/{id}/chuyen?From={From}&To={To}") : Refuse(done.Problems);
    }

    private IActionResult Refuse(IReadOnlyList<Problem> problems)
    {
        if (problems.Any(problem => problem.Kind is ProblemKind.Forbidden or ProblemKind.NotFound))
            return problems[0].ToPage();
        words.Show(ModelState, problems);
        return Page();
    }

    private MigrateInstances Input(string id) => new(id, From!.Value, To!.Value,
        Map.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!), Reason ?? "");

    private async Task<IActionResult> Show(string id, CancellationToken ct)
    {
        var versions = await query.Versions(id, ct);
        if (versions.Count == 0)
            return Problem.NotFound("flows.no-process", id).ToPage();
        Id = id;
        var running = await query.Running(id, ct);
        Versions = [.. versions.Select(version => new Option($"{version}", words["flows.migrate.version", version, running.GetValueOrDefault(version)]))];
        To ??= versions[0];
        From ??= versions.Where(version => version != To && running.ContainsKey(version)).Cast<int?>().FirstOrDefault() ?? versions.Where(version => version != To).Cast<int?>().FirstOrDefault();
        Migrations = await query.Migrations(id, ct);
        if (From is not { } from || await Load(id, from, ct) is not { } old || await Load(id, To.Value, ct) is not { } now)
        {
            From = null;
            return Page();
        }
        var (before, after) = (await query.Labels(id, from, ct), await query.Labels(id, To.Value, ct));
        Missing = [.. old.AllNodes.Where(node => Waits(node.Kind) && now.Find(node.Id)?.Kind != node.Kind).Select(node => (node.Id, ElementNames.Of(old, before, node.Id, words.Language).Text,
            (IReadOnlyList<Option>)[new Option("", words["flows.migrate.nothing"]), .. now.AllNodes.Where(other => other.Kind == node.Kind).Select(other => ElementNames.Of(now, after, other.Id, words.Language))]))];
        return Page();
    }

    private async Task<ProcessDefinition?> Load(string id, int version, CancellationToken ct) =>
        await query.Versions(id, ct) is { } known && known.Contains(version) && await query.Xml(id, version, ct) is { } xml ? ProcessDefinition.Load(xml, id).Definition : null;

    // Where a token can stand; the ways between need no map.
    private static bool Waits(NodeKind kind) => kind is not (NodeKind.Start or NodeKind.End or NodeKind.Throw or NodeKind.ExclusiveGateway or NodeKind.ScriptTask or NodeKind.ManualTask or NodeKind.Task or NodeKind.SendTask);
}
