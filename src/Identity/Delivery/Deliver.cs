using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>Where the pages of the program are reached from outside, for links in letters; null leaves links out.</summary>
internal sealed record PublicUrl(Uri? Value);

/// <summary>
/// Sends one message on one channel. The delivery row is the memory: what is sent is not sent again, and what cannot be
/// sent says why. Logs and rows name no person.
/// </summary>
internal sealed class DeliverHandler(
    Database db, Texts texts, FindAddressee find, IEnumerable<IChannel> channels, PublicUrl home, ILogger<DeliverHandler> log)
{
    private static readonly Actor Actor = Actor.Part("identity.delivery");

    public async Task Handle(Guid messageId, string channel, CancellationToken ct)
    {
        var message = await db.OneOrNone<Message>("""
            select m.id, m.person_id, m.template, m.args::text as args, m.about_kind, m.about_id, m.link, m.urgent, m.created_at
            from identity.message m
            join identity.delivery d on d.message_id = m.id and d.channel = @channel
            where m.id = @messageId and d.state in ('waiting', 'failing')
            """, new { messageId, channel }, ct);
        if (message is null)
            return;
        if (channel == Channel.Sms && !message.Urgent && QuietHours.Until(db.Now) is { } morning)
        {
            await Postpone(message, morning, ct);
            return;
        }
        var person = await find(message.PersonId, ct);
        var address = person?.On(channel);
        var letter = person is null || address is null ? null : Compose(message, person, address, channel);
        var way = channels.FirstOrDefault(c => c.Name == channel);
        var (state, reason) = (address, letter, way) switch
        {
            (null, _, _) => ("no-address", null),
            (_, null, _) => ("no-text", null),
            (_, _, null) => ("not-configured", "channel not configured"),
            _ => await Send(way, letter, ct),
        };
        await Note(messageId, channel, state, reason, address, ct);
        if (state == "failing")
            throw new ChannelException(reason!, permanent: false);
    }

    private async Task<(string State, string? Reason)> Send(IChannel way, Letter letter, CancellationToken ct)
    {
        try
        {
            return (await way.Send(letter, ct), null);
        }
        catch (ChannelException e)
        {
            log.LogWarning("Message {Message} was not sent by {Channel}: {Reason}", letter.Id, way.Name, e.Message);
            return (e.Permanent ? "refused" : "failing", e.Message);
        }
    }

    private Letter? Compose(Message message, Addressee person, string address, string channel)
    {
        var key = "notice." + message.Template;
        var text = key + (channel == Channel.Sms ? ".sms" : ".body");
        if (!texts.Has(text))
            return null;
        var args = NoticeArgs.Read(message.Args, person.Language);
        var path = person.Language == "vi" ? message.Link : $"/{person.Language}{message.Link}";
        return new Letter(message.Id, address, person.Name, person.Language,
            channel == Channel.Sms ? "" : texts.Get(person.Language, key + ".subject", args),
            texts.Get(person.Language, text, args),
            message.Link is null || home.Value is null ? null : new Uri(home.Value.AbsoluteUri.TrimEnd('/') + path));
    }

    private async Task Postpone(Message message, DateTimeOffset morning, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor, ct);
        work.Enqueue(new SendSms(message.Id), message.About, morning, key: message.Id.ToString());
        await work.Commit(ct);
    }

    private async Task Note(Guid messageId, string channel, string state, string? reason, string? address, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor, ct);
        work.AddOne("""
            update identity.delivery
            set state = @State, reason = @Reason, address = @Address, attempts = attempts + 1, tried_at = @At
            where message_id = @MessageId and channel = @Channel
            """,
            new { State = state, Reason = reason, Address = address is null ? null : Addressee.Mask(address), At = work.Now, MessageId = messageId, Channel = channel });
        // What is on its way cannot be taken back: whoever stops the program now must not have it sent twice.
        await work.Commit(CancellationToken.None);
    }
}
