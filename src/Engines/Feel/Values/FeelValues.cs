using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sen.Feel;

/// <summary>What FEEL knows of its values: equality, order, text, and how .NET values enter.</summary>
public static class FeelValues
{
    /// <summary>Equality of DMN 1.5 §10.3.2.13: true, false, or null for values of different kinds.</summary>
    /// <exception cref="FeelLimitException">The values are nested too deep, or have more than a million parts.</exception>
    public static bool? Equal(object? a, object? b) => Equal(a, b, null);

    internal static bool? Equal(object? a, object? b, Run? run, int depth = 0)
    {
        if (a is null || b is null)
            return a is null && b is null;
        switch (a, b)
        {
            case (decimal x, decimal y): return x == y;
            case (string x, string y):
                run?.Work(x);
                return string.Equals(x, y, StringComparison.Ordinal);
            case (bool x, bool y): return x == y;
            // Equality of times is equality of their properties, whose seconds are whole (DMN 1.5 table 53); order sees the fraction.
            case (FeelTime x, FeelTime y): return Compare(Whole(x), Whole(y)) is { } times ? times == 0 : null;
            case (FeelDateTime x, FeelDateTime y):
                return Compare(x with { Time = Whole(x.Time) }, y with { Time = Whole(y.Time) }) is { } moments ? moments == 0 : null;
            case (FeelRange x, FeelRange y): return SameRange(x, y);
            case (FeelFunction x, FeelFunction y): return ReferenceEquals(x, y) ? true : null;
            case (IReadOnlyList<object?> x, IReadOnlyList<object?> y): return SameList(x, y, run ?? Run.Idle, depth + 1);
            case (IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y): return SameContext(x, y, run ?? Run.Idle, depth + 1);
            default: return Compare(a, b) is { } order ? order == 0 : null;
        }
    }

    /// <summary>Order of two values of one ordered kind; null where they have none.</summary>
    public static int? Compare(object? a, object? b) => (a, b) switch
    {
        (decimal x, decimal y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        (DateOnly x, DateOnly y) => x.CompareTo(y),
        (FeelTime x, FeelTime y) => x.IsLocal != y.IsLocal ? null : TimeInstant(x).CompareTo(TimeInstant(y)),
        (FeelDateTime x, FeelDateTime y) => x.Time.IsLocal != y.Time.IsLocal ? null : x.Instant.CompareTo(y.Instant),
        (FeelDuration x, FeelDuration y) => x.Seconds.CompareTo(y.Seconds),
        (FeelYearMonthDuration x, FeelYearMonthDuration y) => x.Months.CompareTo(y.Months),
        (FeelNumber or decimal, FeelNumber or decimal) => Numbers.Compare(a, b),
        _ => TryDate(a, out var left) && TryDate(b, out var right) ? left.CompareTo(right) : null,
    };

    /// <summary>The text that <c>string()</c> gives; strings inside lists and contexts are quoted.</summary>
    public static string Text(object? value) => Text(value, false);

    /// <summary>Brings a .NET value into FEEL: all numbers to <see cref="decimal"/> or <see cref="FeelNumber"/>, times, lists, dictionaries and JSON; null where the type is unknown.</summary>
    public static object? Import(object? value) => value switch
    {
        null or decimal or string or bool or DateOnly or FeelTime or FeelDateTime or FeelDuration or FeelYearMonthDuration
            or FeelRange or FeelFunction or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> => value,
        FeelDate date => date.Value,
        FeelNumber n => n.Value,
        int n => (decimal)n,
        long n => (decimal)n,
        short n => (decimal)n,
        byte n => (decimal)n,
        sbyte n => (decimal)n,
        ushort n => (decimal)n,
        uint n => (decimal)n,
        ulong n => (decimal)n,
        double n => Numbers.From(n),
        float n => Numbers.From(n),
        Half n => Numbers.From((double)n),
        BigInteger n => Numbers.From(n),
        Int128 n => Numbers.From(n),
        UInt128 n => Numbers.From(n),
        TimeOnly time => FeelTime.From(time),
        DateTime moment => FeelDateTime.From(moment),
        DateTimeOffset moment => FeelDateTime.From(moment),
        TimeSpan span => FeelDuration.From(span),
        Guid or char or Enum => value.ToString(),
        JsonElement json => FeelJson.Read(json),
        IDictionary map => Map(map),
        IEnumerable items => items.Cast<object?>().Select(Import).ToArray(),
        _ => null,
    };

    /// <summary>
    /// A number as a <see cref="decimal"/>, for callers that reckon on in .NET: the nearest one where FEEL has more digits.
    /// Null where the value is no number, or is beyond ±7.9E+28.
    /// </summary>
    public static decimal? ToDecimal(object? value) => Import(value) switch
    {
        decimal n => n,
        FeelNumber n => n.ToDecimal(),
        _ => null,
    };

    internal static bool TryDate(object? value, out FeelDate date)
    {
        date = value switch { DateOnly d => FeelDate.From(d), FeelDate d => d, _ => default };
        return value is DateOnly or FeelDate;
    }

    /// <summary>A list as it is, null as an empty list, anything else as a list of one (DMN 1.5 §10.3.2.9.4).</summary>
    internal static IReadOnlyList<object?> AsList(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        null => [],
        _ => [value],
    };

    /// <summary>The value as FEEL writes it; with <paramref name="quoted"/>, strings stand in quotation marks as in a literal. A text is cut at a million characters, and at 400 levels of nesting.</summary>
    public static string Text(object? value, bool quoted) => Text(value, quoted, FeelLimits.Default.Size);

    /// <summary>The text, cut at a number of characters with an ellipsis: for a page that shows many values.</summary>
    public static string Text(object? value, bool quoted, int most) => value switch
    {
        string s when !quoted && s.Length <= most => s,
        decimal n => Numbers.Text(n),
        _ => new ValueText(most).Write(value, quoted),
    };

    private static FeelTime Whole(FeelTime time) => time with { Nanoseconds = time.Nanoseconds - time.Nanoseconds % FeelTime.Second };

    /// <summary>Two times of one zone compare by the wall clock, otherwise by UTC.</summary>
    private static decimal TimeInstant(FeelTime time) => time.Nanoseconds / (decimal)FeelTime.Second - (time.OffsetOn(null) ?? 0);

    private static bool? SameList(IReadOnlyList<object?> a, IReadOnlyList<object?> b, Run run, int depth)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            run.Visit(depth);
            if (Equal(a[i], b[i], run, depth) != true)
                return false;
        }
        return true;
    }

    private static bool? SameContext(IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b, Run run, int depth)
    {
        if (a.Count != b.Count)
            return false;
        foreach (var (key, value) in a)
        {
            run.Visit(depth);
            if (!b.TryGetValue(key, out var other) || Equal(value, other, run, depth) != true)
                return false;
        }
        return true;
    }

    private static bool? SameRange(FeelRange a, FeelRange b) =>
        a.Operator == b.Operator && a.StartIncluded == b.StartIncluded && a.EndIncluded == b.EndIncluded
        && Equal(a.Start, b.Start) == true && Equal(a.End, b.End) == true;

    private static OrderedDictionary<string, object?> Map(IDictionary map)
    {
        var context = new OrderedDictionary<string, object?>();
        foreach (DictionaryEntry entry in map)
            context[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Import(entry.Value);
        return context;
    }
}

/// <summary>The first items of a list that only grows: a value that stays what it was while the list goes on.</summary>
internal sealed class Front(List<object?> list) : IReadOnlyList<object?>
{
    public int Count { get; } = list.Count;

    public object? this[int index] => index < Count ? list[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return list[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
