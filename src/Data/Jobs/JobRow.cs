namespace Sen.Data;

/// <summary>State of a job.</summary>
public enum JobState
{
    /// <summary>Due now or later; after a failure with the reason of the last one.</summary>
    Waiting,
    /// <summary>Held by a copy of the program, or by none any more when its lease has ended.</summary>
    Running,
    /// <summary>Stuck: out of attempts, or cannot run at all. Waits for an operator.</summary>
    Dead,
    /// <summary>Done.</summary>
    Done,
    /// <summary>Taken out by an operator.</summary>
    Cancelled,
}

/// <summary>A job as operators see it. The payload is not shown: it may hold personal data.</summary>
public sealed record JobRow
{
    /// <summary>Identifier, growing with time.</summary>
    public long Id { get; init; }
    /// <summary>Kind, <c>module.what-to-do</c>.</summary>
    public required string Kind { get; init; }
    /// <summary>Key under which it waits once, or null.</summary>
    public string? Key { get; init; }
    /// <summary>Kind of the thing it is about, or null.</summary>
    public string? SubjectKind { get; init; }
    /// <summary>The thing it is about, or null.</summary>
    public string? SubjectId { get; init; }
    /// <summary>State.</summary>
    public JobState State { get; init; }
    /// <summary>Not before.</summary>
    public DateTimeOffset RunAt { get; init; }
    /// <summary>End of the lease while it runs.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }
    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }
    /// <summary>Why it failed last, or why it is stuck or cancelled.</summary>
    public string? Reason { get; init; }
    /// <summary>When it was enqueued.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Number of jobs in each state, at most <see cref="Cap"/> each.</summary>
public sealed record JobCounts(IReadOnlyDictionary<JobState, int> Of)
{
    /// <summary>A count that has this value means "this many or more".</summary>
    public const int Cap = 10_000;
}
