using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Dapper;
using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>
/// One act: the new state, the event, the audit entry and the jobs commit together or not at all. Writes are buffered
/// and sent as one batch by <see cref="Commit"/>, the hot row (<see cref="Last{T}(string, object?)"/>) at the end, so that no lock is
/// held across a round trip. Dispose without commit leaves nothing.
/// </summary>
public sealed class Work : IAsyncDisposable
{
    // Vietnamese stays readable in bodies and payloads; every page that shows one encodes it.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly WorkKind _kind;
    private readonly List<(NpgsqlBatchCommand Command, int? Expect)> _statements = [];
    private readonly List<(NpgsqlBatchCommand Command, Action<object?> Set)> _last = [];
    private bool _audited;
    private bool _committed;

    internal Work(NpgsqlConnection connection, NpgsqlTransaction transaction, Actor actor, DateTimeOffset now, WorkKind kind)
    {
        (_connection, _transaction, Actor, Now, _kind) = (connection, transaction, actor, now, kind);
    }

    /// <summary>Who acts.</summary>
    public Actor Actor { get; }

    /// <summary>The moment of the act, one for all its rows, in UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The one row, or null, read inside the transaction (add <c>for update</c> to lock it).</summary>
    public Task<T?> OneOrNone<T>(string sql, object? args = null, CancellationToken ct = default) =>
        _connection.QuerySingleOrDefaultAsync<T>(Read(sql, args, ct));

    /// <summary>The one row; its absence is a defect.</summary>
    public Task<T> One<T>(string sql, object? args = null, CancellationToken ct = default) =>
        _connection.QuerySingleAsync<T>(Read(sql, args, ct));

    /// <summary>All rows, read inside the transaction.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null, CancellationToken ct = default) =>
        (await _connection.QueryAsync<T>(Read(sql, args, ct))).AsList();

    /// <summary>Buffers a write; property names of <paramref name="args"/> and <paramref name="more"/> are the parameters.</summary>
    public void Add(string sql, object? args = null, object? more = null) => _statements.Add((Sql.Command(sql, args, more), null));

    /// <summary>Buffers a write that must touch exactly one row; otherwise the commit ends with <see cref="StaleEditException"/> and nothing is written.</summary>
    public void AddOne(string sql, object? args = null) => _statements.Add((Sql.Command(sql, args), 1));

    /// <summary>Buffers a statement on a hot row, run last; its single value is there after the commit.</summary>
    public Deferred<T> Last<T>(string sql, object? args = null) => Last<T>(sql, args, null);

    internal Deferred<T> Last<T>(string sql, object? args, object? more)
    {
        var deferred = new Deferred<T>();
        _last.Add((Sql.Command(sql, args, more), value => deferred.Set((T)value!)));
        return deferred;
    }

    /// <summary>Publishes an event, a record marked <see cref="EventAttribute"/>; subscribers see it after the commit, at least once.</summary>
    public void Publish(object @event)
    {
        RefuseInDraft("events");
        var name = @event.GetType().GetCustomAttribute<EventAttribute>()
            ?? throw new InvalidOperationException($"{@event.GetType().Name} has no [Event]");
        Add("insert into data.event (name, version, body, actor, at) values (@Name, @Version, @Body::jsonb, @Actor, @At)",
            new { name.Name, name.Version, Body = JsonSerializer.Serialize(@event, @event.GetType(), Json), Actor = Actor.Id, At = Now });
    }

    /// <summary>Enqueues a job, a record marked <see cref="JobAttribute"/>; run after the commit by any copy of the program.</summary>
    /// <param name="payload">What the handler gets.</param>
    /// <param name="about">The thing it is about, shown to operators.</param>
    /// <param name="runAt">Not before; null means at once.</param>
    /// <param name="key">One waiting job a kind and key.</param>
    public void Enqueue(object payload, Ref? about = null, DateTimeOffset? runAt = null, string? key = null)
    {
        RefuseInDraft("jobs");
        var kind = payload.GetType().GetCustomAttribute<JobAttribute>()?.Kind
            ?? throw new InvalidOperationException($"{payload.GetType().Name} has no [Job]");
        Add("""
            insert into data.job (kind, payload, key, subject_kind, subject_id, run_at)
            values (@Kind, @Payload::jsonb, @Key, @SubjectKind, @SubjectId, @RunAt)
            on conflict (kind, key) where key is not null and state = 'waiting' do nothing
            """,
            new
            {
                Kind = kind,
                Payload = JsonSerializer.Serialize(payload, payload.GetType(), Json),
                Key = key,
                SubjectKind = about?.Kind,
                SubjectId = about?.Id,
                RunAt = runAt ?? Now,
            });
    }

    /// <summary>Ties two things of any modules.</summary>
    public void Link(Ref from, Ref to, string kind) => Add(
        "insert into data.link (from_kind, from_id, to_kind, to_id, kind, at) values (@FromKind, @FromId, @ToKind, @ToId, @Kind, @At) on conflict do nothing",
        new { FromKind = from.Kind, FromId = from.Id, ToKind = to.Kind, ToId = to.Id, Kind = kind, At = Now });

