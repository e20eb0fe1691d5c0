using System.Buffers;

namespace Sen.Sigma.Events;

/// <summary>
/// Reads <c>key=value key="value with spaces" key='...'</c>, as auditd, logfmt and many devices write it.
/// Words without an equals sign are passed over. Pairs inside single quotes, as in auditd's <c>msg='op=... acct=...'</c>, are read too.
/// </summary>
internal static class KeyValueEvents
{
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-@"u8);
    private static readonly SearchValues<byte> Ends = SearchValues.Create(" \t,;\r\n"u8);

    public static void Read(ReadOnlySpan<byte> line, LogEvent target, FieldNames names) => Read(line, target, names, 0);

    /// <summary>Whether a line begins with a key and a value.</summary>
    public static bool Looks(ReadOnlySpan<byte> line)
    {
        var equals = line.IndexOf((byte)'=');
        return equals > 0 && IsKey(line[..equals]);
    }

    private static void Read(ReadOnlySpan<byte> line, LogEvent target, FieldNames names, int depth)
    {
        while (line.IndexOf((byte)'=') is var equals and >= 0)
        {
            // The key is the last word before the sign.
            var key = line[(line[..equals].LastIndexOfAny(Ends) + 1)..equals];
            line = line[(equals + 1)..];
            if (!IsKey(key))
                continue;
            var slots = names.Slots(names.Child(0, key));
            var quote = line.Length > 0 && (line[0] is (byte)'"' or (byte)'\'') ? line[0] : (byte)0;
            var length = quote == 0 ? End(line) : Close(line[1..], quote);
            var value = quote == 0 ? line[..length] : line.Slice(1, length);
            line = line[Math.Min(line.Length, quote == 0 ? length : length + 2)..];
            foreach (var slot in slots)
                target.Commit(slot, ValueKind.Text, quote == 0 ? Copy(value, target.Room(value.Length)) : Unescape(value, target.Room(value.Length)));
            if (quote == '\'' && depth == 0 && Looks(value))
                Read(value, target, names, 1);
        }
    }

    private static bool IsKey(ReadOnlySpan<byte> key) => key.Length is > 0 and <= 128 && !key.ContainsAnyExcept(KeyBytes);

    private static int End(ReadOnlySpan<byte> line) => line.IndexOfAny(Ends) is var end and >= 0 ? end : line.Length;

    private static int Close(ReadOnlySpan<byte> line, byte quote)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] == quote)
                return i;
        }
        return line.Length;
    }

    private static int Copy(ReadOnlySpan<byte> value, Span<byte> target)
    {
        value.CopyTo(target);
        return value.Length;
    }

    /// <summary>A backslash before a quote or a backslash is an escape; elsewhere (paths) it is itself.</summary>
    private static int Unescape(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length && (value[i + 1] is (byte)'"' or (byte)'\'' or (byte)'\\'))
                i++;
            target[written++] = value[i];
        }
        return written;
    }
}
