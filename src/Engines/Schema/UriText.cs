using System.Text.RegularExpressions;

namespace Sen.Schema;

/// <summary>Grammar of RFC 3986 (and RFC 3987 for international ones); .NET's own parser forgives too much.</summary>
internal static partial class UriText
{
    [GeneratedRegex(@"^(?:(?<scheme>[^:/?#]+):)?(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*\z")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:(?<user>[^@]*)@)?(?<host>\[[^\]]*\]|[^:\[\]@]*)(?::[0-9]*)?\z")]
    private static partial Regex Authority();

    [GeneratedRegex(@"%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();

    public static bool IsUri(string text, bool international) => Parts().Match(text).Groups["scheme"].Success && IsReference(text, international);

    public static bool IsReference(string text, bool international)
    {
        var m = Parts().Match(text);
        if (!m.Success || BadEscape().IsMatch(text) || (m.Groups["scheme"].Success && !Scheme().IsMatch(m.Groups["scheme"].Value)))
            return false;
        if (m.Groups["authority"].Success && !IsAuthority(m.Groups["authority"].Value, international))
            return false;
        return Allowed(m.Groups["path"].Value, "/:@", international) && Allowed(m.Groups["query"].Value, "/:@?", international)
            && Allowed(m.Groups["fragment"].Value, "/:@?", international);
    }

    private static bool IsAuthority(string text, bool international)
    {
        var m = Authority().Match(text);
        if (!m.Success || !Allowed(m.Groups["user"].Value, ":", international))
            return false;
        var host = m.Groups["host"].Value;
        return host.StartsWith('[') ? Formats.Holds("ipv6", host[1..^1]) || host.StartsWith("[v", StringComparison.OrdinalIgnoreCase) : Allowed(host, "", international);
    }

    private static bool Allowed(string text, string extra, bool international) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "-._~%!$&'()*+,;=".Contains(c, StringComparison.Ordinal) || extra.Contains(c, StringComparison.Ordinal)
            || (international && c >= '\u00A0' && c is not ('\uFFFE' or '\uFFFF')));
}
