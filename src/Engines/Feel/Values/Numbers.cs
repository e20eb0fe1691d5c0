using System.Globalization;

namespace Sen.Feel;

/// <summary>
/// FEEL numbers. DMN asks for IEEE decimal128 (34 digits); a number here is a <see cref="decimal"/> (28 digits, to 7.9e28).
/// All arithmetic goes through this file, so that a wider type for what a decimal cannot hold can join as <see cref="FeelDate"/> joins <see cref="DateOnly"/>.
/// What leaves the range is null with a reason, never rounded silently to something else.
/// </summary>
internal static class Numbers
{
    public static decimal? Add(decimal a, decimal b) { try { return a + b; } catch (OverflowException) { return null; } }

    public static decimal? Subtract(decimal a, decimal b) { try { return a - b; } catch (OverflowException) { return null; } }

    public static decimal? Multiply(decimal a, decimal b) { try { return a * b; } catch (OverflowException) { return null; } }

    public static decimal? Divide(decimal a, decimal b)
    {
        if (b == 0)
            return null;
        try { return a / b; } catch (OverflowException) { return null; }
    }

    public static decimal? Power(decimal a, decimal b)
    {
        if (decimal.Truncate(b) != b || Math.Abs(b) > 10_000)
            return FromDouble(Math.Pow((double)a, (double)b));
        if (b < 0)
            return a == 0 ? null : Power(a, -b) is { } inverse ? Divide(1, inverse) : 0m;
        decimal result = 1;
        try
        {
            for (var (n, square) = ((int)b, a); n > 0; n >>= 1)
            {
                if ((n & 1) == 1)
                    result *= square;
                if (n > 1)
                    square *= square;
            }
            return result;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    public static decimal? FromDouble(double value) =>
        double.IsFinite(value) && Math.Abs(value) < 7.9e28 ? (decimal)value : null;

    /// <summary>Newton's iteration, because a double gives only 15 digits.</summary>
    public static decimal? SquareRoot(decimal n)
    {
        if (n < 0)
            return null;
        if (n == 0)
            return 0;
        var guess = (decimal)Math.Sqrt((double)n);
        for (var i = 0; i < 4 && guess != 0; i++)
            guess = (guess + n / guess) / 2;
        return guess;
    }

    /// <summary>Rounds at a scale from -28 to 28; a scale beyond the digits that a decimal holds changes nothing.</summary>
    public static decimal? Round(decimal n, int scale, MidpointRounding mode)
    {
        if (scale is >= 0 and <= 28)
            return decimal.Round(n, scale, mode);
        if (scale > 28)
            return n;
        if (scale < -28)
            return mode is MidpointRounding.ToPositiveInfinity && n > 0 || mode is MidpointRounding.ToNegativeInfinity && n < 0 ? null : 0m;
        var unit = Power(10, -scale)!.Value;
        return Multiply(decimal.Round(n / unit, 0, mode), unit);
    }

    /// <summary>Away from zero at any fraction: the <c>round up</c> of DMN, which .NET lacks.</summary>
    public static decimal? RoundUp(decimal n, int scale) =>
        Round(n, scale, n < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity);

    /// <summary>To the nearest, a half towards zero: the <c>round half down</c> of DMN, which .NET lacks.</summary>
    public static decimal? RoundHalfDown(decimal n, int scale)
    {
        var down = Round(n, scale, MidpointRounding.ToZero);
        var up = RoundUp(n, scale);
        return down is null || up is null ? down ?? up
            : Math.Abs(n - down.Value) <= Math.Abs(up.Value - n) ? down : up;
    }

    public static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n) ? n : null;

    public static bool IsInteger(decimal n) => decimal.Truncate(n) == n;

    /// <summary>Plain digits, no exponent, no trailing zeros.</summary>
    public static string Text(decimal n) => n.ToString("0.############################", CultureInfo.InvariantCulture);
}
