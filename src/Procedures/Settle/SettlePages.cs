using Sen.Flows;

namespace Sen.Procedures;

/// <summary>Which page does which form of a step.</summary>
internal static class SettlePages
{
    public static string Path(FlowTask task) => task.Form switch
    {
        "draft-result" => $"/xu-ly/{task.Id}/du-thao",
        "sign-result" => $"/xu-ly/{task.Id}/ky",
        "seal-result" => $"/xu-ly/{task.Id}/dong-dau",
        "hand-over" => $"/xu-ly/{task.Id}/tra-ket-qua",
        _ => "/viec",
    };
}
