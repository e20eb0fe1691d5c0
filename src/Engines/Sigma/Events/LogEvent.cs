using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Sen.Sigma.Events;

internal enum ValueKind : byte { Text, Number, Null, Composite }

/// <summary>
/// One event as a flat list of values in two reused buffers: UTF-8 as it came and, on demand, folded to lower case.
/// Nothing is allocated for an event once the buffers have grown. Used by one thread.
/// </summary>
internal sealed class LogEvent
{
    private struct Value
    {
        public int Start, Length, Folded, FoldedLength, Next, Slot;
        public ValueKind Kind;
    }

    private byte[] _text = new byte[8_192];
    private byte[] _fold = new byte[8_192];
    private Value[] _values = new Value[256];
    private int[] _first = [];
    private int[] _last = [];
    private int _textUsed;
    private int _foldUsed;

    public int Count { get; private set; }

    /// <summary>Forgets the event; the next one has fields of so many slots.</summary>
    public void Reset(int slots)
    {
        if (_first.Length != slots)
        {
            _first = new int[slots];
            _last = new int[slots];
            Array.Fill(_first, -1);
        }
        for (var i = 0; i < Count; i++)
            if (_values[i].Slot >= 0)
                _first[_values[i].Slot] = -1;
        Count = _textUsed = _foldUsed = 0;
    }

    /// <summary>Copies a value of the field of a slot, or of none (-1), which only keywords see.</summary>
    public void Add(int slot, ValueKind kind, ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Commit(slot, kind, utf8.Length);
    }

    /// <summary>The same text once more, for a field with two slots.</summary>
    public void AddAgain(int slot)
    {
        var last = _values[Count - 1];
        Link(slot, last.Kind, last.Start, last.Length);
    }

    /// <summary>Room to write a value's text into; then <see cref="Commit"/>.</summary>
    public Span<byte> Room(int length)
    {
        if (_textUsed + length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textUsed + length));
        return _text.AsSpan(_textUsed, length);
    }

    public void Commit(int slot, ValueKind kind, int length)
    {
        Link(slot, kind, _textUsed, length);
        _textUsed += length;
    }

    private void Link(int slot, ValueKind kind, int start, int length)
    {
        if (Count == _values.Length)
            Array.Resize(ref _values, Count * 2);
        _values[Count] = new Value { Start = start, Length = length, Folded = -1, Next = -1, Slot = slot, Kind = kind };
        if (slot >= 0)
        {
            if (_first[slot] < 0)
                _first[slot] = Count;
            else
                _values[_last[slot]].Next = Count;
            _last[slot] = Count;
        }
        Count++;
    }

    /// <summary>The first value of a field, or -1.</summary>
    public int First(int slot) => _first[slot];

    /// <summary>The next value of the same field, or -1.</summary>
    public int Next(int value) => _values[value].Next;

    public int Slot(int value) => _values[value].Slot;

    public ValueKind Kind(int value) => _values[value].Kind;

    /// <summary>Whether the value has a text to compare.</summary>
    public bool HasText(int value) => _values[value].Kind <= ValueKind.Number;

    public ReadOnlySpan<byte> Text(int value) => _text.AsSpan(_values[value].Start, _values[value].Length);

    /// <summary>The text in lower case, made at the first use.</summary>
    public ReadOnlySpan<byte> Folded(int value)
    {
        ref var found = ref _values[value];
        if (found.Folded < 0)
        {
            // Lower case of one rune is never more than half as long again (two bytes to three).
            var most = found.Length + found.Length / 2 + 4;
            if (_foldUsed + most > _fold.Length)
                Array.Resize(ref _fold, Math.Max(_fold.Length * 2, _foldUsed + most));
            found.Folded = _foldUsed;
            found.FoldedLength = Folding.Fold(Text(value), _fold.AsSpan(_foldUsed));
            _foldUsed += found.FoldedLength;
        }
        return _fold.AsSpan(found.Folded, found.FoldedLength);
    }

    /// <summary>The first value of a field as a string, or null.</summary>
    public string? String(int slot)
    {
        for (var value = First(slot); value >= 0; value = Next(value))
            if (HasText(value))
                return Encoding.UTF8.GetString(Text(value));
        return null;
    }

    public bool TryNumber(int value, out double number)
    {
        number = 0;
        var text = Text(value);
        return HasText(value) && Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && text.Length > 0;
    }

    /// <summary>Decodes a value for a regular expression; the buffer grows as needed.</summary>
    public ReadOnlySpan<char> Chars(int value, ref char[] buffer)
    {
        var text = Text(value);
        if (buffer.Length < text.Length)
            buffer = new char[text.Length * 2];
        Utf8.ToUtf16(text, buffer, out _, out var written);
        return buffer.AsSpan(0, written);
    }
}
