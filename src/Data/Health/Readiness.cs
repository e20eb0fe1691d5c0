using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>Something that operators should know.</summary>
/// <param name="Problem">What it is, in words of the catalogue.</param>
/// <param name="Blocks">True when this copy must not serve; false when it serves, but something is late.</param>
public sealed record Finding(Problem Problem, bool Blocks);

/// <summary>Is this installation well, and if not, why not.</summary>
public sealed class Readiness(Database db, NpgsqlDataSource source, Migrator migrator, DataOptions options)
{
    private static readonly TimeSpan OutboxPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SealPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StampPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan JobPatience = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong, the worst first; empty means all is well.</summary>
    public async Task<IReadOnlyList<Finding>> Look(CancellationToken ct)
    {
        try
        {
            var missing = await migrator.Missing(source, ct);
            if (missing.Count > 0)
                return [new(Problem.Conflict("data.migrations-missing", missing.Count, missing[0]), Blocks: true)];
            return await Late(ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return [new(Problem.Conflict("data.database-unreachable", e.Message), Blocks: true)];
        }
    }

    private async Task<IReadOnlyList<Finding>> Late(CancellationToken ct)
    {
        var now = db.Now;
        var state = await db.One<State>("""
            select
              (select at from data.event where position is null order by id limit 1) as oldest_event,
              (select l.at from data.ledger_unsealed u join data.ledger l on l.id = u.ledger_id order by u.ledger_id limit 1) as oldest_entry,
              (select b.sealed_at from data.ledger_block b
               where b.number > coalesce((select max(block) from data.ledger_stamp), 0) order by b.number limit 1) as oldest_unstamped,
              (select count(*)::int from (select from data.job where state = 'dead' limit @Cap) dead) as dead,
              (select run_at from data.job where state = 'waiting' order by run_at, id limit 1) as oldest_job
            """, new { JobCounts.Cap }, ct);
        var findings = new List<Finding>();
        void Note(bool wrong, string code, params object?[] args)
        {
            if (wrong)
                findings.Add(new(Problem.Conflict(code, args), Blocks: false));
        }

        Note(now - state.OldestEvent > OutboxPatience, "data.outbox-late", Seconds(now - state.OldestEvent));
        foreach (var stuck in await db.Query<SubscriptionRow>(
            "select name, position, behind::int as behind, stuck_reason, attempts, retry_at from data.v_subscription where stuck_reason is not null", ct: ct))
            Note(true, "data.subscription-stuck", stuck.Name, stuck.Position, stuck.StuckReason);
        Note(now - state.OldestEntry > SealPatience, "data.ledger-late", Seconds(now - state.OldestEntry));
        Note(options.Tsa is not null && now - state.OldestUnstamped > StampPatience, "data.stamp-late", Seconds(now - state.OldestUnstamped));
        Note(state.Dead > 0, "data.jobs-dead", state.Dead);
        Note(now - state.OldestJob > JobPatience, "data.jobs-late", Seconds(now - state.OldestJob));
        return findings;
    }

    private static long Seconds(TimeSpan? late) => (long)(late?.TotalSeconds ?? 0);

    private sealed record State(
        DateTimeOffset? OldestEvent, DateTimeOffset? OldestEntry, DateTimeOffset? OldestUnstamped, int Dead, DateTimeOffset? OldestJob);
}