    /// <summary>Writes the ledger entry of the act: who, why, when, before and after.</summary>
    /// <param name="act">Verb of the act, <c>dossier.accept</c>.</param>
    /// <param name="subject">What it was done to.</param>
    /// <param name="reason">Why, where the law or the actor gave a reason.</param>
    /// <param name="before">State before, or null.</param>
    /// <param name="after">State after, or null.</param>
    public void Audit(string act, Ref subject, string? reason = null, object? before = null, object? after = null)
    {
        RefuseInDraft("audit entries");
        _audited = true;
        var body = JsonSerializer.Serialize(new
        {
            act,
            subject = subject.ToString(),
            actor = new { kind = Actor.Kind.ToString(), Actor.Id, Actor.Name, Actor.Title, unit = Actor.UnitPath, onBehalfOf = Actor.OnBehalfOf?.ToString() },
            at = Now,
            reason,
            before,
            after,
        }, Json);
        var salt = RandomNumberGenerator.GetBytes(32);
        Add("""
            with entry as (
              insert into data.ledger (at, actor_kind, actor_id, act, subject_kind, subject_id, hash)
              values (@At, @ActorKind, @ActorId, @Act, @SubjectKind, @SubjectId, @Hash) returning id),
            unsealed as (insert into data.ledger_unsealed (ledger_id) select id from entry)
            insert into data.ledger_body (ledger_id, salt, body) select id, @Salt, @Body from entry
            """,
            new
            {
                At = Now,
                ActorKind = Actor.Kind.ToString(),
                ActorId = Actor.Id,
                Act = act,
                SubjectKind = subject.Kind,
                SubjectId = subject.Id,
                Hash = LedgerHash.Of(salt, body),
                Salt = salt,
                Body = body,
            });
    }

    /// <summary>Sends everything in one batch and commits.</summary>
    /// <exception cref="StaleEditException">A row that had to be there in its old version was not; nothing is written.</exception>
    public async Task Commit(CancellationToken ct = default)
    {
        if (_kind == WorkKind.Act && !_audited)
            throw new InvalidOperationException("an act needs an audit entry");
        await using var batch = new NpgsqlBatch(_connection, _transaction);
        foreach (var (command, _) in _statements)
            batch.BatchCommands.Add(command);
        foreach (var (command, _) in _last)
            batch.BatchCommands.Add(command);
        // Where no answer has to be looked at first, the commit travels with the rest: one round trip less, and locks are held the shorter.
        var together = _statements.Count > 0 && _last.Count == 0 && _statements.TrueForAll(statement => statement.Expect is null);
        if (together)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        // Past the commit a cancelled request must not leave the caller in doubt whether the act happened.
        var values = batch.BatchCommands.Count > 0 ? await Send(batch, together ? CancellationToken.None : ct) : [];
        foreach (var (command, expect) in _statements)
            if (expect is not null && command.RecordsAffected != expect)
                throw new StaleEditException();
        if (!together)
            await _transaction.CommitAsync(CancellationToken.None);
        _committed = true;
        foreach (var ((_, set), value) in _last.Zip(values))
            set(value);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_committed)
            await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<List<object>> Send(NpgsqlBatch batch, CancellationToken ct)
    {
        var values = new List<object>(_last.Count);
        // Only the hot statements return rows.
        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var _ in _last)
        {
            if (!await reader.ReadAsync(ct))
                throw new StaleEditException();
            values.Add(reader.GetValue(0));
            await reader.NextResultAsync(ct);
        }
        return values;
    }

    private void RefuseInDraft(string what)
    {
        if (_kind == WorkKind.Draft)
            throw new InvalidOperationException($"a draft has no {what}");
    }

    private CommandDefinition Read(string sql, object? args, CancellationToken ct) =>
        new(sql, args, _transaction, cancellationToken: ct);
}

/// <summary>What a transaction is for; fixes what it may and must contain.</summary>
internal enum WorkKind
{
    /// <summary>Must be audited.</summary>
    Act,
    /// <summary>State only.</summary>
    Draft,
    /// <summary>Carries out what an act recorded; audited where it is an act itself.</summary>
    FollowUp,
}

/// <summary>A value that is known after the commit.</summary>
public sealed class Deferred<T>
{
    private (bool Known, T Value) _state;

    /// <summary>The value; reading it before the commit is a defect.</summary>
    public T Value => _state.Known ? _state.Value : throw new InvalidOperationException("not committed yet");

    internal void Set(T value) => _state = (true, value);
}

/// <summary>Somebody else changed the thing since it was read: the page shows both versions and overwrites nothing.</summary>
public sealed class StaleEditException() : Exception("the row has changed since it was read");

/// <summary>Name and version under which an event travels, <c>module.what-happened</c>; fixed once published.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventAttribute(string name, int version) : Attribute
{
    public string Name => name;
    public int Version => version;
}

/// <summary>Kind under which a job lies in the queue, <c>module.what-to-do</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JobAttribute(string kind) : Attribute
{
    public string Kind => kind;
}
