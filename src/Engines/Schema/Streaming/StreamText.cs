using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sen.Schema;

/// <summary>Constraints on strings. Lengths count code points, read from the bytes where nothing is escaped.</summary>
internal sealed record StreamText(int Least, int Most, Regex? Pattern, string? Format)
{
    private const int OnStack = 256;

    public bool Check(ref Utf8JsonReader reader)
    {
        if ((Least > 0 || Most < int.MaxValue) && Length(ref reader) is var length && (length < Least || length > Most))
            return false;
        if (Format is not null && !(Format == "date" && IsPlainDate(reader.ValueSpan)) && !Formats.Holds(Format, reader.GetString()!))
            return false;
        return Pattern is null || Matches(ref reader);
    }

    private static int Length(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            var text = reader.GetString()!;
            return text.Length - text.Count(char.IsLowSurrogate);
        }
        var count = 0;
        foreach (var unit in reader.ValueSpan)
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    private bool Matches(ref Utf8JsonReader reader)
    {
        var size = reader.ValueSpan.Length;
        char[]? rented = null;
        var buffer = size <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(size);
        try
        {
            return Pattern!.IsMatch(buffer[..reader.CopyString(buffer)]);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Days that every month has; the rest is left to the format itself.</summary>
    private static bool IsPlainDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..]));
        return year > 0 && month is >= 1 and <= 12 && day is >= 1 and <= 28;

        static int Digits(ReadOnlySpan<byte> digits)
        {
            var value = 0;
            foreach (var digit in digits)
                value = digit is >= (byte)'0' and <= (byte)'9' && value >= 0 ? value * 10 + digit - '0' : -1;
            return value;
        }
    }
}
