using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>A reminder has come due.</summary>
[Job("identity.remind")]
internal sealed record Remind(Guid Reminder);

/// <summary>Sends a reminder that still waits, as a message of its own with the arguments of the first.</summary>
internal sealed class RemindHandler(Database db)
{
    public async Task Handle(Remind input, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor.Part("identity.reminder"), ct);
        var first = await work.OneOrNone<Message>("""
            select m.id, coalesce(r.person_id, m.person_id) as person_id, r.template, m.args::text as args, m.about_kind, m.about_id, m.link, m.urgent, m.created_at
            from identity.reminder r
            join identity.message m on m.id = r.message_id
            where r.id = @Reminder and r.state = 'waiting'
            for update of r
            """, input, ct);
        if (first is null)
            return;
        work.AddOne("update identity.reminder set state = 'sent' where id = @Reminder", input);
        Messages.Add(work, first.PersonId, first.Template, first.Args, first.About, first.Link, first.Urgent);
        await work.Commit(ct);
    }
}
