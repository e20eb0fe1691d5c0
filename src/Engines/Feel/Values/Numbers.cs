using System.Globalization;
using System.Numerics;

namespace Sen.Feel;

/// <summary>
/// FEEL numbers: a <see cref="decimal"/> where one holds the value exactly, a <see cref="FeelNumber"/> elsewhere. The <c>Try</c> methods are the fast
/// path: they answer where operands and result are exact decimals, and throw nothing. Null is a value beyond decimal128.
/// </summary>
internal static class Numbers
{
    private const int DecimalBits = 96;
    private const int DecimalScale = 28;
    // Of a text without an exponent; each digit of it stands in a decimal as it is.
    public const int SafeLength = 28;

    public static bool Is(object? value) => value is decimal or FeelNumber;

    public static FeelNumber Wide(object value) => value is decimal n ? FeelNumber.From(n) : (FeelNumber)value;

    public static bool TryAdd(decimal a, decimal b, out decimal sum)
    {
        var gap = a.Scale - b.Scale;
        var fits = Bits(a) + BitsOfTen(-gap) < DecimalBits && Bits(b) + BitsOfTen(gap) < DecimalBits;
        sum = fits ? a + b : 0;
        return fits;
    }

    public static bool TrySubtract(decimal a, decimal b, out decimal difference) => TryAdd(a, -b, out difference);

    public static bool TryMultiply(decimal a, decimal b, out decimal product)
    {
        var fits = Bits(a) + Bits(b) <= DecimalBits && a.Scale + b.Scale <= DecimalScale;
        product = fits ? a * b : 0;
        return fits;
    }

    public static bool TryDivide(decimal a, decimal b, out decimal quotient)
    {
        quotient = 0;
        if (b == 0 || Bits(a) - Bits(b) + BitsOfTen(b.Scale - a.Scale) >= DecimalBits - 1)
            return false;
        quotient = a / b;
        return TryMultiply(quotient, b, out var whole) && whole == a;
    }

    public static bool TryPower(decimal a, decimal b, out decimal power)
    {
        power = 1;
        if (b < 0 || b > DecimalBits || !IsInteger(b))
            return false;
        for (var n = (int)b; n > 0; n--)
        {
            if (!TryMultiply(power, a, out power))
                return false;
        }
        return true;
    }

    public static object? Add(object a, object b) => a is decimal x && b is decimal y && TryAdd(x, y, out var sum) ? sum : FeelNumber.Add(Wide(a), Wide(b))?.Value;

    public static object? Multiply(object a, object b) =>
        a is decimal x && b is decimal y && TryMultiply(x, y, out var product) ? product : FeelNumber.Multiply(Wide(a), Wide(b))?.Value;

    public static object? Divide(object a, object b) =>
        a is decimal x && b is decimal y && TryDivide(x, y, out var quotient) ? quotient : FeelNumber.Divide(Wide(a), Wide(b))?.Value;

    public static object Negate(object n) => n is decimal d ? -d : (-(FeelNumber)n).Value;

    public static int Compare(object a, object b) => a is decimal x && b is decimal y ? x.CompareTo(y) : Wide(a).CompareTo(Wide(b));

    public static object? Modulo(object n, object divisor) => FeelNumber.Modulo(Wide(n), Wide(divisor))?.Value;

    public static bool IsInteger(decimal n) => decimal.Truncate(n) == n;

    public static bool IsInteger(object n) => n is decimal d ? IsInteger(d) : ((FeelNumber)n).IsInteger;

    /// <summary>Rounds at a scale that may be negative.</summary>
    public static object Round(object n, int scale, Rounding mode)
    {
        if (n is not decimal d || scale is < 0 or > DecimalScale)
            return Wide(n).Round(scale, mode).Value;
        return mode switch
        {
            Rounding.HalfEven => decimal.Round(d, scale, MidpointRounding.ToEven),
            Rounding.Floor => decimal.Round(d, scale, MidpointRounding.ToNegativeInfinity),
            Rounding.Ceiling => decimal.Round(d, scale, MidpointRounding.ToPositiveInfinity),
            Rounding.Down => decimal.Round(d, scale, MidpointRounding.ToZero),
            _ => FeelNumber.From(d).Round(scale, mode).Value,
        };
    }

    public static object? Parse(string text) =>
        text.Length <= SafeLength && !text.AsSpan().ContainsAny('e', 'E')
            ? decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : null
            : FeelNumber.TryParse(text, out var wide) ? wide.Value : null;

    /// <summary>A double has 15 digits; infinities and what is no number are null.</summary>
    public static object? From(double value) => !double.IsFinite(value) ? null : Math.Abs(value) is > 1e-12 and < 7.9e28 ? (decimal)value
        : Parse(value.ToString("E14", CultureInfo.InvariantCulture));

    /// <summary>A number on one side of another; where a step is too small to be seen, half or twice as far from zero.</summary>
    public static object? Beside(object n, int steps)
    {
        var moved = Add(n, (decimal)steps);
        if (moved is null || Compare(moved, n) != 0)
            return moved;
        return Multiply(n, Wide(n).Sign * steps > 0 ? 2m : 0.5m);
    }

    public static object? From(BigInteger value) => FeelNumber.Rounded(value, 0)?.Value;

    /// <summary>Plain digits, no exponent, no trailing zeros.</summary>
    public static string Text(decimal n) => n.ToString("0.############################", CultureInfo.InvariantCulture);

    private static int Bits(decimal n)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(n, parts);
        return parts[2] != 0 ? DecimalBits - BitOperations.LeadingZeroCount((uint)parts[2])
            : 64 - BitOperations.LeadingZeroCount((ulong)(uint)parts[1] << 32 | (uint)parts[0]);
    }

    /// <summary>At least the bits that a power of ten adds.</summary>
    private static int BitsOfTen(int power) => power <= 0 ? 0 : (power * 3322 + 999) / 1000;
}
