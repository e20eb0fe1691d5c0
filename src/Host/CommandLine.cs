namespace Sen.Host;

/// <summary>The commands of <c>sen</c>.</summary>
internal static class CommandLine
{
    public static Task<int> Run(string[] args) => throw new NotImplementedException(string.Join(' ', args));
}
