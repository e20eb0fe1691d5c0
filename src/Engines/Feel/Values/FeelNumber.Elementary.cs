using System.Numerics;

namespace Sen.Feel;

/// <summary>
/// Exponential, logarithm and power, correctly rounded: a value is computed with an error that is known, and again with more digits where the error
/// could change the 34th (A. Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last bit", 1991).
/// Inside, numbers are whole multiples of 2^-bits.
/// </summary>
public readonly partial record struct FeelNumber
{
    private const int FirstBits = 320;
    private const int LastBits = 1280;
    private const int Halvings = 8;
    // Bits that errors may take: terms of a series, doubled by each of the squarings.
    private const int Lost = 24;
    // 10 ** 6145 is beyond all numbers, and its logarithm below 15,000.
    private const int MaxLogarithm = 15_000;
    private const int MaxExactDigits = 400;

    /// <summary>A value between <c>Middle - Error</c> and <c>Middle + Error</c>, all times <c>10^Exponent</c> and 2^-bits.</summary>
    private readonly record struct Near(BigInteger Middle, BigInteger Error, int Exponent);

    internal static FeelNumber? Exp(FeelNumber n) => n.coefficient == 0 ? From(1)
        : n.Magnitude > 5 ? Beyond(n.negative)
        : Nearest(bits => Exponential(n.Scaled(bits), BigInteger.One, bits));

    /// <summary>The natural logarithm; null for zero and below.</summary>
    internal static FeelNumber? Log(FeelNumber n) => n.Sign <= 0 ? null : n == From(1) ? default(FeelNumber) : Nearest(bits => n.Logarithm(bits));

    /// <summary>0 ** 0 is 1; null for a negative number to a power that is not whole, and for zero to a negative one.</summary>
    internal static FeelNumber? Power(FeelNumber a, FeelNumber b)
    {
        if (b.coefficient == 0)
            return From(1);
        if (a.coefficient == 0)
            return b.negative ? null : a;
        if (a.negative && !b.IsInteger)
            return null;
        var size = new FeelNumber(false, a.coefficient, a.exponent);
        var power = a.coefficient == 1 && a.exponent == 0 ? size : PowerOfSize(size, b);
        return a.negative && b.IsOdd ? power is { } p ? -p : null : power;
    }

    private static FeelNumber? PowerOfSize(FeelNumber a, FeelNumber b)
    {
        if (b.Magnitude > Apart)
            return Beyond(b.negative != a.Magnitude < 0);
        // Powers that can be written out are exact; so is every other one that ends within 34 digits, by what Nearest does in the end.
        if (b.IsInteger && b.Magnitude < 5 && (int)(b.Digits * TenTo(b.exponent)) is var n && (a.coefficient == 1 || Math.Abs(n) * Count(a.coefficient) <= MaxExactDigits))
        {
            var digits = BigInteger.Pow(a.coefficient, Math.Abs(n));
            return a.Magnitude * (long)n is var size && Math.Abs(size) > 2 * MaxLogarithm ? Beyond(size < 0)
                : n > 0 ? Rounded(digits, a.exponent * n) : Quotient(BigInteger.One, digits, a.exponent * n);
        }
        return Nearest(bits =>
        {
            var log = a.Logarithm(bits);
            var (factor, shift) = (BigInteger.Abs(b.Digits), b.exponent);
            var (middle, error) = (log.Middle * b.Digits, log.Error * factor);
            if (shift >= 0)
                (middle, error) = (middle * TenTo(shift), error * TenTo(shift));
            else
                (middle, error) = (middle / TenTo(-shift), error / TenTo(-shift) + 1);
            return Exponential(middle, error, bits);
        });
    }

    /// <summary>What is too large is no number; what is too small is zero.</summary>
    private static FeelNumber? Beyond(bool small) => small ? default(FeelNumber) : null;

    private static FeelNumber? Nearest(Func<int, Near?> compute)
    {
        for (var bits = FirstBits; ; bits *= 2)
        {
            if (compute(bits) is not { } near)
                return null;
            // 2^-bits as a power of ten: 5^bits × 10^-bits.
            var unit = BigInteger.Pow(5, bits);
            var (low, high) = (Rounded((near.Middle - near.Error) * unit, near.Exponent - bits), Rounded((near.Middle + near.Error) * unit, near.Exponent - bits));
            if (low == high)
                return low;
            // What hundreds of digits do not part from a half is one, such as 1.00000000001 ** 1.5 may be.
            if (bits >= LastBits)
                return HalfEven(near.Middle * unit, near.Exponent - bits);
        }
    }

    private static FeelNumber? HalfEven(BigInteger digits, int exponent)
    {
        var drop = Count(digits) - 3 * Precision;
        var unit = TenTo(drop);
        return Rounded((digits + (digits.Sign * unit / 2)) / unit, exponent + drop);
    }

    /// <summary>The value as a multiple of 2^-bits, cut by less than one.</summary>
    private BigInteger Scaled(int bits) => exponent >= 0 ? (Digits << bits) * TenTo(exponent) : (Digits << bits) / TenTo(-exponent);

    /// <summary>e to a power; null where the power is beyond all numbers, and zero where it is far below.</summary>
    private static Near? Exponential(BigInteger power, BigInteger error, int bits)
    {
        if (BigInteger.Abs(power) >> bits > MaxLogarithm)
            return power.Sign > 0 ? null : new Near(BigInteger.Zero, BigInteger.Zero, 0);
        var ten = LogarithmOfTen(bits);
        var tens = (int)((2 * power + ten) / (2 * ten));
        var term = (power - tens * ten) >> Halvings;
        var step = term;
        var sum = (BigInteger.One << bits) + term;
        for (var i = 2; !term.IsZero && term != BigInteger.MinusOne; i++)
        {
            term = ((term * step) >> bits) / i;
            sum += term;
        }
        for (var i = 0; i < Halvings; i++)
            sum = (sum * sum) >> bits;
        // The value is below 4, so an error of the power counts four times.
        return new Near(sum, (BigInteger.One << Lost) + (error << 2), tens);
    }

    private Near Logarithm(int bits)
    {
        var tens = Magnitude;
        var size = new FeelNumber(false, coefficient, exponent - tens).Scaled(bits);
        // A double's logarithm is right to 50 bits; what it leaves is a number so near to 1 that its series ends soon.
        var start = (BigInteger)(Math.Log((double)coefficient / Math.Pow(10, Count(coefficient) - 1)) * (1L << 52)) << (bits - 52);
        var guess = Exponential(start, BigInteger.Zero, bits)!.Value;
        var close = guess.Exponent >= 0 ? guess.Middle * TenTo(guess.Exponent) : guess.Middle / TenTo(-guess.Exponent);
        var log = start + 2 * InverseTangent(((size - close) << bits) / (size + close), bits);
        return new Near(log + tens * LogarithmOfTen(bits), BigInteger.One << (Lost + 4), 0);
    }

    /// <summary>The inverse hyperbolic tangent of a small number: z + z³/3 + z⁵/5 + …</summary>
    private static BigInteger InverseTangent(BigInteger z, int bits)
    {
        var (sum, power, square) = (z, z, (z * z) >> bits);
        for (var i = 3; !power.IsZero && power != BigInteger.MinusOne; i += 2)
        {
            power = (power * square) >> bits;
            sum += power / i;
        }
        return sum;
    }

    private static BigInteger LogarithmOfTen(int bits) => Logarithms.GetOrAdd(bits, static bits =>
    {
        const int Guard = 32;
        var one = BigInteger.One << (bits + Guard);
        return (46 * InverseTangent(one / 31, bits + Guard) + 34 * InverseTangent(one / 49, bits + Guard) + 20 * InverseTangent(one / 161, bits + Guard)) >> Guard;
    });

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, BigInteger> Logarithms = new();
}
