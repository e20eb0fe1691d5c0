using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>One attempt at a job, as claimed. Its number fences: a copy that lost its lease can no longer write the outcome.</summary>
internal sealed record Attempt(long Id, string Kind, string Payload, int Attempts, string? SubjectKind, string? SubjectId);

/// <summary>The statements of the queue: claim, renew, and the three ends of an attempt.</summary>
internal sealed class JobQueue(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Claims the job that is due longest, or one whose lease has ended; null when there is none.</summary>
    public async Task<Attempt?> Claim(IReadOnlyCollection<JobHandler> handlers, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Attempt>(new CommandDefinition("""
            update data.job set state = 'running', attempts = attempts + 1,
              lease_until = @now + make_interval(secs => @leases[array_position(@kinds, kind)])
            where id = (
              select id from data.job
              where state in ('waiting', 'running') and run_at <= @now and (state = 'waiting' or lease_until < @now) and kind = any(@kinds)
              order by run_at, id limit 1 for update skip locked)
            returning id, kind, payload::text as payload, attempts, subject_kind, subject_id
            """, new
        {
            now = clock.GetUtcNow(),
            kinds = handlers.Select(h => h.Kind).ToArray(),
            leases = handlers.Select(h => h.Options.Lease.TotalSeconds).ToArray(),
        }, cancellationToken: ct));
    }

    /// <summary>Keeps the job; false when somebody else has it by now.</summary>
    public Task<bool> Renew(Attempt attempt, TimeSpan lease, CancellationToken ct) =>
        Write("update data.job set lease_until = @until where " + Mine, attempt, new { until = clock.GetUtcNow() + lease }, ct);

    /// <summary>The work is done.</summary>
    public Task<bool> Done(Attempt attempt) =>
        Write("update data.job set state = 'done', reason = null, lease_until = null, finished_at = @now where " + Mine,
            attempt, new { now = clock.GetUtcNow() }, CancellationToken.None);

    /// <summary>No further attempt; an operator reads the reason.</summary>
    public Task<bool> Dead(Attempt attempt, string reason) =>
        Write("update data.job set state = 'dead', reason = @reason, lease_until = null, finished_at = @now where " + Mine,
            attempt, new { reason, now = clock.GetUtcNow() }, CancellationToken.None);

    /// <summary>Lies in the queue again. When its key meanwhile waits under another job, that one does the work and this one is done.</summary>
    public async Task<bool> Again(Attempt attempt, DateTimeOffset runAt, string? reason, bool counts)
    {
        const string sql = """
            update data.job set lease_until = null, reason = @reason,
              run_at = @runAt, attempts = attempts - case when @counts then 0 else 1 end,
              state = case when exists (select from data.job other where other.kind = job.kind and other.key = job.key and other.state = 'waiting')
                then 'done' else 'waiting' end
            where 
            """;
        var args = new { runAt, reason, counts };
        try
        {
            return await Write(sql + Mine, attempt, args, CancellationToken.None);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The other was enqueued between the look and the write; now it is seen.
            return await Write(sql + Mine, attempt, args, CancellationToken.None);
        }
    }

    private const string Mine = "id = @Id and state = 'running' and attempts = @Attempts";

    private async Task<bool> Write(string sql, Attempt attempt, object args, CancellationToken ct)
    {
        var parameters = new DynamicParameters(args);
        parameters.AddDynamicParams(new { attempt.Id, attempt.Attempts });
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: ct)) == 1;
    }
}
