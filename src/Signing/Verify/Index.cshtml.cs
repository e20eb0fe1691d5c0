using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Anyone uploads a signed PDF and gets the verdict; the file is read in memory and kept nowhere.</summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.Upload)]
[RequestSizeLimit(MostBytes + 100_000), RequestFormLimits(MultipartBodyLengthLimit = MostBytes + 50_000)]
internal sealed class VerifyModel(Verifier verifier, Words words) : PageModel
{
    private const int MostBytes = 50 << 20;

    [BindProperty]
    public IFormFile? Document { get; set; }

    public Verdict? Verdict { get; private set; }
    public string? FileName { get; private set; }

    public void OnGet() { }

    public async Task OnPost(CancellationToken ct)
    {
        if (Document is not { Length: > 0 } file)
        {
            ModelState.Clear();
            words.Show(ModelState, [Problem.Invalid("signing.file-missing", nameof(Document))]);
            return;
        }
        if (file.Length > MostBytes)
        {
            words.Show(ModelState, [Problem.Invalid("signing.file-too-large", nameof(Document), MostBytes >> 20)]);
            return;
        }
        using var pdf = new MemoryStream((int)file.Length);
        await file.CopyToAsync(pdf, ct);
        Verdict = await verifier.Check(pdf.ToArray(), ct);
        FileName = file.FileName;
    }
}
