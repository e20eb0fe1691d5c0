using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>One request on personal data: taken up, then answered.</summary>
[OpenTo(Audience.Staff, Permissions.PersonalDataAnswer)]
internal sealed class AnswerPageModel(DataRequests requests, PersonalDataLooks looks, Words words) : PageModel
{
    [BindProperty]
    public string? Answer { get; set; }

    public RequestRow Asked { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        if (DataRequests.Refuse(HttpContext.Actor()) is { } refused)
            return refused.ToPage();
        if (await requests.Find(id, ct) is not { } asked)
            return NotFound();
        Asked = asked;
        await looks.Note(HttpContext.Actor(), asked.PersonId, "data-request", new Ref("data-request", id.ToString()), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostTake(Guid id, CancellationToken ct) => await After(id, (await requests.Take(id, HttpContext.Actor(), ct)).Problems, ct);

    public async Task<IActionResult> OnPostAnswer(Guid id, bool done, CancellationToken ct) =>
        await After(id, (await requests.Answer(id, done, Answer ?? "", HttpContext.Actor(), ct)).Problems, ct);

    private async Task<IActionResult> After(Guid id, IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        if (problems.Count == 0)
            return LocalRedirect($"{Request.PathBase}/yeu-cau-du-lieu/{id}");
        words.Show(ModelState, problems);
        return await OnGet(id, ct);
    }
}
