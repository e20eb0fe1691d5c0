using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>
/// Gives events their position. An event's id is drawn before its transaction commits, so a reader by id would skip the
/// one that commits late; positions are given to visible rows only, by one copy at a time, and never below one given before.
/// </summary>
internal sealed class Sequencer(NpgsqlDataSource source)
{
    public const string Channel = "sen_event";
    private const int AtOnce = 5000;

    /// <summary>Numbers what is visible; true when more may wait.</summary>
    public async Task<bool> Pass(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var numbered = await Number(connection, ct);
        if (numbered > 0)
            // After the commit and outside of it: inside, NOTIFY takes a lock that serializes all commits of the cluster.
            await connection.ExecuteAsync(new CommandDefinition("select pg_notify(@Channel, '')", new { Channel }, cancellationToken: ct));
        return numbered == AtOnce;
    }

    private static async Task<int> Number(NpgsqlConnection connection, CancellationToken ct)
    {
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from data.event where position is null)", cancellationToken: ct)))
            return 0;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Released after the commit is visible, hence the next holder's snapshot has every position given here.
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_xact_lock(@Sequencer)", new { Locks.Sequencer }, cancellationToken: ct)))
            return 0;
        var numbered = await connection.ExecuteAsync(new CommandDefinition("""
            with head as (
              -- cursors count too: were old events ever removed, positions must not start over below them
              select greatest((select coalesce(max(position), 0) from data.event),
                              (select coalesce(max(position), 0) from data.subscription)) as position),
            waiting as (
              select id, row_number() over (order by id) as place
              from (select id from data.event where position is null order by id limit @AtOnce) visible)
            update data.event e set position = head.position + waiting.place
            from waiting, head where e.id = waiting.id
            """, new { AtOnce }, cancellationToken: ct));
        await transaction.CommitAsync(CancellationToken.None);
        return numbered;
    }
}
