using Sen.Flows;

namespace Sen.Procedures;

/// <summary>The forms of settlement, each with the page of a task.</summary>
internal static class SettlePages
{
    public static IEnumerable<TaskPage> All { get; } =
    [
        Of("draft-result", "du-thao"), Of("sign-result", "ky"), Of("seal-result", "dong-dau"), Of("hand-over", "tra-ket-qua"),
    ];

    private static TaskPage Of(string form, string page) => new("dossier", form, task => $"/xu-ly/{task.Id}/{page}");
}
