using System.Globalization;
using System.Numerics;

namespace Sen.Tests.Unit.Feel;

/// <summary>
/// Numbers of decimal128 in the plainest way: long whole numbers, rounded by taking one digit off after the other. Shares nothing with the engine.
/// Null is what lies beyond the range.
/// </summary>
internal readonly record struct PlainNumber(BigInteger Digits, int Exponent)
{
    private static readonly BigInteger Limit = BigInteger.Pow(10, 34);

    public static PlainNumber? Read(string text)
    {
        var parts = text.ToUpperInvariant().Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        return Rounded(BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
            (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (point < 0 ? 0 : parts[0].Length - point - 1));
    }

    public static PlainNumber Of(int n) => Rounded(n, 0)!.Value;

    /// <param name="more">Digits follow that are not all zero.</param>
    public static PlainNumber? Rounded(BigInteger digits, int exponent, bool more = false)
    {
        var (whole, last, below) = (BigInteger.Abs(digits), 0, more);
        for (; whole >= Limit || exponent < -6176; exponent++)
            (below, last, whole) = (below || last != 0, (int)(whole % 10), whole / 10);
        if (last > 5 || (last == 5 && (below || whole % 2 == 1)))
            whole++;
        while (whole != 0 && whole % 10 == 0)
            (whole, exponent) = (whole / 10, exponent + 1);
        if (whole == 0)
            return new(0, 0);
        return whole.ToString(CultureInfo.InvariantCulture).Length + exponent > 6145 ? null : new(digits < 0 ? -whole : whole, exponent);
    }

    public static PlainNumber? Add(PlainNumber a, PlainNumber b) => Sum([a, b]);

    public static PlainNumber? Sum(IReadOnlyList<PlainNumber> all) => all.Min(n => n.Exponent) is var least ? Rounded(Total(all, least), least) : null;

    public static PlainNumber? Mean(IReadOnlyList<PlainNumber> all) => all.Min(n => n.Exponent) is var least ? Quotient(Total(all, least), all.Count, least) : null;

    public static PlainNumber? Multiply(PlainNumber a, PlainNumber b) => Rounded(a.Digits * b.Digits, a.Exponent + b.Exponent);

    public static PlainNumber? Divide(PlainNumber a, PlainNumber b) => b.Digits == 0 ? null : Quotient(a.Digits, b.Digits, a.Exponent - b.Exponent);

    /// <summary>All digits, then rounded; the other way round for a negative power.</summary>
    public static PlainNumber? Power(PlainNumber a, int power)
    {
        var digits = BigInteger.Pow(a.Digits, Math.Abs(power));
        return power >= 0 ? Rounded(digits, a.Exponent * power) : digits == 0 ? null : Quotient(1, digits, a.Exponent * power);
    }

    public static PlainNumber? Modulo(PlainNumber n, PlainNumber divisor)
    {
        if (divisor.Digits == 0)
            return null;
        var least = Math.Min(n.Exponent, divisor.Exponent);
        var (a, b) = (n.Digits * BigInteger.Pow(10, n.Exponent - least), divisor.Digits * BigInteger.Pow(10, divisor.Exponent - least));
        var rest = a % b;
        return Rounded(rest != 0 && rest.Sign != b.Sign ? rest + b : rest, least);
    }

    /// <summary>Down to a scale, or to the nearest with a half to the even digit.</summary>
    public PlainNumber AtScale(int scale, bool nearest)
    {
        if (-Exponent <= scale)
            return this;
        var unit = BigInteger.Pow(10, -Exponent - scale);
        var kept = (Digits - (((Digits % unit) + unit) % unit)) / unit;
        var half = ((Digits - kept * unit) * 2).CompareTo(unit);
        return Rounded(nearest && (half > 0 || (half == 0 && !kept.IsEven)) ? kept + 1 : kept, -scale)!.Value;
    }

    public PlainNumber Negative => new(-Digits, Exponent);

    public int CompareTo(PlainNumber other) => (Digits * BigInteger.Pow(10, Math.Max(0, Exponent - other.Exponent)))
        .CompareTo(other.Digits * BigInteger.Pow(10, Math.Max(0, other.Exponent - Exponent)));

    /// <summary>The number where it is whole and small, for positions.</summary>
    public int? Position => Exponent is >= 0 and < 6 && BigInteger.Abs(Digits) < 1000 ? (int)(Digits * BigInteger.Pow(10, Exponent)) : null;

    /// <summary>As the engine's README says: plain from 1E-28 to 34 digits before the point.</summary>
    public override string ToString()
    {
        var (sign, digits) = (Digits < 0 ? "-" : "", BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture));
        var first = digits.Length - 1 + Exponent;
        if (first is < -28 or > 33)
            return sign + digits[0] + (digits.Length > 1 ? "." + digits[1..] : "") + "E" + (first < 0 ? "" : "+") + first.ToString(CultureInfo.InvariantCulture);
        if (Exponent >= 0)
            return sign + digits.PadRight(digits.Length + Exponent, '0');
        digits = digits.PadLeft(1 - Exponent, '0');
        return sign + digits[..^-Exponent] + "." + digits[^-Exponent..];
    }

    private static BigInteger Total(IEnumerable<PlainNumber> all, int exponent) =>
        all.Aggregate(BigInteger.Zero, (total, n) => total + n.Digits * BigInteger.Pow(10, n.Exponent - exponent));

    private static PlainNumber? Quotient(BigInteger a, BigInteger b, int exponent)
    {
        var shift = 80 + b.ToString(CultureInfo.InvariantCulture).Length;
        var scaled = a * BigInteger.Pow(10, shift);
        return Rounded(scaled / b, exponent - shift, scaled % b != 0);
    }
}
