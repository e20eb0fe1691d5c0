using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>A file, who signs it in which order and capacity, by when, and whose seal it gets.</summary>
[OpenTo(Audience.Staff), RequestSizeLimit(25 << 20), RequestFormLimits(MultipartBodyLengthLimit = 25 << 20)]
internal sealed class NewRequestModel(CreateRequestHandler handler, FileStore files, Units units, Staff staff, Words words) : PageModel
{
    /// <summary>Lines that the form shows; empty ones are left out.</summary>
    public const int Lines = 6;

    public sealed class Line
    {
        public string? Staff { get; set; }
        public string Capacity { get; set; } = "";
        public string? Basis { get; set; }
        public DateOnly? Due { get; set; }
        public int Page { get; set; }
        public double? Left { get; set; }
        public double? Bottom { get; set; }
    }

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public IFormFile? Document { get; set; }

    [BindProperty]
    public string Unit { get; set; } = "";

    [BindProperty]
    public List<Line> Steps { get; set; } = [];

    [BindProperty]
    public bool Seal { get; set; } = true;

    [BindProperty]
    public string? Note { get; set; }

    public IReadOnlyList<Option> Units { get; private set; } = [];
    public IReadOnlyList<Option> People { get; private set; } = [];
    public IReadOnlyList<Option> Capacities => [.. Capacity.All.Select(c => new Option(c, words["signing.capacity." + (c.Length == 0 ? "own" : c)]))];

    public async Task<IActionResult> OnGet([FromQuery(Name = "don-vi")] string? unit, CancellationToken ct)
    {
        await Load(unit, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        ModelState.Clear();
        await Load(Unit, ct);
        if (Document is not { Length: > 0 } file)
            return Show([Problem.Invalid("signing.file-missing", nameof(Document))]);
        await using var content = file.OpenReadStream();
        var saved = await files.Save(content, file.FileName, FileRule.Pdf, HttpContext.Actor(), ct);
        if (!saved.Ok)
            return Show([saved.Problem with { Field = nameof(Document) }]);
        var made = await handler.Handle(new CreateRequest(Name, saved.Value.Id, Unit, Wanted(), Note), HttpContext.Actor(), ct);
        return made.Ok ? LocalRedirect($"{Request.PathBase}/ky-so/{made.Value}") : Show(made.Problems);
    }

    private PageResult Show(IReadOnlyList<Problem> problems)
    {
        words.Show(ModelState, [.. problems.Select(p => p.Field == "Title" ? p with { Field = nameof(Name) } : p.Field == "Steps" ? p with { Field = "Steps[0].Staff" } : p)]);
        return Page();
    }

    private List<WantedStep> Wanted()
    {
        var steps = Steps.Where(s => !string.IsNullOrEmpty(s.Staff)).Select(s => new WantedStep(SignatureKind.Personal, s.Staff, s.Capacity ?? "", s.Basis, End(s.Due), Place(s))).ToList();
        if (Seal)
            steps.Add(new(SignatureKind.Organisation, null, "", null, null, steps.Count > 0 ? steps[^1].Place : StepPlace.Usual));
        return steps;
    }

    private static StepPlace Place(Line line) => StepPlace.Usual with
    {
        Page = line.Page,
        Left = line.Left is { } left ? left * Sen.Signatures.Decree30.Millimetre : StepPlace.Usual.Left,
        Bottom = line.Bottom is { } bottom ? bottom * Sen.Signatures.Decree30.Millimetre : StepPlace.Usual.Bottom,
    };

    /// <summary>By the end of the day, in the province.</summary>
    private static DateTimeOffset? End(DateOnly? on) =>
        on is { } day ? new DateTimeOffset(day.ToDateTime(new TimeOnly(17, 0)), Words.ProvinceTime.BaseUtcOffset).ToUniversalTime() : null;

    private async Task Load(string? chosen, CancellationToken ct)
    {
        while (Steps.Count < Lines)
            Steps.Add(new Line());
        var actor = HttpContext.Actor();
        var root = actor.UnitPath.Split('/')[0];
        var bodies = (await units.Below(root, ct)).Where(u => u.Kind is UnitKind.PeoplesCommittee or UnitKind.Department or UnitKind.Party).ToArray();
        // One's own agency first: it is almost always the one.
        var own = bodies.Where(b => actor.UnitPath.StartsWith(b.Path.Split('/').Length > 1 ? b.Path[..b.Path.LastIndexOf('/')] : b.Path, StringComparison.Ordinal)).OrderByDescending(b => b.Path.Length).FirstOrDefault();
        if (string.IsNullOrEmpty(Unit))
            Unit = chosen is { Length: > 0 } ? chosen : own?.Code ?? "";
        Units = [.. bodies.OrderBy(b => b.Code != own?.Code).Take(400).Select(b => new Option(b.Code, b.Name, Lang: "vi"))];
        var holders = bodies.FirstOrDefault(b => b.Code == Unit) is { } unit ? await staff.HoldersOf(Permissions.DossierSign, unit.Path, ct) : [];
        People = [new Option("", words["signing.new.nobody"]), .. holders.Select(h => new Option(h.Id, string.Create(CultureInfo.InvariantCulture, $"{h.Name}, {h.Title}"), Lang: "vi"))];
    }
}
