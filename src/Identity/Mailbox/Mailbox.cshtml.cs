using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Ui;

namespace Sen.Identity.Mailbox;

/// <summary>The messages to the person signed in, newest first: by state and by what they are about, several at once.</summary>
[OpenTo(Audience.SignedIn)]
internal sealed class MailboxModel(Inbox inbox, Words words) : PageModel
{
    private const int PageSize = 20, MostPicked = 100;

    [BindProperty(SupportsGet = true, Name = XPagesTagHelper.After)]
    public Guid? After { get; set; }

    /// <summary><c>unread</c>, <c>archived</c>, or null for all that are not put away.</summary>
    [BindProperty(SupportsGet = true, Name = "xem")]
    public string? Show { get; set; }

    /// <summary>Kind of thing.</summary>
    [BindProperty(SupportsGet = true, Name = "ve")]
    public string? About { get; set; }

    public IReadOnlyList<InboxMessage> Messages { get; private set; } = [];
    public IReadOnlyList<Option> Kinds { get; private set; } = [];
    public string? UnreadText { get; private set; }
    public string? Next { get; private set; }

    /// <summary>The list in another state, with the same kind.</summary>
    public string With(string? state) => "/hop-thu" + Query(state);

    public async Task OnGet(CancellationToken ct)
    {
        var me = HttpContext.Actor().Id;
        Show = Show is "unread" or "archived" ? Show : null;
        About = string.IsNullOrEmpty(About) ? null : About;
        var found = await inbox.List(me, words.Language, new InboxFilter(Show, About), After, PageSize + 1, ct);
        Messages = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Messages[^1].Id.ToString() : null;
        Kinds = [.. (await inbox.Kinds(me, ct)).Select(k => new Option(k, words.Or("ref." + k, k)))];
        var unread = await inbox.Unread(me, ct);
        UnreadText = unread == 0 ? null : unread >= 100 ? "99+" : unread.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Marks the picked messages read or unread, or puts them away.</summary>
    public async Task<IActionResult> OnPost(Guid[] picked, string state, CancellationToken ct)
    {
        if (state is "read" or "unread" or "archived" && picked.Length is > 0 and <= MostPicked)
            await inbox.Mark(HttpContext.Actor(), picked, state, ct);
        return LocalRedirect("~/hop-thu" + Query(Show));
    }

    public async Task<IActionResult> OnPostAllRead(CancellationToken ct)
    {
        await inbox.MarkAllRead(HttpContext.Actor(), ct);
        return LocalRedirect("~/hop-thu" + Query(Show));
    }

    private string Query(string? state)
    {
        var parts = new[] { ("xem", state), ("ve", About) }.Where(p => !string.IsNullOrEmpty(p.Item2)).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}");
        return string.Join('&', parts) is { Length: > 0 } query ? "?" + query : "";
    }
}
