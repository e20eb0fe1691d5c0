using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Bpmn;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>One instance: where it is and was, why it is stuck, and what an operator may do about it.</summary>
[OpenTo(Audience.Staff, Permissions.OperationsView)]
internal sealed class RunModel(ProcessesQuery query, MoveTokenHandler mover, Words words) : PageModel
{
    public Instance Row { get; private set; } = null!;
    public InstanceState State { get; private set; } = null!;
    public IReadOnlyList<Passed> History { get; private set; } = [];
    public IReadOnlyList<InstanceRow> Called { get; private set; } = [];
    public IReadOnlyList<Option> Places { get; private set; } = [];
    public IReadOnlyList<Option> Tokens { get; private set; } = [];
    public string Marks { get; private set; } = "{}";
    public bool MayMove { get; private set; }
    public Func<string, Option> NameOf { get; private set; } = null!;

    [BindProperty]
    public int Token { get; set; }

    [BindProperty, StringLength(200)]
    public string To { get; set; } = "";

    /// <summary>Why the operator acts; the ledger keeps it.</summary>
    [BindProperty, StringLength(500)]
    public string Reason { get; set; } = "";

    public Task<IActionResult> OnGet(Guid id, CancellationToken ct) => Show(id, ct);

    public async Task<IActionResult> OnPostMove(Guid id, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Show(id, ct);
        var result = await mover.Handle(new(id, Token, To, Reason), HttpContext.Actor(), ct);
        if (result.Ok)
            return LocalRedirect($"~/quy-trinh/chay/{id}");
        if (result.Problems.Any(problem => problem.Kind == ProblemKind.Forbidden))
            return result.Problems[0].ToPage();
        words.Show(ModelState, result.Problems);
        return await Show(id, ct);
    }

    private async Task<IActionResult> Show(Guid id, CancellationToken ct)
    {
        if (await query.Instance(id, ct) is not { } row)
            return Problem.NotFound("flows.no-instance").ToPage();
        if (Access.Refuse(HttpContext.Actor(), Permissions.OperationsView, row.UnitPath) is { } refused)
            return refused.ToPage();
        (Row, State) = (row, InstanceState.FromJson(row.State));
        var definition = ProcessDefinition.Load((await query.Xml(row.Definition, row.Version, ct))!, row.Definition).Definition;
        var labels = await query.Labels(row.Definition, row.Version, ct);
        NameOf = element => ElementNames.Of(definition, labels, element, words.Language);
        (Called, History) = await query.Around(id, ct);
        var marks = History.Select(passed => passed.Element).Distinct().ToDictionary(element => element, _ => "was");
        if (row.EndedAt is null)
        {
            foreach (var token in State.Tokens)
                marks[token.At] = token.Stuck is null ? "here" : "stuck";
        }
        Marks = JsonSerializer.Serialize(marks);
        MayMove = row.EndedAt is null && Access.May(HttpContext.Actor(), Permissions.OperationsAct, row.UnitPath) is not null;
        Tokens = [.. State.Tokens.Select(token => NameOf(token.At) with { Value = $"{token.Id}" })];
        Places = definition is null ? [] : [.. definition.AllNodes.Where(node => node.Kind is not (NodeKind.Boundary or NodeKind.EventSubProcess)).Select(node => NameOf(node.Id))];
        return Page();
    }
}
