using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>How a batch came out, file by file; asks again by itself while some wait.</summary>
[OpenTo(Audience.Staff)]
internal sealed class BatchModel(SignBatchHandler handler) : PageModel
{
    public BatchRow Batch { get; private set; } = null!;
    public IReadOnlyList<BatchItem> Items { get; private set; } = [];
    public int Count(string state) => Items.Count(i => i.State == state);
    public static string Kind(string state) => state switch { "Signed" => "ok", "Failed" => "bad", _ => "wait" };

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        if (await handler.Find(id, HttpContext.Actor(), ct) is not { } batch)
            return NotFound();
        (Batch, Items) = (batch, await handler.Items(id, ct));
        if (batch.FinishedAt is null)
            Response.Headers["Refresh"] = "2";
        return Page();
    }
}
