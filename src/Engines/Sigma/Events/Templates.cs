using System.Text;

namespace Sen.Sigma.Events;

/// <summary>
/// Sentences that programs write, with the fields inside them: <c>Failed password for {user.name} from {source.ip} port {source.port}</c>.
/// A field reaches to the next literal; <c>{}</c> is passed over. Linear in the line: there is no going back.
/// </summary>
internal sealed class Templates
{
    /// <summary>A value, then a literal. A template that begins with words has a first part without a value.</summary>
    private readonly record struct Part(byte[] Literal, int[] Slots, bool Opening = false);

    private readonly Dictionary<string, Part[][]> _byProgram = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Part[][]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Templates(IReadOnlyDictionary<string, IReadOnlyList<string>> written, FieldNames names)
    {
        foreach (var (program, sentences) in written)
            _byProgram[program] = [.. sentences.Select(sentence => Compile(sentence, names))];
        _lookup = _byProgram.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Read(ReadOnlySpan<byte> program, ReadOnlySpan<byte> message, LogEvent target)
    {
        Span<char> name = stackalloc char[64];
        if (program.Length is 0 or > 64 || !Encoding.UTF8.TryGetChars(program, name, out var length))
            return;
        name = name[..length];
        Ascii.ToLowerInPlace(name, out _);
        if (!_lookup.TryGetValue(name, out var templates))
            return;
        foreach (var template in templates)
        {
            if (!Match(template, message, target, false))
                continue;
            Match(template, message, target, true);
            return;
        }
    }

    private static bool Match(Part[] template, ReadOnlySpan<byte> message, LogEvent target, bool take)
    {
        foreach (var part in template)
        {
            var at = part.Literal.Length == 0 ? message.Length : message.IndexOf(part.Literal);
            if (at < 0 || (part.Opening && at != 0))
                return false;
            if (take && at > 0 && !message[..at].SequenceEqual("-"u8))
                foreach (var slot in part.Slots)
                    target.Add(slot, ValueKind.Text, message[..at]);
            message = message[(at + part.Literal.Length)..];
        }
        return true;
    }

    private static Part[] Compile(string sentence, FieldNames names)
    {
        var parts = new List<Part>();
        var pieces = sentence.Split('{');
        if (pieces[0].Length > 0)
            parts.Add(new(Encoding.UTF8.GetBytes(pieces[0]), [], true));
        foreach (var piece in pieces.Skip(1))
        {
            var close = piece.IndexOf('}', StringComparison.Ordinal);
            var slots = names.Slots(Node(names, piece[..close])).ToArray();
            parts.Add(new(Encoding.UTF8.GetBytes(piece[(close + 1)..]), slots));
        }
        return [.. parts];
    }

    private static int Node(FieldNames names, string field) => field.Length == 0 ? -1 : names.Child(0, Encoding.UTF8.GetBytes(field));
}
