namespace Sen.Data;

/// <summary>How far the ledger is sealed and stamped.</summary>
/// <param name="Block">Number of the newest block, 0 when there is none.</param>
/// <param name="Root">Its root.</param>
/// <param name="SealedAt">When it was written.</param>
/// <param name="Unsealed">Entries that wait for a block, at most 10,000.</param>
/// <param name="StampedBlock">Newest block with a timestamp, or null.</param>
/// <param name="StampedAt">When that was.</param>
public sealed record LedgerState(long Block, byte[]? Root, DateTimeOffset? SealedAt, int Unsealed, long? StampedBlock, DateTimeOffset? StampedAt);

/// <summary>An entry as it is read.</summary>
/// <param name="Body">Its JSON, or null when it was erased.</param>
/// <param name="Seq">Place in the chain, or null while unsealed.</param>
/// <param name="Block">Block that holds it, or null while unsealed.</param>
public sealed record LedgerEntry(
    long Id, DateTimeOffset At, string ActorKind, string ActorId, string Act, string SubjectKind, string SubjectId, byte[] Hash, string? Body, long? Seq, long? Block);

/// <summary>Which entries to read; null leaves a condition out.</summary>
public sealed record LedgerFilter(
    string? SubjectKind = null, string? SubjectId = null, string? ActorId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>Reads the ledger. Entries tell about people: who may read is decided by the caller.</summary>
public sealed class LedgerBook(Database db)
{
    private const string Select = """
        select l.id, l.at, l.actor_kind, l.actor_id, l.act, l.subject_kind, l.subject_id, l.hash, b.body, s.seq, s.block
        from data.ledger l
        left join data.ledger_body b on b.ledger_id = l.id
        left join data.ledger_seal s on s.ledger_id = l.id
        """;

    /// <summary>How far it is sealed and stamped.</summary>
    public Task<LedgerState> State(CancellationToken ct) => db.One<LedgerState>("""
        select coalesce(b.number, 0) as block, b.root, b.sealed_at,
          (select count(*)::int from (select from data.ledger_unsealed limit 10000) waiting) as unsealed,
          s.block as stamped_block, s.stamped_at
        from (select 1) one
        left join lateral (select number, root, sealed_at from data.ledger_block order by number desc limit 1) b on true
        left join lateral (select block, stamped_at from data.ledger_stamp order by block desc limit 1) s on true
        """, ct: ct);

    /// <summary>Entries, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only entries with a smaller id: the last one of the page before; null starts at the newest.</param>
    /// <param name="limit">Most rows.</param>
    public Task<IReadOnlyList<LedgerEntry>> List(LedgerFilter filter, long? before, int limit, CancellationToken ct) =>
        db.Query<LedgerEntry>(Select + """

            where l.id < @before
              and (@SubjectKind::text is null or l.subject_kind = @SubjectKind) and (@SubjectId::text is null or l.subject_id = @SubjectId)
              and (@ActorId::text is null or l.actor_id = @ActorId)
              and (@From::timestamptz is null or l.at >= @From) and (@Until::timestamptz is null or l.at < @Until)
            order by l.id desc limit @limit
            """, new { filter.SubjectKind, filter.SubjectId, filter.ActorId, filter.From, filter.Until, before = before ?? long.MaxValue, limit }, ct);

    /// <summary>One entry, or null.</summary>
    public Task<LedgerEntry?> Find(long id, CancellationToken ct) => db.OneOrNone<LedgerEntry>(Select + " where l.id = @id", new { id }, ct);
}
