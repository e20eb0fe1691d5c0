using Dapper;
using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>The one PostgreSQL of an installation. Reads go straight; every write is a <see cref="Work"/>.</summary>
public sealed class Database(NpgsqlDataSource source, TimeProvider clock)
{
    static Database() => Sql.Ready();

    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Opens the one transaction of an act. Its commit demands an audit entry.</summary>
    public Task<Work> Begin(Actor actor, CancellationToken ct) => Open(actor, WorkKind.Act, ct);

    /// <summary>Opens a transaction that saves a draft: not an act, hence no ledger, no events, no jobs.</summary>
    public Task<Work> BeginDraft(Actor actor, CancellationToken ct) => Open(actor, WorkKind.Draft, ct);

    /// <summary>
    /// Opens a transaction of a subscriber or job that carries out what an act already recorded (a read model, a delivery
    /// report): events and jobs as needed, a ledger entry only where it is an act of its own.
    /// </summary>
    public Task<Work> BeginFollowUp(Actor actor, CancellationToken ct) => Open(actor, WorkKind.FollowUp, ct);

    /// <summary>All rows of a query; lists are keyset-paged, so callers always limit.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct))).AsList();
    }

    /// <summary>The one row, or null.</summary>
    public async Task<T?> OneOrNone<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct));
    }

    /// <summary>The one row; its absence is a defect.</summary>
    public async Task<T> One<T>(string sql, object? args = null, CancellationToken ct = default)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct));
    }

    private async Task<Work> Open(Actor actor, WorkKind kind, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            return new Work(connection, await connection.BeginTransactionAsync(ct), actor, clock.GetUtcNow(), kind);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
