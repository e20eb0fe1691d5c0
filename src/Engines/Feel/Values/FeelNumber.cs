using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Sen.Feel;

/// <summary>
/// A number of IEEE 754-2008 decimal128, as DMN 1.5 §10.3.2.3.1 asks: 34 digits, magnitudes from 1E-6176 to 9.99…E+6144.
/// The engine hands out <see cref="decimal"/> where one holds the value exactly, and this type elsewhere.
/// </summary>
[JsonConverter(typeof(FeelNumberJson))]
public readonly partial record struct FeelNumber : IComparable<FeelNumber>
{
    /// <summary>Significant digits.</summary>
    public const int Precision = 34;

    private const int MaxMagnitude = 6144;
    private const int MinExponent = -6176;

    // The value is coefficient × 10^exponent. No zero stands at the end of the coefficient, and zero has no sign, so that equal values have equal parts.
    private readonly UInt128 coefficient;
    private readonly int exponent;
    private readonly bool negative;

    private FeelNumber(bool negative, UInt128 coefficient, int exponent)
    {
        if (coefficient == 0)
            return;
        for (var zeros = 16; zeros > 0; zeros /= 2)
        {
            while ((coefficient & ((1ul << zeros) - 1)) == 0)
            {
                var (shorter, rest) = UInt128.DivRem(coefficient, Ten(zeros));
                if (rest != 0)
                    break;
                (coefficient, exponent) = (shorter, exponent + zeros);
            }
        }
        (this.negative, this.coefficient, this.exponent) = (negative, coefficient, exponent);
    }

    /// <summary>The same value.</summary>
    public static FeelNumber From(decimal n)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(n, parts);
        return new FeelNumber(n < 0, new UInt128((uint)parts[2], (ulong)(uint)parts[1] << 32 | (uint)parts[0]), -n.Scale);
    }

    /// <summary>The nearest <see cref="decimal"/>, a half to the even digit; null beyond ±7.9E+28. What is smaller than 1E-28 becomes 0.</summary>
    public decimal? ToDecimal() => decimal.TryParse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>The value as the engine hands it out: <see cref="decimal"/> where one holds it exactly.</summary>
    internal object Value
    {
        get
        {
            if (exponent is < -28 or > 28 || (coefficient >> 96) != 0)
                return this;
            var whole = coefficient;
            if (exponent > 0)
            {
                if (whole > (UInt128.MaxValue >> 32) / Ten(exponent))
                    return this;
                whole *= Ten(exponent);
            }
            return new decimal((int)(uint)whole, (int)(uint)(whole >> 32), (int)(uint)(whole >> 64), negative, (byte)Math.Max(0, -exponent));
        }
    }

    /// <summary>-1, 0 or 1.</summary>
    internal int Sign => coefficient == 0 ? 0 : negative ? -1 : 1;

    internal bool IsInteger => exponent >= 0;

    internal bool IsOdd => exponent == 0 && (coefficient & 1) == 1;

    /// <summary>The value as whole digits times a power of ten.</summary>
    internal (BigInteger Digits, int Exponent) Parts => (Digits, exponent);

    /// <summary>The coefficient with its sign.</summary>
    private BigInteger Digits => negative ? -(BigInteger)coefficient : coefficient;

    /// <summary>Exponent of the first digit.</summary>
    private int Magnitude => exponent + Count(coefficient) - 1;

    /// <inheritdoc />
    public int CompareTo(FeelNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
            return Sign.CompareTo(other.Sign);
        var order = Magnitude.CompareTo(other.Magnitude);
        if (order == 0)
            order = (coefficient * Ten(Precision - Count(coefficient))).CompareTo(other.coefficient * Ten(Precision - Count(other.coefficient)));
        return negative ? -order : order;
    }

    /// <summary>The opposite.</summary>
    public static FeelNumber operator -(FeelNumber n) => n.coefficient == 0 ? n : new(!n.negative, n.coefficient, n.exponent);

    /// <summary>The opposite.</summary>
    public static FeelNumber Negate(FeelNumber n) => -n;

    /// <summary>Order of two numbers.</summary>
    public static bool operator <(FeelNumber left, FeelNumber right) => left.CompareTo(right) < 0;

    /// <summary>Order of two numbers.</summary>
    public static bool operator >(FeelNumber left, FeelNumber right) => left.CompareTo(right) > 0;

    /// <summary>Order of two numbers.</summary>
    public static bool operator <=(FeelNumber left, FeelNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Order of two numbers.</summary>
    public static bool operator >=(FeelNumber left, FeelNumber right) => left.CompareTo(right) >= 0;
}
