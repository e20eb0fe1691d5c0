using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sen.Feel;

public readonly partial record struct FeelNumber
{
    private const int MaxPlain = Precision - 1;
    private const int MinPlain = -28;
    private const int Far = 1_000_000_000;

    /// <summary>
    /// Reads digits with an optional sign, point and exponent; more than 34 digits are rounded, a half to the even digit.
    /// False where the text is no number or leaves the range.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelNumber number)
    {
        var read = Read(text);
        number = read.GetValueOrDefault();
        return read is not null;
    }

    private static FeelNumber? Read(ReadOnlySpan<char> text)
    {
        var at = text is ['+' or '-', ..] ? 1 : 0;
        var (digits, exponent, written, point, more) = ((UInt128)0, 0L, 0, false, false);
        for (; at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && !point)); at++)
        {
            if (text[at] == '.')
            {
                point = true;
                continue;
            }
            written++;
            exponent -= point ? 1 : 0;
            if (digits < Ten(36))
                digits = digits * 10 + (UInt128)(text[at] - '0');
            else
                (exponent, more) = (exponent + 1, more || text[at] != '0');
        }
        if (written == 0 || !TryExponent(text[at..], out var power))
            return null;
        var n = Rounded(digits, (int)Math.Clamp(exponent + power, -Far, Far), more);
        return text[0] == '-' ? -n : n;
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out long power)
    {
        power = 0;
        if (text.IsEmpty)
            return true;
        if (text is not ['e' or 'E', ..])
            return false;
        var at = text is [_, '+' or '-', ..] ? 2 : 1;
        var first = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            power = Math.Min(power * 10 + text[at] - '0', Far);
        power = text is [_, '-', ..] ? -power : power;
        return at > first && at == text.Length;
    }

    /// <summary>
    /// Plain digits from 1E-28 up to 34 digits before the point, otherwise the first digit, the others and the exponent, such as <c>1.5E+40</c>.
    /// Both are literals of FEEL and of JSON.
    /// </summary>
    public override string ToString()
    {
        var digits = coefficient.ToString(CultureInfo.InvariantCulture);
        var magnitude = exponent + digits.Length - 1;
        var text = magnitude is < MinPlain or > MaxPlain
            ? $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}E{(magnitude < 0 ? '-' : '+')}{Math.Abs(magnitude)}"
            : exponent >= 0 ? digits + new string('0', exponent)
            : magnitude >= 0 ? digits.Insert(magnitude + 1, ".")
            : "0." + new string('0', -magnitude - 1) + digits;
        return negative ? "-" + text : text;
    }
}

/// <summary>A JSON number with all its digits.</summary>
internal sealed class FeelNumberJson : JsonConverter<FeelNumber>
{
    public override FeelNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && FeelJson.Read(ref reader) is { } number ? Numbers.Wide(number) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, FeelNumber value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString());
}
