using System.Numerics;

namespace Sen.Feel;

/// <summary>Ways to round, by the names of DMN 1.5 table 75.</summary>
internal enum Rounding { HalfEven, Floor, Ceiling, Up, Down, HalfUp, HalfDown }

/// <summary>Each operation as if with all digits, then rounded once to 34, a half to the even digit; null beyond 9.99…E+6144 and where it has no meaning.</summary>
public readonly partial record struct FeelNumber
{
    // Digits kept of a number beside which the other one is too small to matter but for which way a half goes.
    private const int Apart = 40;
    private static readonly BigInteger[] Tens = [.. Enumerable.Range(0, 160).Select(n => BigInteger.Pow(10, n))];
    private static readonly UInt128[] ShortTens = [.. Tens.Take(39).Select(ten => (UInt128)ten)];

    internal static FeelNumber? Add(FeelNumber a, FeelNumber b)
    {
        if (a.coefficient == 0)
            return b;
        if (b.coefficient == 0)
            return a;
        if (a.exponent < b.exponent)
            (a, b) = (b, a);
        if (b.Magnitude < a.exponent - Apart)
            return Rounded(a.Digits * TenTo(Apart) + b.Sign, a.exponent - Apart);
        return Rounded(a.Digits * TenTo(a.exponent - b.exponent) + b.Digits, b.exponent);
    }

    internal static FeelNumber? Subtract(FeelNumber a, FeelNumber b) => Add(a, -b);

    internal static FeelNumber? Multiply(FeelNumber a, FeelNumber b) => Rounded(a.Digits * b.Digits, a.exponent + b.exponent);

    internal static FeelNumber? Divide(FeelNumber a, FeelNumber b) => b.coefficient == 0 ? null : Quotient(a.Digits, b.Digits, a.exponent - b.exponent);

    /// <summary>A quotient of whole numbers times a power of ten.</summary>
    internal static FeelNumber? Quotient(BigInteger a, BigInteger b, int exponent)
    {
        var shift = Math.Max(0, Precision + 2 + Count(b) - Count(a));
        var quotient = BigInteger.DivRem(a * TenTo(shift), b, out var rest);
        return quotient.IsZero ? default(FeelNumber) : Rounded(quotient, exponent - shift, !rest.IsZero);
    }

    /// <summary>What is left of a whole number of divisors, with the sign of the divisor: n - d * floor(n / d).</summary>
    internal static FeelNumber? Modulo(FeelNumber n, FeelNumber divisor)
    {
        if (divisor.coefficient == 0)
            return null;
        var (a, b, gap) = ((BigInteger)n.coefficient, (BigInteger)divisor.coefficient, n.exponent - divisor.exponent);
        // The powers of ten are never written out: 10 ** 6000 has a rest as soon as 10 has.
        var rest = gap >= 0 ? new FeelNumber(n.negative, (UInt128)(a * BigInteger.ModPow(10, gap, b) % b), divisor.exponent)
            : gap < -Precision ? n
            : new FeelNumber(n.negative, (UInt128)(a % (b * TenTo(-gap))), n.exponent);
        return rest.Sign * divisor.Sign < 0 ? Add(rest, divisor) : rest;
    }

    /// <summary>Rounds to a number of digits behind the point, or before it where negative.</summary>
    internal FeelNumber Round(int scale, Rounding mode)
    {
        var drop = -scale - exponent;
        if (drop <= 0 || coefficient == 0)
            return this;
        // One digit more than there are is as good as any number of them.
        drop = Math.Min(drop, Count(coefficient) + 1);
        var (kept, rest) = UInt128.DivRem(coefficient, Ten(drop));
        var half = (rest * 2).CompareTo(Ten(drop));
        var away = rest != 0 && mode switch
        {
            Rounding.HalfEven => half > 0 || (half == 0 && (kept & 1) == 1),
            Rounding.HalfUp => half >= 0,
            Rounding.HalfDown => half > 0,
            Rounding.Up => true,
            Rounding.Floor => negative,
            Rounding.Ceiling => !negative,
            _ => false,
        };
        return new FeelNumber(negative, away ? kept + 1 : kept, -scale);
    }

    /// <summary>The square root of a quotient times a power of ten.</summary>
    internal static FeelNumber? SquareRoot(BigInteger a, BigInteger b, int exponent)
    {
        if (a.Sign < 0)
            return null;
        var shift = Math.Max(0, 2 * Precision + 4 + Count(b) - Count(a));
        shift += (exponent - shift) & 1;
        var square = BigInteger.DivRem(a * TenTo(shift), b, out var rest);
        var root = IntegerRoot(square);
        return Rounded(root, (exponent - shift) / 2, !rest.IsZero || root * root != square);
    }

    internal static FeelNumber? SquareRoot(FeelNumber n) => SquareRoot(n.Digits, BigInteger.One, n.exponent);

    /// <summary>Newton's iteration from above ends at the floor of the root.</summary>
    private static BigInteger IntegerRoot(BigInteger square)
    {
        if (square.IsZero)
            return square;
        var root = BigInteger.One << (int)(square.GetBitLength() / 2 + 1);
        while ((root + square / root) >> 1 is var next && next < root)
            root = next;
        return root;
    }

    /// <summary>Digits times a power of ten, and <paramref name="more"/> than that by less than one of the last digit, away from zero.</summary>
    internal static FeelNumber? Rounded(BigInteger digits, int exponent, bool more = false)
    {
        var (whole, count) = (BigInteger.Abs(digits), Count(digits));
        var drop = Math.Max(count - Precision, MinExponent - exponent);
        if (whole.IsZero || drop > count)
            return default(FeelNumber);
        if (drop > 0)
        {
            whole = BigInteger.DivRem(whole, TenTo(drop), out var rest);
            var half = (rest * 2).CompareTo(TenTo(drop));
            if (half > 0 || (half == 0 && (more || !whole.IsEven)))
                whole += 1;
            exponent += drop;
        }
        return exponent + Count(whole) - 1 > MaxMagnitude ? null : new FeelNumber(digits.Sign < 0, (UInt128)whole, exponent);
    }

    /// <summary>Decimal digits of a number; 1 for zero.</summary>
    private static int Count(BigInteger n)
    {
        n = BigInteger.Abs(n);
        // 0.30102 is a little less than the logarithm of 2, so that the guess is right or one too small for any length met here.
        var guess = (int)((n.GetBitLength() - 1) * 0.30102999);
        return n >= TenTo(guess + 1) ? guess + 2 : guess + 1;
    }

    private static int Count(UInt128 n)
    {
        var count = 1;
        while (count < ShortTens.Length && n >= ShortTens[count])
            count++;
        return count;
    }

    private static UInt128 Ten(int power) => ShortTens[power];

    private static BigInteger TenTo(int power) => power < Tens.Length ? Tens[power] : BigInteger.Pow(10, power);
}
