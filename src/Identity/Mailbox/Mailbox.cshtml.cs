using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Mailbox;

/// <summary>The messages to the person signed in, newest first.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class MailboxModel(Inbox inbox, Words words) : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public Guid? After { get; set; }

    public IReadOnlyList<InboxMessage> Messages { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var found = await inbox.List(HttpContext.Actor().Id, words.Language, After, PageSize + 1, ct);
        Messages = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Messages[^1].Id.ToString() : null;
    }

    /// <summary>Marks a message read or unread, or puts it away.</summary>
    public async Task<IActionResult> OnPost(Guid message, string state, CancellationToken ct)
    {
        if (state is "read" or "unread" or "archived")
            await inbox.Mark(HttpContext.Actor(), message, state, ct);
        return LocalRedirect("~/hop-thu");
    }
}
