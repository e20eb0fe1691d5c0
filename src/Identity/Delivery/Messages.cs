using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>Sends a message by e-mail.</summary>
[Job("identity.send-mail")]
internal sealed record SendMail(Guid Message);

/// <summary>Sends a message by SMS.</summary>
[Job("identity.send-sms")]
internal sealed record SendSms(Guid Message);

/// <summary>A message as it lies in the database.</summary>
internal sealed record Message(
    Guid Id, string PersonId, string Template, string Args, string AboutKind, string AboutId, string? Link, bool Urgent, DateTimeOffset CreatedAt)
{
    public Ref About => new(AboutKind, AboutId);
}

/// <summary>Puts a message and its deliveries into an act.</summary>
internal static class Messages
{
    public static Guid Add(Work work, string personId, string template, string args, Ref about, string? link, bool urgent)
    {
        var id = Guid.CreateVersion7(work.Now);
        work.Add("""
            insert into identity.message (id, person_id, template, args, about_kind, about_id, link, urgent, created_at)
            values (@Id, @PersonId, @Template, @Args::jsonb, @AboutKind, @AboutId, @Link, @Urgent, @At)
            """,
            new { Id = id, PersonId = personId, Template = template, Args = args, AboutKind = about.Kind, AboutId = about.Id, Link = link, Urgent = urgent, At = work.Now });
        work.Add("insert into identity.delivery (message_id, channel, created_at) values (@Id, 'mail', @At), (@Id, 'sms', @At)",
            new { Id = id, At = work.Now });
        work.Enqueue(new SendMail(id), about);
        work.Enqueue(new SendSms(id), about, urgent ? null : QuietHours.Until(work.Now));
        return id;
    }
}
