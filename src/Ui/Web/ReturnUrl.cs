namespace Sen.Ui;

/// <summary>Where a visitor goes after signing in: only ever a page of this program (CWE-601).</summary>
public static class ReturnUrl
{
    /// <summary>Query name: <c>/dang-nhap?tiep=/ho-so</c>.</summary>
    public const string Name = "tiep";

    /// <summary>The address when it is a path of our own, otherwise <c>/</c>.</summary>
    public static string Local(string? address) => IsLocal(address) ? address! : "/";

    private static bool IsLocal(string? address) =>
        address is ['/', ..]
        // Browsers read "//host" and "/\host" as another host, and drop tabs and line ends before they look.
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(c => char.IsControl(c) || c == '\\');
}
