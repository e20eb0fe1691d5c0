using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Mailbox;

/// <summary>One message; opened, it is read.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class MessagePageModel(Inbox inbox, Words words) : PageModel
{
    public InboxMessage Message { get; private set; } = null!;
    public IReadOnlyList<DateTimeOffset> Reminders { get; private set; } = [];

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        var me = HttpContext.Actor();
        if (await inbox.Find(me.Id, id, words.Language, ct) is not { } message)
            return NotFound();
        if (message.State == "unread")
            await inbox.Mark(me, id, "read", ct);
        (Message, Reminders) = (message, await inbox.Reminders(me.Id, id, ct));
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, string state, CancellationToken ct)
    {
        if (state is "read" or "unread" or "archived")
            await inbox.Mark(HttpContext.Actor(), id, state, ct);
        return LocalRedirect("~/hop-thu");
    }
}
