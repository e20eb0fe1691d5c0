using Sen.Kernel;

namespace Sen.Data;

/// <summary>A subscription as operators see it.</summary>
public sealed record SubscriptionRow
{
    /// <summary>Name, <c>module.what-it-does</c>.</summary>
    public required string Name { get; init; }
    /// <summary>Last position handled.</summary>
    public long Position { get; init; }
    /// <summary>Events behind, at most 10,000.</summary>
    public int Behind { get; init; }
    /// <summary>Why it stands still, or null.</summary>
    public string? StuckReason { get; init; }
    /// <summary>Failed attempts at the event it stands at.</summary>
    public int Attempts { get; init; }
    /// <summary>Next attempt, or null.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>What operators see of subscriptions and do with them. Who may is decided by the caller.</summary>
public sealed class SubscriptionDesk(Database db)
{
    /// <summary>All subscriptions, those that stand still first.</summary>
    public Task<IReadOnlyList<SubscriptionRow>> All(CancellationToken ct) => db.Query<SubscriptionRow>("""
        select name, position, behind::int as behind, stuck_reason, attempts, retry_at from data.v_subscription
        order by stuck_reason is null, name
        """, ct: ct);

    /// <summary>Tries a subscription that stands still again now.</summary>
    public async Task<Result<Done>> Nudge(string name, Actor actor, string? reason, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var before = await work.OneOrNone<Standing>(
            "select position, stuck_reason, retry_at from data.subscription where name = @name for update", new { name }, ct);
        if (before is null)
            return Problem.NotFound("data.no-subscription", name);
        if (before.RetryAt is null)
            return Problem.Conflict("data.subscription-runs", name);
        work.AddOne("update data.subscription set retry_at = @Now where name = @Name", new { Name = name, work.Now });
        work.Audit("subscription.nudge", new Ref("subscription", name), reason, before);
        await work.Commit(ct);
        return Done.It;
    }

    private sealed record Standing(long Position, string? StuckReason, DateTimeOffset? RetryAt);
}
