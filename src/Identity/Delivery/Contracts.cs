using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>A message that follows a notice unless the act it waits for comes first. Several make a chain: the person again, then a superior.</summary>
/// <param name="After">How long after the notice.</param>
/// <param name="TemplateKey">Its own texts; it gets the notice's arguments.</param>
/// <param name="PersonId">To whom, where not to the person of the notice.</param>
public sealed record Reminder(TimeSpan After, string TemplateKey, string? PersonId = null);

/// <summary>
/// Something that a person must learn: always a message in the program, and by e-mail and SMS where the person has an
/// address, the channel is configured and the template has a text for it.
/// </summary>
/// <param name="PersonId">Citizen or staff member, as <see cref="Actor.Id"/>.</param>
/// <param name="TemplateKey">Texts <c>notice.KEY.subject</c>, <c>.body</c> and, where an SMS is worth it, <c>.sms</c> of the sending module.</param>
/// <param name="About">The thing it is about.</param>
/// <param name="Args">For the placeholders: text, numbers, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>; written in the reader's language.</param>
/// <param name="Link">Path in the program, with leading slash and without language.</param>
/// <param name="Reminders">What follows, until <see cref="Notices.CancelReminders"/>.</param>
/// <param name="Urgent">An SMS goes out at night too.</param>
public sealed record Notice(
    string PersonId, string TemplateKey, Ref About, IReadOnlyList<object?> Args, string? Link = null,
    IReadOnlyList<Reminder>? Reminders = null, bool Urgent = false);

/// <summary>Notices as part of an act: they go out when it commits, and not otherwise.</summary>
public static class Notices
{
    /// <summary>Writes the message, and enqueues its mail, its SMS and its reminders.</summary>
    public static void Notify(this Work work, Notice notice)
    {
        if (notice.Link is { } link && (!link.StartsWith('/') || link.StartsWith("//", StringComparison.Ordinal)))
            throw new ArgumentException("a link is a path of the program", nameof(notice));
        var message = Messages.Add(work, notice.PersonId, notice.TemplateKey, NoticeArgs.Write(notice.Args), notice.About, notice.Link, notice.Urgent);
        foreach (var reminder in notice.Reminders ?? [])
        {
            var id = Guid.CreateVersion7(work.Now);
            var due = work.Now + reminder.After;
            work.Add("insert into identity.reminder (id, message_id, template, due_at, person_id) values (@Id, @Message, @TemplateKey, @Due, @PersonId)",
                new { Id = id, Message = message, reminder.TemplateKey, Due = due, reminder.PersonId });
            work.Enqueue(new Remind(id), notice.About, due);
        }
    }

    /// <summary>The act came: reminders of earlier notices of this template about this thing stay away.</summary>
    public static void CancelReminders(this Work work, Ref about, string templateKey) => work.Add("""
        update identity.reminder r set state = 'cancelled'
        from identity.message m
        where m.id = r.message_id and r.state = 'waiting'
          and m.about_kind = @Kind and m.about_id = @Id and m.template = @Template
        """, new { about.Kind, about.Id, Template = templateKey });
}
