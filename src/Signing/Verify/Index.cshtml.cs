using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>
/// Anyone uploads a signed file and gets the verdict, as page, JSON or XML. The file goes to disk piece by piece while it
/// comes in, and is gone with the answer.
/// </summary>
[OpenTo(Audience.Everyone), EnableRateLimiting(Limits.Upload), StreamedForm, IgnoreAntiforgeryToken]
[RequestSizeLimit(Upload.MostBytes + 100_000)]
internal sealed class VerifyModel(Checker checker, Words words, Texts texts, Database db) : PageModel
{
    public Verdict? Verdict { get; private set; }
    public string? FileName { get; private set; }
    public string? Sha256 { get; private set; }

    /// <summary>The report, to be kept.</summary>
    public string? JsonLink { get; private set; }
    public string? XmlLink { get; private set; }

    private static readonly string[] Answers = ["page", "json", "xml"];

    public IReadOnlyList<Option> Ways => [.. Answers.Select(w => new Option(w, words["signing.verify.as." + w]))];

    public void OnGet() { }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var read = await Upload.Read(Request, ct);
        if (!read.Ok)
            return Show(read.Problem);
        await using var upload = read.Value;
        var judged = await upload.Judge(checker, ct);
        if (!judged.Ok)
            return Show(judged.Problem);
        Verdict = judged.Value;
        FileName = upload.Files[0].Name;
        Sha256 = await Upload.Sha256(upload.Files[0].Content, ct);
        var report = new ReportDocument(Verdict, FileName, Sha256, db.Now, texts, words.Language);
        switch (upload.Fields.GetValueOrDefault("As"))
        {
            case "json":
                return base.File(report.Json(), "application/json", "ket-qua-xac-thuc.json");
            case "xml":
                return base.File(report.Xml(), "application/xml", "ket-qua-xac-thuc.xml");
            default:
                JsonLink = ReportDocument.Carried(report.Json(), "application/json");
                XmlLink = ReportDocument.Carried(report.Xml(), "application/xml");
                return Page();
        }
    }

    private PageResult Show(Problem problem)
    {
        ModelState.Clear();
        words.Show(ModelState, [problem]);
        return Page();
    }
}

/// <summary>
/// Leaves the body to the page: the framework would put all of a form into memory or a file before the handler runs. The
/// page changes nothing and knows nobody, so that it needs no token against forged requests.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StreamedFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        foreach (var factory in context.ValueProviderFactories.Where(f => f is FormValueProviderFactory or FormFileValueProviderFactory or JQueryFormValueProviderFactory).ToArray())
            context.ValueProviderFactories.Remove(factory);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
