namespace Sen.Feel;

internal static partial class BuiltIns
{
    // Scales of decimal128 (DMN 1.5 table 75).
    private const int MinScale = -6111;
    private const int MaxScale = 6176;

    private static void AddNumeric()
    {
        Add("decimal(n: number, scale: number)", (_, a) => Rounded(a, (n, scale) => Numbers.Round(n, scale, MidpointRounding.ToEven)));
        Add("floor(n: number, scale?: number)", (_, a) => Rounded(a, (n, scale) => Numbers.Round(n, scale, MidpointRounding.ToNegativeInfinity)));
        Add("ceiling(n: number, scale?: number)", (_, a) => Rounded(a, (n, scale) => Numbers.Round(n, scale, MidpointRounding.ToPositiveInfinity)));
        Add("round up(n: number, scale?: number)", (_, a) => Rounded(a, Numbers.RoundUp));
        Add("round down(n: number, scale?: number)", (_, a) => Rounded(a, (n, scale) => Numbers.Round(n, scale, MidpointRounding.ToZero)));
        Add("round half up(n: number, scale?: number)", (_, a) => Rounded(a, (n, scale) => Numbers.Round(n, scale, MidpointRounding.AwayFromZero)));
        Add("round half down(n: number, scale?: number)", (_, a) => Rounded(a, Numbers.RoundHalfDown));
        Add("abs(n: number)", (_, a) => Math.Abs(N(a[0])));
        Add("abs(n: duration)", (_, a) => new FeelDuration(Math.Abs(((FeelDuration)a[0]!).Seconds)));
        Add("abs(n: any)", (_, a) => a[0] is FeelYearMonthDuration d ? new FeelYearMonthDuration(Math.Abs(d.Months)) : null);
        Add("modulo(dividend: number, divisor: number)", (_, a) => Modulo(N(a[0]), N(a[1])));
        Add("sqrt(number: number)", (_, a) => Numbers.SquareRoot(N(a[0])));
        Add("log(number: number)", (_, a) => N(a[0]) > 0 ? Numbers.FromDouble(Math.Log((double)N(a[0]))) : null);
        Add("exp(number: number)", (_, a) => Numbers.FromDouble(Math.Exp((double)N(a[0]))));
        Add("odd(number: number)", (_, a) => Numbers.IsInteger(N(a[0])) ? N(a[0]) % 2 != 0 : null);
        Add("even(number: number)", (_, a) => Numbers.IsInteger(N(a[0])) ? N(a[0]) % 2 == 0 : null);
    }

    private static decimal? Rounded(object?[] a, Func<decimal, int, decimal?> round)
    {
        var scale = a[1] is decimal given ? decimal.Truncate(given) : 0;
        return scale is >= MinScale and <= MaxScale ? round(N(a[0]), (int)scale) : null;
    }

    /// <summary>The sign follows the divisor.</summary>
    private static decimal? Modulo(decimal n, decimal divisor)
    {
        if (divisor == 0)
            return null;
        var rest = n % divisor;
        return rest != 0 && rest < 0 != divisor < 0 ? rest + divisor : rest;
    }
}
