using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>Problems on the wire: status, page, and problem details (RFC 9457).</summary>
public static class ProblemHttp
{
    /// <summary>HTTP status of a kind of refusal.</summary>
    public static int Status(this Problem problem) => problem.Kind switch
    {
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>The answer of an endpoint: a page for browsers, <c>application/problem+json</c> for machines.</summary>
    public static IResult ToHttp(this Problem problem) => new Answered(problem);

    /// <summary>The answer of a page model: <c>return problem.ToPage();</c></summary>
    public static IActionResult ToPage(this Problem problem) => new Answered(problem);

    /// <summary>
    /// The end of a posted form: on to the next page when nothing refuses; who may not, or asks for what is not there, gets that page;
    /// else the form comes back with each problem beside its field, as 409 where the thing has moved on.
    /// </summary>
    /// <param name="path">Where it leads on, without language.</param>
    public static IActionResult Answer(this PageModel page, Words words, IReadOnlyList<Problem> problems, string path)
    {
        if (problems is [])
            return page.LocalRedirect(page.Request.PathBase + path);
        if (problems.FirstOrDefault(p => p.Kind is ProblemKind.Forbidden or ProblemKind.NotFound) is { } refused)
            return refused.ToPage();
        if (problems.Any(p => p.Kind == ProblemKind.Conflict))
            page.Response.StatusCode = StatusCodes.Status409Conflict;
        words.Show(page.ModelState, problems);
        return page.Page();
    }

    internal static async Task Json(HttpContext http, int status, Problem? problem)
    {
        var words = http.RequestServices.GetRequiredService<Words>();
        var details = new ProblemDetails
        {
            Status = status,
            Title = problem is null ? ErrorPages.Reason(status) : words[problem],
            Type = problem is null ? "about:blank" : "urn:sen:problem:" + problem.Code,
            Instance = "urn:sen:request:" + http.TraceIdentifier,
        };
        if (problem?.Field is { } field) details.Extensions["field"] = field;
        if (problem?.Rule is { } rule) details.Extensions["rule"] = rule;
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(details, options: null, contentType: "application/problem+json", http.RequestAborted);
    }

    private sealed class Answered(Problem problem) : IResult, IActionResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            httpContext.RequestServices.GetRequiredService<ErrorPages>().Write(httpContext, problem.Status(), problem);

        public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);
    }
}
