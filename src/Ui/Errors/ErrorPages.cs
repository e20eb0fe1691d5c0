using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// An exception that has a page of its own instead of 500: a stale edit, for one. Registered by the module that throws
/// it; <paramref name="Code"/> names the texts <c>problem.CODE</c>.
/// </summary>
public sealed record ErrorPage(Type Exception, int Status, string Code);

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status; texts <c>ui.error.STATUS.title|text|next</c>.</param>
/// <param name="Problem">The refusal, when it can be said more exactly.</param>
/// <param name="RequestId">What to read out to whoever helps.</param>
public sealed record ErrorModel(int Status, Problem? Problem, string RequestId);

/// <summary>
/// Every refusal and failure, as a page in the visitor's language or, for machines, as <c>application/problem+json</c>
/// (RFC 9457). Needs neither sign-in nor database.
/// </summary>
public sealed class ErrorPages(RazorText razor, Words words, IEnumerable<ErrorPage> known, ILogger<ErrorPages> log)
{
    private readonly ErrorPage[] _known = [.. known];

    /// <summary>Answers with a status, and with the problem where there is one.</summary>
    public async Task Write(HttpContext http, int status, Problem? problem = null)
    {
        http.Response.StatusCode = status;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        if (!WantsHtml(http))
        {
            await ProblemHttp.Json(http, status, problem);
            return;
        }
        http.Response.ContentType = "text/html; charset=utf-8";
        string page;
        try
        {
            page = await razor.Render("/Ui/Errors/Error.cshtml", new ErrorModel(Covered(status), problem, http.TraceIdentifier), http);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "the error page itself failed");
            page = $"<!doctype html><title>{status}</title><h1>{status}</h1><p>{http.TraceIdentifier}</p>";
        }
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    /// <summary>True when the exception has a page of its own.</summary>
    internal bool Expects(Exception exception) => Known(exception) is not null;

    internal Task Failed(HttpContext http)
    {
        var exception = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (exception is not null && Known(exception) is { } page)
            return Write(http, page.Status, new Problem(page.Code, page.Status == 409 ? ProblemKind.Conflict : ProblemKind.Invalid));
        return Write(http, exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
    }

    private ErrorPage? Known(Exception exception) => Array.Find(_known, k => k.Exception.IsInstanceOfType(exception));

    internal Task Status(StatusCodeContext context) => Write(context.HttpContext, context.HttpContext.Response.StatusCode);

    /// <summary>A browser asks for HTML; an endpoint of a machine interface answers JSON unless asked.</summary>
    public static bool WantsHtml(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    // A status without texts of its own is shown as the nearest that has them.
    private int Covered(int status) =>
        words.Has($"ui.error.{status}.title") ? status : status >= 500 ? 500 : 400;

    internal static string Reason(int status) => ReasonPhrases.GetReasonPhrase(status);
}
