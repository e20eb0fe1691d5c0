using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sen.Data;

/// <summary>Delivers events to subscriptions, each from its own cursor.</summary>
internal sealed class Dispatcher(NpgsqlDataSource source, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Dispatcher> log)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Delivers what waits for one subscription; true when more may wait. Does nothing while another copy has it.</summary>
    public async Task<bool> Pass(Subscription subscription, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var key = new { Locks.Subscriptions, subscription.Name };
        // A lock of the session, not a row lock: a transaction open while handlers run would hold back vacuum.
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_lock(@Subscriptions, hashtext(@Name))", key, cancellationToken: ct)))
        {
            Telemetry.Behind.TryRemove(subscription.Name, out _);
            return false;
        }
        try
        {
            return await Deliver(connection, subscription, ct);
        }
        finally
        {
            // On a broken connection the server has released it.
            if (connection.FullState == System.Data.ConnectionState.Open)
                await connection.ExecuteAsync("select pg_advisory_unlock(@Subscriptions, hashtext(@Name))", key);
        }
    }

    private async Task<bool> Deliver(NpgsqlConnection connection, Subscription subscription, CancellationToken ct)
    {
        var cursor = await connection.QuerySingleAsync<Cursor>(new CommandDefinition("""
            with made as (
              insert into data.subscription (name, position)
              values (@Name, case when @FromNow then (select coalesce(max(position), 0) from data.event) else 0 end)
              on conflict (name) do nothing returning position, attempts, retry_at)
            select *, (select coalesce(max(position), 0) from data.event) as head
            from (select * from made union all select position, attempts, retry_at from data.subscription where name = @Name) s
            """, subscription, cancellationToken: ct));
        Telemetry.Behind[subscription.Name] = cursor.Head - cursor.Position;
        if (cursor.Head <= cursor.Position || cursor.RetryAt > clock.GetUtcNow())
            return false;
        var events = (await connection.QueryAsync<Happened>(new CommandDefinition("""
            select position, body::text as body, actor, at from data.event
            where position > @Position and position <= @Head and name = @Event and version = @Version
            order by position limit @AtOnce
            """, new { cursor.Position, cursor.Head, subscription.Event, subscription.Version, AtOnce }, cancellationToken: ct))).AsList();
        var reached = cursor.Position;
        try
        {
            foreach (var happened in events)
            {
                await Handle(subscription, happened, ct);
                reached = happened.Position;
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await Save(connection, subscription.Name, reached, null, 0, null);
            throw;
        }
        catch (Exception e)
        {
            // The count starts anew when a later event is the one that fails.
            var attempts = reached > cursor.Position ? 1 : cursor.Attempts + 1;
            var retryAt = clock.GetUtcNow() + Backoff.After(attempts, TimeSpan.FromSeconds(1), LongestWait);
            log.LogWarning(e, "subscription {Name} stands still after position {Position}, attempt {Attempt}", subscription.Name, reached, attempts);
            await Save(connection, subscription.Name, reached, Backoff.Reason(e), attempts, retryAt);
            return false;
        }
        var more = events.Count == AtOnce;
        await Save(connection, subscription.Name, more ? reached : cursor.Head, null, 0, null);
        return more;
    }

    private async Task Handle(Subscription subscription, Happened happened, CancellationToken ct)
    {
        using var activity = Telemetry.Activities.StartActivity(subscription.Name, ActivityKind.Consumer);
        await using var scope = scopes.CreateAsyncScope();
        await subscription.Handle(happened.Body, new EventContext(happened.Position, happened.At, happened.Actor, scope.ServiceProvider), ct);
        Telemetry.EventsDelivered.Add(1, new KeyValuePair<string, object?>("subscription", subscription.Name));
    }

    // A cursor lost in a crash of the server is repeated delivery, which is allowed: no need to wait for the disk.
    private static Task<int> Save(NpgsqlConnection connection, string name, long position, string? reason, int attempts, DateTimeOffset? retryAt) =>
        connection.ExecuteAsync("""
            begin; set local synchronous_commit = off;
            update data.subscription set position = @position, stuck_reason = @reason, attempts = @attempts, retry_at = @retryAt
            where name = @name;
            commit
            """, new { name, position, reason, attempts, retryAt });

    private sealed record Happened(long Position, string Body, string Actor, DateTimeOffset At);

    private sealed record Cursor(long Position, int Attempts, DateTimeOffset? RetryAt, long Head);
}
