using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Directory.Succeed;

/// <summary>A succession as it is listed, with the units that were named.</summary>
internal sealed class SuccessionRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public DateOnly EffectOn { get; init; }
    public string Decision { get; init; } = "";
    public string State { get; init; } = "";
    public string[] FromNames { get; init; } = [];
    public string[] ToNames { get; init; } = [];
}

/// <summary>Mergers, splits and new codes: those to come and those that were.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class IndexModel(Database db, Units units, CancelSuccessionHandler cancel, TimeProvider clock, Words words) : PageModel
{
    public DateOnly Today => units.Today;
    public IReadOnlyList<SuccessionRow> Rows { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostCancel(Guid succession, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.MassAct, clock.GetUtcNow()) is { } ask)
            return ask;
        var done = await cancel.Handle(succession, Request.Form[$"Reason{succession:N}"], HttpContext.Actor(), ct);
        if (done.Ok)
            return LocalRedirect($"{Request.PathBase}/danh-ba/sap-xep-don-vi");
        if (done.Problem.Kind is ProblemKind.Forbidden or ProblemKind.NotFound)
            return done.Problem.ToPage();
        words.Show(ModelState, [.. done.Problems.Select(p => p.Field is null ? p : p with { Field = $"{p.Field}{succession:N}" })]);
        await Load(ct);
        return Page();
    }

    // Only the units that were named: their parts follow by themselves.
    private async Task Load(CancellationToken ct) => Rows = await db.Query<SuccessionRow>("""
        select s.id, s.kind, s.effect_on, s.decision, s.state,
          array(select distinct f.name from directory.v_unit_last f where f.code = any (s.closed)
            and not exists (select from directory.unit_version p where p.code = any (s.closed) and starts_with(f.path, p.path || '/'))) as from_names,
          array(select distinct t.name from directory.successor r join directory.v_unit_last t on t.code = r.to_code where r.succession_id = s.id
            and not exists (select from directory.successor x join directory.v_unit_last p on p.code = x.to_code
              where x.succession_id = s.id and starts_with(t.path, p.path || '/'))) as to_names
        from directory.succession s order by s.state <> 'planned', s.effect_on desc, s.id desc limit 100
        """, ct: ct);
}
