using System.Numerics;

namespace Sen.Feel;

/// <summary>
/// A sum of numbers, or of their squares, without rounding. What stands at one exponent is added up by itself, and written out at the end,
/// so that a million numbers from 1E-6000 to 1E+6000 need no million long additions.
/// </summary>
internal sealed class ExactSum
{
    private readonly Dictionary<int, BigInteger> parts = [];

    private ExactSum()
    {
    }

    /// <summary>Null for no items, and where one is no number.</summary>
    public static ExactSum? Of(IReadOnlyList<object?> items, bool squared = false)
    {
        var sum = new ExactSum();
        foreach (var item in items)
        {
            if (!Numbers.Is(item))
                return null;
            var (digits, exponent) = Numbers.Wide(item!).Parts;
            if (squared)
                (digits, exponent) = (digits * digits, exponent * 2);
            sum.parts[exponent] = sum.parts.GetValueOrDefault(exponent) + digits;
        }
        return items.Count == 0 ? null : sum;
    }

    public object? Rounded(int count)
    {
        var least = parts.Keys.Min();
        return FeelNumber.Quotient(Total(least), count, least)?.Value;
    }

    /// <summary>The standard deviation of a sample from the sum of its numbers and that of their squares.</summary>
    public static object? Deviation(ExactSum sum, ExactSum squares, int count)
    {
        var least = sum.parts.Keys.Min();
        var total = sum.Total(least);
        return FeelNumber.SquareRoot(count * squares.Total(2 * least) - total * total, (BigInteger)count * (count - 1), 2 * least)?.Value;
    }

    private BigInteger Total(int exponent) =>
        parts.Aggregate(BigInteger.Zero, (total, part) => total + part.Value * BigInteger.Pow(10, part.Key - exponent));
}
