using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>A message in the words of its reader.</summary>
internal sealed record InboxMessage(Guid Id, string Subject, string Text, string? Link, Ref About, string State, DateTimeOffset At);

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

    /// <summary>One message of this person, or null.</summary>
    public async Task<InboxMessage?> Find(string personId, Guid id, string language, CancellationToken ct) =>
        await db.OneOrNone<Row>(Columns + "and id = @id", new { personId, id }, ct) is { } row ? Read(row, language) : null;

    /// <summary>How many are unread, counted to 100.</summary>
    public Task<int> Unread(string personId, CancellationToken ct) => db.One<int>(
        "select count(*)::int from (select from identity.message where person_id = @personId and state = 'unread' limit 100) counted", new { personId }, ct);

    /// <summary>Marks a message of this person <c>read</c>, <c>unread</c> or <c>archived</c>; a stranger's stays as it is. Not an act.</summary>
    public async Task Mark(Actor reader, Guid id, string state, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(reader, ct);
        work.Add("update identity.message set state = @State, state_at = @At where id = @Id and person_id = @Person and state <> @State",
            new { State = state, At = work.Now, Id = id, Person = reader.Id });
        await work.Commit(ct);
    }

    private InboxMessage Read(Row row, string language)
    {
        var args = NoticeArgs.Read(row.Args, language);
        return new InboxMessage(row.Id, texts.Get(language, $"notice.{row.Template}.subject", args),
            texts.Get(language, $"notice.{row.Template}.body", args), row.Link, new Ref(row.AboutKind, row.AboutId), row.State, row.CreatedAt);
    }
}
