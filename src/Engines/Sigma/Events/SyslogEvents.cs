using System.Globalization;
using System.Text;

namespace Sen.Sigma.Events;

/// <summary>Gives a syslog line's parts their ECS names, and reads JSON, key-value pairs and known sentences inside the message.</summary>
internal sealed class SyslogEvents(FieldNames names, Templates templates)
{
    /// <summary>Returns the program's name in lower case, from which the log source follows, or null.</summary>
    public string? Read(ReadOnlySpan<byte> line, LogEvent target)
    {
        var header = SyslogHeader.Read(line);
        if (header.Priority >= 0)
        {
            Number(target, "log.syslog.priority"u8, header.Priority);
            Number(target, "log.syslog.facility.code"u8, header.Priority >> 3);
            Number(target, "log.syslog.severity.code"u8, header.Priority & 7);
        }
        Put(target, "@timestamp"u8, header.Time);
        Put(target, "host.hostname"u8, header.Host);
        Put(target, "process.name"u8, header.Program);
        Put(target, "process.pid"u8, header.Process);
        Put(target, "log.syslog.msgid"u8, header.MessageId);
        Structured(header.Structured, target);
        Message(header.Message, header.Program, target);
        return header.Program.IsEmpty ? null : Encoding.UTF8.GetString(header.Program).ToLowerInvariant();
    }

    /// <summary>A line without a syslog header, of a program that the source names.</summary>
    public void Message(ReadOnlySpan<byte> message, ReadOnlySpan<byte> program, LogEvent target)
    {
        if (message.StartsWith("@cee:"u8))
            message = message[5..].TrimStart((byte)' ');
        var slots = names.Slots(names.Child(0, "message"u8));
        target.Add(slots.Length > 0 ? slots[0] : -1, ValueKind.Text, message);
        for (var i = 1; i < slots.Length; i++)
            target.AddAgain(slots[i]);
        if (message is [(byte)'{', ..] && JsonEvents.Read(message, target, names))
            return;
        if (KeyValueEvents.Looks(message))
            KeyValueEvents.Read(message, target, names);
        else
            templates.Read(program, message, target);
    }

    /// <summary>[id name="value" ...] becomes the field id.name (RFC 5424, section 6.3).</summary>
    private void Structured(ReadOnlySpan<byte> elements, LogEvent target)
    {
        while (elements.IndexOf((byte)'[') is var open and >= 0)
        {
            elements = elements[(open + 1)..];
            var end = elements.IndexOfAny(" ]"u8);
            if (end < 0)
                return;
            var node = names.Inside(names.Child(0, elements[..end]));
            elements = elements[end..];
            while (elements is [(byte)' ', ..] && elements.IndexOf("=\""u8) is var equals and > 0)
            {
                var name = elements[1..equals];
                var value = elements[(equals + 2)..];
                var length = 0;
                while (length < value.Length && value[length] != '"')
                    length += value[length] == '\\' ? 2 : 1;
                length = Math.Min(length, value.Length);
                foreach (var slot in names.Slots(names.Child(node, name)))
                    target.Commit(slot, ValueKind.Text, JsonEvents.Unescape(value[..length], target.Room(length)));
                elements = value[Math.Min(length + 1, value.Length)..];
            }
        }
    }

    private void Number(LogEvent target, ReadOnlySpan<byte> field, int number)
    {
        Span<byte> text = stackalloc byte[4];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        Put(target, field, text[..length], ValueKind.Number);
    }

    public void Put(LogEvent target, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value, ValueKind kind = ValueKind.Text)
    {
        if (value.IsEmpty)
            return;
        foreach (var slot in names.Slots(names.Child(0, field)))
            target.Add(slot, kind, value);
    }
}
