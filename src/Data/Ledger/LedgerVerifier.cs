using Dapper;
using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>What a check of the ledger found.</summary>
/// <param name="Entries">Sealed entries checked.</param>
/// <param name="Blocks">Blocks checked.</param>
/// <param name="Unsealed">Entries that no block holds yet: the tail of the last second, which only the database vouches for.</param>
/// <param name="Erased">Checked entries whose body was erased; each erasure is itself an entry.</param>
/// <param name="Stamps">Timestamps checked.</param>
/// <param name="LastStamp">Time that the newest of them proves, or null.</param>
/// <param name="NewestBlock">Number of the last block, 0 when there is none.</param>
/// <param name="NewestRoot">Its root in hex: kept elsewhere, it proves later that no block was cut off the end.</param>
/// <param name="Fault">The first fault with its place, or null when everything holds.</param>
public sealed record LedgerReport(
    long Entries, long Blocks, long Unsealed, long Erased, long Stamps, DateTimeOffset? LastStamp, long NewestBlock, string? NewestRoot, Problem? Fault);

/// <summary>
/// Proves the ledger from its rows alone: each body against its hash, each entry against the root of its block, each block
/// against the one before, each timestamp against its block. Whether a timestamp's certificate is trusted is not asked here.
/// </summary>
public sealed class LedgerVerifier(NpgsqlDataSource source)
{
    private const int BlocksAtOnce = 500;

    /// <summary>Checks the ledger from a block on; the whole of it from block 1.</summary>
    public async Task<LedgerReport> Verify(long fromBlock = 1, CancellationToken ct = default)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // One snapshot for all reads, so that sealing goes on meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var walk = new LedgerWalk();
        if (fromBlock > 1)
            await walk.StartAfter(connection, fromBlock - 1);
        var last = await connection.ExecuteScalarAsync<long>("select coalesce(max(number), 0) from data.ledger_block");
        var fault = walk.Fault;
        for (var from = fromBlock; from <= last && fault is null; from += BlocksAtOnce)
            fault = await Blocks(connection, walk, from, Math.Min(last, from + BlocksAtOnce - 1), ct);
        var unsealed = await connection.ExecuteScalarAsync<long>("select count(*) from data.ledger_unsealed");
        fault ??= await Tail(connection, ct) ?? (fromBlock == 1 ? await Unaccounted(connection, walk.Entries + unsealed, ct) : null);
        return new LedgerReport(walk.Entries, walk.Blocks, unsealed, walk.Erased, walk.Stamps, walk.LastStamp,
            last, walk.Root is null ? null : Convert.ToHexStringLower(walk.Root), fault);
    }

    private static async Task<Problem?> Blocks(NpgsqlConnection connection, LedgerWalk walk, long from, long to, CancellationToken ct)
    {
        var range = new { from, to };
        var blocks = (await connection.QueryAsync<LedgerWalk.Block>(new CommandDefinition("""
            select b.number, b.previous_root, b.root, b.entries, b.sealed_at, s.token
            from data.ledger_block b left join data.ledger_stamp s on s.block = b.number
            where b.number between @from and @to order by b.number
            """, range, cancellationToken: ct))).AsList();
        var rows = (await connection.QueryAsync<LedgerWalk.Row>(new CommandDefinition("""
            select s.block, s.seq, s.ledger_id, l.id, l.at, l.actor_kind, l.actor_id, l.act, l.subject_kind, l.subject_id, l.hash, b.salt, b.body
            from data.ledger_seal s
            left join data.ledger l on l.id = s.ledger_id
            left join data.ledger_body b on b.ledger_id = s.ledger_id
            where s.block between @from and @to order by s.seq
            """, range, cancellationToken: ct))).ToLookup(r => r.Block);
        foreach (var block in blocks)
            if (walk.Step(block, [.. rows[block.Number]]) is { } fault)
                return fault;
        // A body may only be missing where an entry says who erased it.
        var unrecorded = await connection.QueryFirstOrDefaultAsync<(long Block, long Id)?>(new CommandDefinition("""
            select s.block, s.ledger_id from data.ledger_seal s
            where s.block between @from and @to
              and not exists (select from data.ledger_body b where b.ledger_id = s.ledger_id)
              and not exists (select from data.ledger e where e.subject_kind = 'ledger' and e.subject_id = s.ledger_id::text and e.act = @Act)
            order by s.seq limit 1
            """, new { from, to, LedgerErasure.Act }, cancellationToken: ct));
        return unrecorded is { } gone ? Problem.Conflict("data.ledger-body-gone", gone.Block, gone.Id) : null;
    }

    private static async Task<Problem?> Tail(NpgsqlConnection connection, CancellationToken ct)
    {
        var tail = await connection.QueryAsync<(long Id, byte[] Hash, byte[]? Salt, string? Body)>(new CommandDefinition("""
            select l.id, l.hash, b.salt, b.body from data.ledger_unsealed u
            join data.ledger l on l.id = u.ledger_id left join data.ledger_body b on b.ledger_id = l.id
            order by l.id limit 100000
            """, cancellationToken: ct));
        foreach (var (id, hash, salt, body) in tail)
            if (body is not null && !LedgerHash.Of(salt!, body).AsSpan().SequenceEqual(hash))
                return Problem.Conflict("data.ledger-body-changed", 0L, id);
        return null;
    }

    // Every entry is sealed or waits for it; one that is neither was put past the queue or had its seal removed.
    private static async Task<Problem?> Unaccounted(NpgsqlConnection connection, long accounted, CancellationToken ct)
    {
        if (await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from data.ledger", commandTimeout: 0, cancellationToken: ct)) == accounted)
            return null;
        var id = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("""
            select l.id from data.ledger l
            where not exists (select from data.ledger_seal s where s.ledger_id = l.id)
              and not exists (select from data.ledger_unsealed u where u.ledger_id = l.id)
            order by l.id limit 1
            """, commandTimeout: 0, cancellationToken: ct));
        return Problem.Conflict("data.ledger-entry-unaccounted", id ?? 0);
    }
}
