using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Data;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Staff from an Excel workbook: template, trial, the errors of each row on the page or as a workbook, import.</summary>
[OpenTo(Audience.Staff, Permissions.StaffManage), EnableRateLimiting(Limits.Upload), RequestSizeLimit(Most)]
internal sealed class ImportModel(ImportStaff import, TimeProvider clock, Words words) : PageModel
{
    private const int Most = 10_000_000;

    [BindProperty]
    public IFormFile? Workbook { get; set; }

    [BindProperty]
    public bool SkipWrong { get; set; }

    public ImportReport? Report { get; private set; }

    /// <summary>The head of the column that a problem is about.</summary>
    public string Head(string? field) => ImportStaff.Columns.FirstOrDefault(c => c.Key == field).Head ?? "";

    public IActionResult OnGet() => StepUp.Ask(HttpContext, StepUpFor.MassAct, clock.GetUtcNow()) ?? Page();

    public IActionResult OnGetTemplate() => File(ExcelSheet.Write("Nhan su", [[.. ImportStaff.Columns.Select(c => c.Head)]]), ExcelSheet.Type, "nhan-su-mau.xlsx");

    public async Task<IActionResult> OnPostCheck(CancellationToken ct)
    {
        await Run(dryRun: true, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostImport(CancellationToken ct)
    {
        if (StepUp.Keep(this, words, StepUpFor.MassAct, clock.GetUtcNow()) is { } late)
            return late;
        await Run(dryRun: false, ct);
        return Page();
    }

    /// <summary>The same trial as a workbook: row, column, reason.</summary>
    public async Task<IActionResult> OnPostReport(CancellationToken ct)
    {
        await Run(dryRun: true, ct);
        if (Report is null)
            return Page();
        var heads = new[] { words["identity.import.row"], words["identity.import.column"], words["identity.import.why"] };
        return File(ExcelSheet.Write("Loi", [heads, .. Report.Errors.Select(e => new[] { e.Row.ToString(CultureInfo.InvariantCulture), Head(e.Problem.Field), words[e.Problem] })]),
            ExcelSheet.Type, "nhan-su-loi.xlsx");
    }

    private async Task Run(bool dryRun, CancellationToken ct)
    {
        if (Workbook is not { Length: > 0 })
        {
            words.Show(ModelState, [PeopleProblems.Missing("Workbook")]);
            return;
        }
        // Copied: a workbook is read from its end, which a stream from the browser does not allow.
        using var content = new MemoryStream();
        await Workbook.CopyToAsync(content, ct);
        content.Position = 0;
        Report = await import.Run(new ImportRequest(content, Path.GetFileName(Workbook.FileName), dryRun, SkipWrong, null, HttpContext.Actor()), ct);
    }
}
