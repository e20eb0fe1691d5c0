using Microsoft.AspNetCore.Mvc;
using Sen.Signatures;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Shows a verdict: one sentence that a citizen understands, the report beneath.</summary>
[ViewComponent(Name = "SignatureVerdict")]
internal sealed class SignatureVerdict : ViewComponent
{
    public IViewComponentResult Invoke(Verdict verdict) => View("/Signing/Verify/SignatureVerdict.cshtml", verdict);

    /// <summary>Look of the verdict, as in x-notice.</summary>
    public static string Kind(string code) => code switch { "valid" => "ok", "untrusted" or "unsigned" or "expired" or "unproven" or "undecided" or "unfinished" => "warn", _ => "bad" };

    /// <summary>A finding in words, with its arguments behind.</summary>
    public static string Words(Words words, Finding finding) =>
        words["signing.finding." + finding.Code] + (finding.Arguments.Count == 0 ? "" : $" ({string.Join(", ", finding.Arguments)})");
}
