using System.Globalization;

namespace Sen.Signatures.Pdf;

/// <summary>Dates of ISO 32000-2, 7.9.4: <c>D:YYYYMMDDHHmmSSOHH'mm</c>.</summary>
internal static class PdfDate
{
    public static string Write(DateTimeOffset time)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        var zone = time.Offset == TimeSpan.Zero ? "Z" : string.Create(CultureInfo.InvariantCulture, $"{sign}{time.Offset:hh}'{time.Offset:mm}'");
        return time.ToString("'D:'yyyyMMddHHmmss", CultureInfo.InvariantCulture) + zone;
    }

    /// <summary>Null when it is no whole date; without a zone it is taken as UTC.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text is null)
            return null;
        var digits = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        if (digits.Length < 14 || !DateTime.TryParseExact(digits[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var zone = digits[14..].Replace("'", "", StringComparison.Ordinal);
        var offset = zone is ['+' or '-', ..] && zone.Length >= 3 && TimeSpan.TryParseExact(zone[1..].PadRight(4, '0')[..4], "hhmm", CultureInfo.InvariantCulture, out var span) && span <= TimeSpan.FromHours(14)
            ? zone[0] == '-' ? -span : span
            : TimeSpan.Zero;
        return local.Ticks + offset.Ticks >= 0 && local.Year is > 1 and < 9999 ? new DateTimeOffset(local, offset) : null;
    }
}
