using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>
/// Where the QR code of an issued result leads: the verdict on the very file that was issued. The content itself is not
/// shown; whoever holds a copy compares it, or uploads it.
/// </summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.Search)]
internal sealed class IssuedModel(Database db, FileStore files, Checker checker, Texts texts, Words words) : PageModel
{
    private sealed record Row(Guid FileAfter, DateTimeOffset SignedAt, string? Number);

    public Verdict Verdict { get; private set; } = null!;
    public DateTimeOffset At { get; private set; }
    public string? Number { get; private set; }
    public string Sha256 { get; private set; } = "";

    /// <param name="form">Empty for the page, else <c>json</c> or <c>xml</c>.</param>
    public async Task<IActionResult> OnGet(string kind, Guid id, [FromQuery(Name = "dang")] string? form, CancellationToken ct)
    {
        // Only what bears the seal is issued; drafts and half-signed files are nobody's business.
        var row = await db.OneOrNone<Row>("""
            select s.file_after, s.signed_at, (select r.number from signing.request r where r.subject_kind = @kind and r.subject_id = @id and r.file = s.file_after limit 1) as number
            from signing.signature s where s.subject_kind = @kind and s.subject_id = @id and s.kind = 'Organisation'
            order by s.signed_at desc limit 1
            """, new { kind, id = id.ToString() }, ct);
        if (row is null || await files.Find(row.FileAfter, ct) is not { } stored || await files.Read(row.FileAfter, ct) is not { } pdf)
            return NotFound();
        Verdict = await checker.Check(pdf, ct);
        (At, Number, Sha256) = (row.SignedAt, row.Number, stored.Sha256);
        var report = new ReportDocument(Verdict, null, Sha256, db.Now, texts, words.Language);
        return form switch
        {
            "json" => File(report.Json(), "application/json", "ket-qua-xac-thuc.json"),
            "xml" => File(report.Xml(), "application/xml", "ket-qua-xac-thuc.xml"),
            _ => Page(),
        };
    }
}
