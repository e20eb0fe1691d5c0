using System.Globalization;
using System.Text;

namespace Sen.Signatures.Pdf;

/// <summary>Reads objects from bytes (ISO 32000-2, 7.2 and 7.3). What does not fit the grammar is refused, never guessed.</summary>
internal ref struct PdfParser(ReadOnlySpan<byte> data, int position)
{
    private const int MaxDepth = 96;
    private const int MaxItems = 4_000_000;
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; } = position >= 0 && position <= data.Length
        ? position
        : throw new RefusedException(Refusal.BrokenXref, $"offset {position} is outside the file");

    private readonly int Current => Position < _data.Length ? _data[Position] : -1;

    public static bool IsSpace(int b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(int b) => b is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';

    private static bool IsRegular(int b) => b >= 0 && !IsSpace(b) && !IsDelimiter(b);

    private readonly RefusedException Broken(string what) => new(Refusal.BrokenObject, $"{what} at byte {Position}");

    public void SkipSpace()
    {
        while (Position < _data.Length)
        {
            if (_data[Position] == '%')
                while (Position < _data.Length && _data[Position] is not (10 or 13))
                    Position++;
            else if (IsSpace(_data[Position]))
                Position++;
            else
                return;
        }
    }

    /// <summary>Consumes the keyword when it comes next as a whole token.</summary>
    public bool TryKeyword(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        if (!_data[Position..].StartsWith(word) || (Position + word.Length < _data.Length && IsRegular(_data[Position + word.Length])))
            return false;
        Position += word.Length;
        return true;
    }

    public bool TryInteger(out long value)
    {
        SkipSpace();
        var start = Position;
        var end = start;
        while (end < _data.Length && IsRegular(_data[end]))
            end++;
        if (end - start is 0 or > 19 || !long.TryParse(_data[start..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            value = 0;
            return false;
        }
        Position = end;
        return true;
    }

    public PdfObject Read(int depth = 0)
    {
        if (depth > MaxDepth)
            throw new RefusedException(Refusal.OverLimit, $"objects nested deeper than {MaxDepth}");
        SkipSpace();
        switch (Current)
        {
            case '/':
                return new PdfName(ReadName());
            case '(':
                return ReadLiteral();
            case '[':
                return ReadArray(depth);
            case '<' when Position + 1 < _data.Length && _data[Position + 1] == '<':
                return ReadDictionary(depth);
            case '<':
                return ReadHex();
            case (>= '0' and <= '9') or '+' or '-' or '.':
                return ReadNumberOrReference();
        }
        if (TryKeyword("true"u8))
            return new PdfBoolean(true);
        if (TryKeyword("false"u8))
            return new PdfBoolean(false);
        return TryKeyword("null"u8) ? PdfObject.Null : throw Broken("no object");
    }

    private PdfArray ReadArray(int depth)
    {
        Position++;
        var items = new List<PdfObject>();
        for (SkipSpace(); Current != ']'; SkipSpace())
        {
            if (items.Count >= MaxItems)
                throw new RefusedException(Refusal.OverLimit, "array too long");
            items.Add(Read(depth + 1));
        }
        Position++;
        return new PdfArray(items);
    }

    private PdfDictionary ReadDictionary(int depth)
    {
        Position += 2;
        var entries = new Dictionary<string, PdfObject>(StringComparer.Ordinal);
        for (SkipSpace(); Current != '>'; SkipSpace())
        {
            if (Current != '/')
                throw Broken("a dictionary key is no name");
            var key = ReadName();
            var value = Read(depth + 1);
            // Readers differ in whether the first or the last wins, so a doubled key could show two documents in one.
            if (!entries.TryAdd(key, value) && !PdfEquality.Same(entries[key], value) && !IsSignatureType(entries[key], value))
                throw Broken("a dictionary has a key twice");
        }
        if (Position + 1 >= _data.Length || _data[Position + 1] != '>')
            throw Broken("a dictionary does not end");
        Position += 2;
        return new PdfDictionary(entries);
    }

    /// <summary>One signing program writes both; which of the two counts is said by SubFilter (12.8.5).</summary>
    private static bool IsSignatureType(PdfObject a, PdfObject b) =>
        a is PdfName { Value: "Sig" or "DocTimeStamp" } && b is PdfName { Value: "Sig" or "DocTimeStamp" };

    private string ReadName()
    {
        Position++;
        var text = new StringBuilder();
        for (; IsRegular(Current); Position++)
        {
            if (Current == '#' && Position + 2 < _data.Length && char.IsAsciiHexDigit((char)_data[Position + 1]) && char.IsAsciiHexDigit((char)_data[Position + 2]))
            {
                text.Append((char)byte.Parse(_data.Slice(Position + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                Position += 2;
            }
            else
            {
                text.Append((char)Current);
            }
        }
        return text.ToString();
    }

    private PdfString ReadHex()
    {
        var start = Position++;
        var digits = new List<byte>();
        for (; Current != '>'; Position++)
        {
            if (Current >= 0 && char.IsAsciiHexDigit((char)Current))
                digits.Add((byte)Current);
            else if (!IsSpace(Current))
                throw Broken("a hexadecimal string has another character");
        }
        Position++;
        if (digits.Count % 2 == 1)
            digits.Add((byte)'0');
        return new PdfString(Convert.FromHexString(Encoding.ASCII.GetString(digits.ToArray())), Hex: true, start, Position);
    }

    private PdfString ReadLiteral()
    {
        var start = Position++;
        var bytes = new List<byte>();
        for (var open = 1; ; Position++)
        {
            switch (Current)
            {
                case -1:
                    throw Broken("a string does not end");
                case '(':
                    open++;
                    break;
                case ')' when --open == 0:
                    Position++;
                    return new PdfString([.. bytes], Hex: false, start, Position);
                case '\\':
                    Position++;
                    ReadEscape(bytes);
                    continue;
                case 13:
                    // Any end of line inside a string reads as one line feed (7.3.4.2).
                    if (Position + 1 < _data.Length && _data[Position + 1] == 10)
                        Position++;
                    bytes.Add(10);
                    continue;
            }
            bytes.Add((byte)Current);
        }
    }

    private void ReadEscape(List<byte> bytes)
    {
        switch (Current)
        {
            case -1:
                throw Broken("a string does not end");
            case 13:
                if (Position + 1 < _data.Length && _data[Position + 1] == 10)
                    Position++;
                return;
            case 10:
                return;
            case >= '0' and <= '7':
                var code = 0;
                var last = Math.Min(Position + 3, _data.Length);
                for (; Position < last && Current is >= '0' and <= '7'; Position++)
                    code = (code * 8) + Current - '0';
                Position--;
                bytes.Add((byte)code);
                return;
            default:
                bytes.Add((byte)(Current switch { 'n' => 10, 'r' => 13, 't' => 9, 'b' => 8, 'f' => 12, var other => other }));
                return;
        }
    }

    private PdfObject ReadNumberOrReference()
    {
        var start = Position;
        if (TryInteger(out var value))
        {
            var after = Position;
            if (value is >= 0 and <= int.MaxValue && TryInteger(out var generation) && generation is >= 0 and <= 65535 && TryKeyword("R"u8))
                return new PdfReference((int)value, (int)generation);
            Position = after;
            return new PdfInteger(value);
        }
        while (IsRegular(Current))
            Position++;
        var text = Encoding.ASCII.GetString(_data[start..Position]);
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? new PdfReal(real, text)
            : throw Broken("no number");
    }
}
