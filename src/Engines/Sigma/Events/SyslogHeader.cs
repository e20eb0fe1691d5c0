using System.Buffers.Text;

namespace Sen.Sigma.Events;

/// <summary>The parts of one syslog line, as slices of it. Reads RFC 5424 (version 1) and, as it is found in the wild, RFC 3164.</summary>
internal ref struct SyslogHeader
{
    /// <summary>Facility times eight plus severity; -1 if the line does not say.</summary>
    public int Priority;

    public ReadOnlySpan<byte> Time, Host, Program, Process, MessageId, Structured, Message;

    /// <summary>Never fails: what has no header is all message (RFC 3164, section 4.3.3).</summary>
    public static SyslogHeader Read(ReadOnlySpan<byte> line)
    {
        var header = new SyslogHeader { Priority = -1, Message = line.TrimEnd("\r\n\0"u8) };
        var rest = header.Message;
        if (rest is [(byte)'<', ..] && rest.IndexOf((byte)'>') is > 1 and <= 4 and var close
            && Utf8Parser.TryParse(rest[1..close], out byte priority, out var used) && used == close - 1 && priority < 192)
        {
            header.Priority = priority;
            rest = rest[(close + 1)..];
        }
        if (header.Priority >= 0 && rest.StartsWith("1 "u8) && header.Rfc5424(rest[2..]))
            return header;
        header.Rfc3164(rest);
        return header;
    }

    private bool Rfc5424(ReadOnlySpan<byte> rest)
    {
        var time = Word(ref rest);
        var host = Word(ref rest);
        var program = Word(ref rest);
        var process = Word(ref rest);
        var id = Word(ref rest);
        if (time.IsEmpty || id.IsEmpty || !(time.SequenceEqual("-"u8) || (time.Length >= 20 && time[4] == '-')))
            return false;
        var structured = Elements(rest);
        if (structured < 0)
            return false;
        Time = Said(time);
        Host = Said(host);
        Program = Said(program);
        Process = Said(process);
        MessageId = Said(id);
        Structured = rest[0] == '-' ? default : rest[..structured];
        rest = rest[structured..];
        Message = rest is [(byte)' ', ..] ? rest[1..] : rest;
        if (Message.StartsWith("\uFEFF"u8))
            Message = Message[3..];
        return true;
    }

    /// <summary>Length of STRUCTURED-DATA, or -1 if it is malformed.</summary>
    private static int Elements(ReadOnlySpan<byte> rest)
    {
        if (rest is [(byte)'-', ..])
            return 1;
        var at = 0;
        while (at < rest.Length && rest[at] == '[')
        {
            var quoted = false;
            for (at++; at < rest.Length && (quoted || rest[at] != ']'); at++)
            {
                if (rest[at] == '\\' && quoted)
                    at++;
                else if (rest[at] == '"')
                    quoted = !quoted;
            }
            at++;
        }
        return at > 0 && at <= rest.Length ? at : -1;
    }

    private void Rfc3164(ReadOnlySpan<byte> rest)
    {
        Message = rest;
        var time = TimeLength(rest);
        if (time == 0)
        {
            Tag(rest);
            return;
        }
        Time = rest[..time];
        rest = rest[time..].TrimStart((byte)' ');
        // A host is a word that is no tag: "sshd[12]:" straight after the time means that the host was left out.
        var afterHost = rest;
        var host = Word(ref afterHost);
        if (!host.IsEmpty && host[^1] != ':')
        {
            Host = host;
            rest = afterHost;
        }
        Message = rest;
        Tag(rest);
    }

    private void Tag(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny(" :["u8);
        if (end is <= 0 or > 64 || rest[end] == ' ')
            return;
        var after = rest[end..];
        if (after[0] == '[')
        {
            var close = after.IndexOf((byte)']');
            if (close < 2)
                return;
            Process = after[1..close];
            after = after[(close + 1)..];
        }
        if (after is not [(byte)':', ..])
        {
            Process = default;
            return;
        }
        Program = rest[..end];
        Message = after[1..].TrimStart((byte)' ');
    }

    /// <summary>"Nov 28 02:36:52" or an ISO date; 0 if the line begins otherwise.</summary>
    private static int TimeLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 16 && rest[3] == ' ' && rest[6] == ' ' && rest[9] == ':' && rest[12] == ':' && rest[15] == ' ' && rest[0] is >= (byte)'A' and <= (byte)'S')
            return 15;
        if (rest.Length >= 20 && rest[4] == '-' && rest[7] == '-' && rest[10] is (byte)'T' && rest[13] == ':')
            return rest.IndexOf((byte)' ') is > 0 and <= 40 and var end ? end : 0;
        return 0;
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)' ');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return word;
    }

    private static ReadOnlySpan<byte> Said(ReadOnlySpan<byte> word) => word.SequenceEqual("-"u8) ? default : word;
}
