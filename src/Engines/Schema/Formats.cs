using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sen.Schema;

/// <summary>The formats of JSON Schema validation §7.3. An unknown format allows everything, as the standard says.</summary>
internal static partial class Formats
{
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(?:[zZ]|([+-])([0-9]{2}):([0-9]{2}))\z")]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"^P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)\z")]
    private static partial Regex DurationForm();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z")]
    private static partial Regex UuidForm();

    [GeneratedRegex(@"^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\z")]
    private static partial Regex HostForm();

    [GeneratedRegex(@"^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|""(?:[\x20\x21\x23-\x5B\x5D-\x7E]|\\[\x20-\x7E])*"")\z")]
    private static partial Regex LocalPartForm();

    [GeneratedRegex(@"^(?:/(?:[^~/]|~0|~1)*)*\z")]
    private static partial Regex PointerForm();

    [GeneratedRegex(@"^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)\z")]
    private static partial Regex RelativePointerForm();

    [GeneratedRegex(@"^(?:[^\x00-\x20""<>%\\^`{|}\x7F]|%[0-9A-Fa-f]{2}|\{[+#./;?&=,!@|]?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\*)?(?:,(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\*)?)*\})*\z")]
    private static partial Regex TemplateForm();

    /// <summary>Whether the format refuses anything.</summary>
    public static bool IsKnown(string format) => format is "date" or "time" or "date-time" or "duration" or "email" or "idn-email" or "hostname" or "idn-hostname" or "ipv4" or "ipv6"
        or "uuid" or "json-pointer" or "relative-json-pointer" or "uri" or "uri-reference" or "iri" or "iri-reference" or "uri-template" or "regex";

    public static bool Holds(string format, string text) => format switch
    {
        "date" => IsDate(text),
        "time" => IsTime(text),
        "date-time" => text.Length > 10 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]),
        "duration" => DurationForm().IsMatch(text),
        "email" => IsEmail(text, LocalPartForm().IsMatch, IsHost),
        "idn-email" => IsEmail(text, local => local.Length > 0 && !local.Any(c => c <= ' ' || c == '\x7F' || c == '@'), IsInternationalHost),
        "hostname" => IsHost(text),
        "idn-hostname" => IsInternationalHost(text),
        "ipv4" => IsIpv4(text),
        "ipv6" => IsIpv6(text),
        "uuid" => UuidForm().IsMatch(text),
        "json-pointer" => PointerForm().IsMatch(text),
        "relative-json-pointer" => RelativePointerForm().IsMatch(text),
        "uri" => UriText.IsUri(text, international: false),
        "uri-reference" => UriText.IsReference(text, international: false),
        "iri" => UriText.IsUri(text, international: true),
        "iri-reference" => UriText.IsReference(text, international: true),
        "uri-template" => TemplateForm().IsMatch(text),
        "regex" => IsRegex(text),
        _ => true,
    };

    private static bool IsDate(string text) => DateForm().IsMatch(text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>RFC 3339; second 60 only where a leap second falls, at 23:59 UTC.</summary>
    private static bool IsTime(string text)
    {
        if (TimeForm().Match(text) is not { Success: true } m)
            return false;
        var (hour, minute, second) = (Part(m.Groups[1]), Part(m.Groups[2]), Part(m.Groups[3]));
        var (offsetHour, offsetMinute) = m.Groups[5].Success ? (Part(m.Groups[6]), Part(m.Groups[7])) : (0, 0);
        if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59)
            return false;
        var shift = (offsetHour * 60 + offsetMinute) * (m.Groups[5].Value == "-" ? -1 : 1);
        return second < 60 || ((hour * 60 + minute - shift) % 1440 + 1440) % 1440 == 1439;
    }

    private static int Part(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static bool IsEmail(string text, Func<string, bool> isLocalPart, Func<string, bool> isHost)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1 || !isLocalPart(text[..at]))
            return false;
        var host = text[(at + 1)..];
        return host.StartsWith('[') && host.EndsWith(']')
            ? host.StartsWith("[IPv6:", StringComparison.Ordinal) ? IsIpv6(host[6..^1]) : IsIpv4(host[1..^1])
            : isHost(host);
    }

    private static bool IsHost(string text) => text.Length <= 253 && HostForm().IsMatch(text)
        && !text.Split('.').Any(label => label.Length > 3 && label[2] == '-' && label[3] == '-' && !IsPunycode(label));

    private static bool IsPunycode(string label) => label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && IsInternationalHost(label);

    private static bool IsInternationalHost(string text)
    {
        try
        {
            var idn = new IdnMapping { UseStd3AsciiRules = true, AllowUnassigned = false };
            var ascii = text.Length > 0 ? idn.GetAscii(text.Replace('。', '.').Replace('．', '.').Replace('｡', '.')) : "";
            return HostForm().IsMatch(ascii) && IdnLabel.Hold(idn.GetUnicode(ascii).Split('.'));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsIpv4(string text) => text.Split('.') is { Length: 4 } parts
        && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) < 256);

    private static bool IsIpv6(string text) => text.Length > 1 && text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        && !text.Split(':').SkipLast(1).Any(part => part.Contains('.', StringComparison.Ordinal))
        && (!text.Contains('.', StringComparison.Ordinal) || IsIpv4(text[(text.LastIndexOf(':') + 1)..]))
        && text.Split(':').All(part => part.Length <= 4 || part.Contains('.', StringComparison.Ordinal))
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsRegex(string text)
    {
        try
        {
            _ = new Regex(EcmaPattern.Translate(text), RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
