using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Operations.Ledger;

/// <summary>One entry of the ledger in full.</summary>
[OpenTo(Audience.Staff, Operator.View)]
internal sealed class EntryModel(LedgerBook book) : PageModel
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public LedgerEntry Entry { get; private set; } = null!;

    /// <summary>The body in lines, or null when it was erased.</summary>
    public string? Body { get; private set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (Operator.Refuse(HttpContext.Actor(), Operator.View) is { } refusal)
            return refusal.ToPage();
        if (await book.Find(id, ct) is not { } entry)
            return Problem.NotFound("operations.no-entry", id).ToPage();
        Entry = entry;
        Body = entry.Body is null ? null : JsonSerializer.Serialize(JsonElement.Parse(entry.Body), Indented);
        return Page();
    }
}
