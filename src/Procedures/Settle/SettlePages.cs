using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Flows;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Which page does which form of a step.</summary>
internal static class SettlePages
{
    public static string Path(FlowTask task) => task.Form switch
    {
        "draft-result" => $"/xu-ly/{task.Id}/du-thao",
        "sign-result" => $"/xu-ly/{task.Id}/ky",
        "seal-result" => $"/xu-ly/{task.Id}/dong-dau",
        "hand-over" => $"/xu-ly/{task.Id}/tra-ket-qua",
        _ => "/viec",
    };

    /// <summary>The page again with what refuses; as 409 where somebody else has the task.</summary>
    public static PageResult Refused(this PageModel page, Words words, IReadOnlyList<Problem> problems)
    {
        if (problems.Any(p => p.Kind == ProblemKind.Conflict && p.Code.StartsWith("flows.", StringComparison.Ordinal)))
            page.Response.StatusCode = 409;
        words.Show(page.ModelState, problems);
        return page.Page();
    }
}
