using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>What operators do with jobs. Who may is decided by the caller; each act is recorded in the ledger with its reason.</summary>
public sealed class JobDesk(Database db)
{
    /// <summary>Jobs of a state, newest first.</summary>
    /// <param name="state">State.</param>
    /// <param name="kind">Only this kind, or null.</param>
    /// <param name="before">Only jobs with a smaller id: the last one of the page before; null starts at the newest.</param>
    /// <param name="limit">Most rows.</param>
    public Task<IReadOnlyList<JobRow>> List(JobState state, string? kind, long? before, int limit, CancellationToken ct) =>
        db.Query<JobRow>("""
            select id, kind, key, subject_kind, subject_id, state, run_at, lease_until, attempts, reason, created_at, finished_at
            from data.v_job
            where state = @state and id < @before and (@kind::text is null or kind = @kind)
            order by id desc limit @limit
            """, new { state = Name(state), kind, before = before ?? long.MaxValue, limit }, ct);

    /// <summary>One job, or null.</summary>
    public Task<JobRow?> Find(long id, CancellationToken ct) => db.OneOrNone<JobRow>("""
        select id, kind, key, subject_kind, subject_id, state, run_at, lease_until, attempts, reason, created_at, finished_at
        from data.v_job where id = @id
        """, new { id }, ct);

    /// <summary>How many lie in each state, capped.</summary>
    public async Task<JobCounts> Counts(CancellationToken ct)
    {
        var counts = await db.Query<(string State, int Count)>("""
            select s.state, (select count(*)::int from (select from data.job j where j.state = s.state limit @Cap) capped) as count
            from unnest(@states) as s (state)
            """, new { JobCounts.Cap, states = Enum.GetValues<JobState>().Select(Name).ToArray() }, ct);
        return new JobCounts(counts.ToDictionary(c => Enum.Parse<JobState>(c.State, ignoreCase: true), c => c.Count));
    }

    /// <summary>Kinds that lie in the queue, for filters.</summary>
    public Task<IReadOnlyList<string>> Kinds(CancellationToken ct) => db.Query<string>("""
        select distinct kind from (select kind from data.job order by id desc limit 20000) recent order by kind
        """, ct: ct);

    /// <summary>Gives a dead or cancelled job all its attempts anew.</summary>
    public Task<Result<Done>> Retry(long id, Actor actor, string reason, CancellationToken ct) =>
        Act("job.retry", id, actor, reason, [JobState.Dead, JobState.Cancelled], """
            update data.job set state = 'waiting', attempts = 0, run_at = @Now, reason = null, finished_at = null
            where id = @Id and state = any(@From)
            """, ct);

    /// <summary>Lets a job that waits for later run now.</summary>
    public Task<Result<Done>> Nudge(long id, Actor actor, string? reason, CancellationToken ct) =>
        Act("job.nudge", id, actor, reason, [JobState.Waiting], "update data.job set run_at = @Now where id = @Id and state = any(@From)", ct);

    /// <summary>Takes a waiting or dead job out.</summary>
    public Task<Result<Done>> Cancel(long id, Actor actor, string reason, CancellationToken ct) =>
        Act("job.cancel", id, actor, reason, [JobState.Waiting, JobState.Dead], """
            update data.job set state = 'cancelled', reason = @Reason, finished_at = @Now where id = @Id and state = any(@From)
            """, ct);

    private async Task<Result<Done>> Act(string act, long id, Actor actor, string? reason, JobState[] from, string sql, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var before = await work.OneOrNone<Before>(
            "select kind, state, attempts, reason, run_at from data.job where id = @id for update", new { id }, ct);
        if (before is null)
            return Problem.NotFound("data.no-job", id);
        string[] states = [.. from.Select(Name)];
        if (!states.Contains(before.State))
            return Problem.Conflict("data.job-moved-on", id);
        work.AddOne(sql, new { Id = id, work.Now, Reason = reason, From = states });
        work.Audit(act, new Ref("job", $"{id}"), reason, before);
        try
        {
            await work.Commit(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName == "job_key")
        {
            return Problem.Conflict("data.job-waits-already", id);
        }
        return Done.It;
    }

    private static string Name(JobState state) => state.ToString().ToLowerInvariant();

    private sealed record Before(string Kind, string State, int Attempts, string? Reason, DateTimeOffset RunAt);
}
