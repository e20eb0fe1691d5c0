using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>A message in the words of its reader.</summary>
internal sealed record InboxMessage(Guid Id, string Subject, string Text, string? Link, Ref About, string State, DateTimeOffset At)
{
    /// <summary>The subject with what was inserted marked (<see cref="Mailbox.MarkedText"/>).</summary>
    public required string MarkedSubject { get; init; }

    /// <summary>The text, likewise.</summary>
    public required string MarkedText { get; init; }
}

/// <summary>Which messages are shown.</summary>
/// <param name="State"><c>unread</c>, <c>archived</c>, or null for all that are not archived.</param>
/// <param name="Kind">Kind of the thing they are about, or null.</param>
internal sealed record InboxFilter(string? State, string? Kind);

/// <summary>The messages of one person, newest first, in the language they read now.</summary>
internal sealed class Inbox(Database db, Texts texts)
{
    private const string Columns =
        "select id, template, args::text as args, link, about_kind, about_id, state, created_at from identity.message where person_id = @personId ";

    private sealed record Row(Guid Id, string Template, string Args, string? Link, string AboutKind, string AboutId, string State, DateTimeOffset CreatedAt);

    /// <summary>A page of messages that are not archived.</summary>
    /// <param name="before">The last one of the page before, or null.</param>
    public async Task<IReadOnlyList<InboxMessage>> List(string personId, string language, Guid? before, int limit, CancellationToken ct) =>
        [.. (await db.Query<Row>(Columns + "and state <> 'archived' and (@before::uuid is null or id < @before) order by id desc limit @limit",
            new { personId, before, limit }, ct)).Select(r => Read(r, language))];

    /// <summary>A page of messages by state and kind.</summary>
    public async Task<IReadOnlyList<InboxMessage>> List(string personId, string language, InboxFilter filter, Guid? before, int limit, CancellationToken ct) =>
        [.. (await db.Query<Row>(Columns + """
            and case when @State::text is null then state <> 'archived' else state = @State end
            and (@Kind::text is null or about_kind = @Kind) and (@before::uuid is null or id < @before) order by id desc limit @limit
            """, new { personId, filter.State, filter.Kind, before, limit }, ct)).Select(r => Read(r, language))];

    /// <summary>Kinds of things that the person has messages about.</summary>
    public Task<IReadOnlyList<string>> Kinds(string personId, CancellationToken ct) =>
        db.Query<string>("select distinct about_kind from identity.message where person_id = @personId order by 1 limit 50", new { personId }, ct);

    /// <summary>When a message will be followed by reminders, unless what it waits for is done.</summary>
    public Task<IReadOnlyList<DateTimeOffset>> Reminders(string personId, Guid id, CancellationToken ct) => db.Query<DateTimeOffset>("""
        select r.due_at from identity.reminder r join identity.message m on m.id = r.message_id
        where m.id = @id and m.person_id = @personId and r.state = 'waiting' and r.person_id is null order by r.due_at
        """, new { personId, id }, ct);

    /// <summary>One message of this person, or null.</summary>
    public async Task<InboxMessage?> Find(string personId, Guid id, string language, CancellationToken ct) =>
        await db.OneOrNone<Row>(Columns + "and id = @id", new { personId, id }, ct) is { } row ? Read(row, language) : null;

    /// <summary>How many are unread, counted to 100.</summary>
    public Task<int> Unread(string personId, CancellationToken ct) => db.One<int>(
        "select count(*)::int from (select from identity.message where person_id = @personId and state = 'unread' limit 100) counted", new { personId }, ct);

    /// <summary>Marks a message of this person <c>read</c>, <c>unread</c> or <c>archived</c>; a stranger's stays as it is. Not an act.</summary>
    public Task Mark(Actor reader, Guid id, string state, CancellationToken ct) => Mark(reader, [id], state, ct);

    /// <summary>Marks several at once.</summary>
    public async Task Mark(Actor reader, Guid[] ids, string state, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(reader, ct);
        work.Add("update identity.message set state = @State, state_at = @At where id = any (@Ids) and person_id = @Person and state <> @State",
            new { State = state, At = work.Now, Ids = ids, Person = reader.Id });
        await work.Commit(ct);
    }

    /// <summary>Marks every unread message of this person read.</summary>
    public async Task MarkAllRead(Actor reader, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(reader, ct);
        work.Add("update identity.message set state = 'read', state_at = @At where person_id = @Person and state = 'unread'", new { At = work.Now, Person = reader.Id });
        await work.Commit(ct);
    }

    private InboxMessage Read(Row row, string language)
    {
        var args = NoticeArgs.Read(row.Args, language);
        var marked = args.Select(a => a is string text ? Mailbox.MarkedText.Mark(text) : a).ToArray();
        var (subject, body) = ($"notice.{row.Template}.subject", $"notice.{row.Template}.body");
        return new InboxMessage(row.Id, texts.Get(language, subject, args), texts.Get(language, body, args), row.Link, new Ref(row.AboutKind, row.AboutId), row.State, row.CreatedAt)
        {
            MarkedSubject = texts.Get(language, subject, marked),
            MarkedText = texts.Get(language, body, marked),
        };
    }
}
