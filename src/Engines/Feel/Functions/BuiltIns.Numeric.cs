namespace Sen.Feel;

internal static partial class BuiltIns
{
    // Scales of decimal128 (DMN 1.5 table 75).
    private const int MinScale = -6111;
    private const int MaxScale = 6176;

    private static void AddNumeric()
    {
        Add("decimal(n: number, scale: number)", (_, a) => Rounded(a, Rounding.HalfEven));
        Add("floor(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.Floor));
        Add("ceiling(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.Ceiling));
        Add("round up(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.Up));
        Add("round down(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.Down));
        Add("round half up(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.HalfUp));
        Add("round half down(n: number, scale?: number)", (_, a) => Rounded(a, Rounding.HalfDown));
        Add("abs(n: number)", (_, a) => Numbers.Compare(a[0]!, 0m) < 0 ? Numbers.Negate(a[0]!) : a[0]);
        Add("abs(n: duration)", (_, a) => new FeelDuration(Math.Abs(((FeelDuration)a[0]!).Seconds)));
        Add("abs(n: any)", (_, a) => a[0] is FeelYearMonthDuration d ? new FeelYearMonthDuration(Math.Abs(d.Months)) : null);
        Add("modulo(dividend: number, divisor: number)", (_, a) => Numbers.Modulo(a[0]!, a[1]!));
        Add("sqrt(number: number)", (_, a) => FeelNumber.SquareRoot(W(a[0]))?.Value);
        Add("log(number: number)", (_, a) => FeelNumber.Log(W(a[0]))?.Value);
        Add("exp(number: number)", (_, a) => FeelNumber.Exp(W(a[0]))?.Value);
        Add("odd(number: number)", (_, a) => W(a[0]) is { IsInteger: true } n ? n.IsOdd : null);
        Add("even(number: number)", (_, a) => W(a[0]) is { IsInteger: true } n ? !n.IsOdd : null);
    }

    private static FeelNumber W(object? value) => Numbers.Wide(value!);

    private static object? Rounded(object?[] a, Rounding mode) =>
        (a[1] is Missing ? 0m : Numbers.Round(a[1]!, 0, Rounding.Down)) is decimal scale and >= MinScale and <= MaxScale
            ? Numbers.Round(a[0]!, (int)scale, mode) : null;
}
