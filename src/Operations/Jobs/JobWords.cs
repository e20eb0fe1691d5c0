using Sen.Data;

namespace Sen.Operations.Jobs;

/// <summary>States of jobs in addresses and words.</summary>
internal static class JobWords
{
    private static readonly (JobState State, string Query, string Kind, string Icon)[] States =
    [
        (JobState.Waiting, "cho", "wait", "clock"),
        (JobState.Running, "dang-chay", "info", "arrow"),
        (JobState.Dead, "ket", "bad", "alert"),
        (JobState.Done, "xong", "ok", "check-circle"),
        (JobState.Cancelled, "huy", "none", "cross-circle"),
    ];

    public static IEnumerable<JobState> All => States.Select(s => s.State);

    /// <summary>As in the query <c>trang-thai</c>.</summary>
    public static string Query(JobState state) => Of(state).Query;

    /// <summary>The state of a query; stuck ones are what operators come for.</summary>
    public static JobState Read(string? query) => Array.Find(States, s => s.Query == query) is { Query: not null } found ? found.State : JobState.Dead;

    public static string Key(JobState state) => "operations.job." + state.ToString().ToLowerInvariant();

    /// <summary>Kind of the status mark.</summary>
    public static string Kind(JobState state) => Of(state).Kind;

    public static string Icon(JobState state) => Of(state).Icon;

    private static (JobState State, string Query, string Kind, string Icon) Of(JobState state) => Array.Find(States, s => s.State == state);
}
