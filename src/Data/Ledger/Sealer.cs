using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>
/// Seals entries into blocks: numbers the visible ones that no block holds, in the order of their ids, and writes the block.
/// An entry whose act commits late comes into a later block; acts never wait for the sealer.
/// </summary>
internal sealed class Sealer(NpgsqlDataSource source, TimeProvider clock)
{
    private const int AtOnce = 10_000;

    /// <summary>Writes one block, when there is something to seal and no other copy is at it; true when more may wait.</summary>
    public async Task<bool> Pass(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_xact_lock(@Sealer)", new { Locks.Sealer }, cancellationToken: ct)))
            return false;
        var entries = (await connection.QueryAsync<SealedEntry>(new CommandDefinition("""
            select l.id, l.at, l.actor_kind, l.actor_id, l.act, l.subject_kind, l.subject_id, l.hash
            from data.ledger_unsealed u join data.ledger l on l.id = u.ledger_id
            order by l.id limit @AtOnce
            """, new { AtOnce }, cancellationToken: ct))).AsList();
        Volatile.Write(ref Telemetry.LedgerTail, entries.Count);
        if (entries.Count == 0)
            return false;
        var head = await connection.QuerySingleAsync<Head>(new CommandDefinition("""
            select coalesce(max(b.number), 0) as number, coalesce((select max(seq) from data.ledger_seal), 0) as seq,
              (select root from data.ledger_block order by number desc limit 1) as root
            from data.ledger_block b
            """, cancellationToken: ct));
        await Write(connection, head, entries, ct);
        await transaction.CommitAsync(CancellationToken.None);
        return entries.Count == AtOnce;
    }

    private async Task Write(NpgsqlConnection connection, Head head, List<SealedEntry> entries, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var sealedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var previousRoot = head.Root ?? LedgerBlock.Genesis;
        var number = head.Number + 1;
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into data.ledger_block (number, previous_root, root, entries, sealed_at)
            values (@number, @previousRoot, @root, @Count, @sealedAt);
            insert into data.ledger_seal (seq, ledger_id, block)
            select @Seq + place, id, @number from unnest(@ids) with ordinality as e (id, place);
            delete from data.ledger_unsealed where ledger_id = any(@ids)
            """,
            new
            {
                number,
                previousRoot,
                root = LedgerBlock.Root(number, previousRoot, sealedAt, entries),
                entries.Count,
                sealedAt,
                head.Seq,
                ids = entries.Select(e => e.Id).ToArray(),
            }, cancellationToken: ct));
    }

    private sealed record Head(long Number, long Seq, byte[]? Root);
}
