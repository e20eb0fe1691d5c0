namespace Sen.Flows;

/// <summary>
/// Where a process says that work is done, from where it runs: nothing (here), <c>..</c> (the unit above: from the commune to
/// the province), <c>/</c> (the root), or a path. A path with a colon names another installation.
/// </summary>
internal static class UnitPaths
{
    public static string Resolve(string here, string? unit) => unit switch
    {
        null or "" or "." => here,
        ".." => here.LastIndexOf('/') is > 0 and var cut ? here[..cut] : here,
        "/" => here.Split('/')[0],
        _ => unit,
    };
}
