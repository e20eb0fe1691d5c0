using System.Globalization;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Sen.Sigma.Events;

/// <summary>Reads one JSON object into a <see cref="LogEvent"/> in one pass, without a document in between.</summary>
internal static class JsonEvents
{
    private const int MostDepth = 64;

    /// <summary>False if the text is no JSON object; values read until then stay.</summary>
    public static bool Read(ReadOnlySpan<byte> json, LogEvent target, FieldNames names)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth, CommentHandling = JsonCommentHandling.Disallow });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            Walk(ref reader, target, names);
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Walk(ref Utf8JsonReader reader, LogEvent target, FieldNames names)
    {
        // Where members of each open object are looked up; an array has the place of its own field.
        Span<int> inside = stackalloc int[MostDepth + 1];
        Span<int> field = stackalloc int[MostDepth + 1];
        var (depth, node) = (0, 0);
        inside[0] = field[0] = 0;
        while (depth >= 0 && reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    node = reader.ValueIsEscaped ? Escaped(reader.ValueSpan, names, inside[depth]) : names.Child(inside[depth], reader.ValueSpan);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var array = reader.TokenType == JsonTokenType.StartArray;
                    Mark(target, names.Slots(node), array);
                    depth++;
                    (inside[depth], field[depth]) = (names.Inside(node), array ? node : -1);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    node = depth >= 0 ? field[depth] : -1;
                    break;
                default:
                    Value(ref reader, target, names.Slots(node));
                    break;
            }
        }
    }

    private static int Escaped(ReadOnlySpan<byte> name, FieldNames names, int parent)
    {
        Span<byte> plain = name.Length <= 512 ? stackalloc byte[name.Length] : new byte[name.Length];
        return names.Child(parent, plain[..Unescape(name, plain)]);
    }

    /// <summary>An object is there, though it has no text. An array is there by its elements.</summary>
    private static void Mark(LogEvent target, ReadOnlySpan<int> slots, bool array)
    {
        if (!array)
            foreach (var slot in slots)
                target.Add(slot, ValueKind.Composite, default);
    }

    private static void Value(ref Utf8JsonReader reader, LogEvent target, ReadOnlySpan<int> slots)
    {
        var first = slots.Length > 0 ? slots[0] : -1;
        var text = reader.ValueSpan;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                target.Add(first, ValueKind.Null, default);
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                target.Commit(first, ValueKind.Text, Unescape(text, target.Room(text.Length)));
                break;
            case JsonTokenType.Number:
                Number(target, first, text);
                break;
            default:
                target.Add(first, ValueKind.Text, text);
                break;
        }
        for (var i = 1; i < slots.Length; i++)
            target.AddAgain(slots[i]);
    }

    /// <summary>Whole numbers stay as written; others lose needless digits, so that 1.50 is 1.5.</summary>
    private static void Number(LogEvent target, int slot, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny("."u8[0], (byte)'e', (byte)'E') >= 0 && Utf8Parser.TryParse(text, out double number, out _))
            target.Add(slot, ValueKind.Number, Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));
        else
            target.Add(slot, ValueKind.Number, text);
    }

    /// <summary>Never fails: half a surrogate pair becomes U+FFFD, so that it cannot hide an event.</summary>
    internal static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (text.IndexOf((byte)'\\') is var at and >= 0 && at + 1 < text.Length)
        {
            text[..at].CopyTo(target[written..]);
            written += at;
            var code = text[at + 1];
            text = text[(at + 2)..];
            if (code != 'u')
            {
                target[written++] = code switch { (byte)'b' => 8, (byte)'f' => 12, (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, _ => code };
                continue;
            }
            var unit = Unit(text);
            text = text[Math.Min(4, text.Length)..];
            var rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(unit) && text.StartsWith("\\u"u8) && char.IsLowSurrogate(Unit(text[2..])))
            {
                rune = new Rune(unit, Unit(text[2..]));
                text = text[6..];
            }
            else if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }
            written += rune.EncodeToUtf8(target[written..]);
        }
        text.CopyTo(target[written..]);
        return written + text.Length;
    }

    private static char Unit(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && Utf8Parser.TryParse(text[..4], out ushort unit, out var used, 'x') && used == 4 ? (char)unit : '\uD800';
}
