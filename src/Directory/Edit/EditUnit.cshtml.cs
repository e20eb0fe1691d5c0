using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Ui;

namespace Sen.Directory.Edit;

/// <summary>What an official writes of a unit; the fields of two pages.</summary>
internal abstract class UnitForm(Words words) : PageModel
{
    [BindProperty, Required, StringLength(200)]
    public string Name { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string? ShortName { get; set; }

    [BindProperty, StringLength(200)]
    public string? NameEn { get; set; }

    [BindProperty, Required]
    public string Kind { get; set; } = "";

    [BindProperty]
    public string? Parent { get; set; }

    [BindProperty]
    public string? Territory { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [BindProperty, Required, StringLength(300)]
    public string Decision { get; set; } = "";

    public virtual bool HasParent => true;

    public IEnumerable<Option> Kinds => UnitKind.All.Select(k => new Option(k, T["directory.kind." + k]));

    protected Words T => words;

    protected SaveUnit Input(string code, int version) =>
        new(code, Name, ShortName, NameEn, Kind, Parent?.Trim().ToUpperInvariant() is { Length: > 0 } parent ? parent : null, Territory, On!.Value, Decision, version);
}

/// <summary>Changes a unit from a day on, or puts its present period right.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class EditUnitModel(Units units, Database db, SaveUnitHandler save, Words words) : UnitForm(words)
{
    [BindProperty]
    public int Version { get; set; }

    public Unit Unit { get; private set; } = null!;

    public override bool HasParent => Unit.ParentCode is not null;

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        (Name, ShortName, NameEn, Kind, Parent, Territory, On) = (Unit.Name, Unit.ShortName, Unit.NameEn, Unit.Kind, Unit.ParentCode, Unit.TerritoryCode, units.Today);
        Version = await db.One<int>("select version from directory.unit_version where code = @Code and valid_from = @ValidFrom", Unit, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        if (!ModelState.IsValid)
            return Page();
        var saved = await save.Handle(Input(Unit.Code, Version), HttpContext.Actor(), ct);
        return this.Answer(T, saved.Problems, $"/danh-ba/{Unit.Code}");
    }
}

/// <summary>Makes a unit below another; the code of that one is in the address, the form has the new one.</summary>
[OpenTo(Audience.Staff, Problems.Manage)]
internal sealed class AddUnitModel(Units units, SaveUnitHandler save, Words words) : UnitForm(words)
{
    [BindProperty, Required, StringLength(35)]
    public string Code { get; set; } = "";

    public Unit Unit { get; private set; } = null!;

    public override bool HasParent => false;

    public async Task<IActionResult> OnGet([FromRoute] string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        (Code, On) = (Unit.Code + ".", units.Today);
        return Page();
    }

    public async Task<IActionResult> OnPost([FromRoute] string code, CancellationToken ct)
    {
        if (await units.Open(code, HttpContext.Actor(), u => Unit = u, ct) is { } refused)
            return refused;
        if (!ModelState.IsValid)
            return Page();
        Parent = Unit.Code;
        var saved = await save.Handle(Input(Code.Trim().ToUpperInvariant(), version: 0), HttpContext.Actor(), ct);
        return this.Answer(T, saved.Problems, $"/danh-ba/{(saved.Ok ? saved.Value.Code : "")}?ngay={On:dd/MM/yyyy}");
    }
}
