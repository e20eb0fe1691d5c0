using System.Text;

namespace Sen.Feel;

internal static partial class BuiltIns
{
    private static void AddText()
    {
        Add("substring(string: string, start position: integer, length?: integer)", (_, a) => Substring(S(a[0]), I(a[1]), a[2] is decimal n ? (int)n : null));
        Add("string length(string: string)", (_, a) => (decimal)Length(S(a[0])));
        Add("upper case(string: string)", (_, a) => S(a[0]).ToUpperInvariant());
        Add("lower case(string: string)", (_, a) => S(a[0]).ToLowerInvariant());
        Add("substring before(string: string, match: string)", (_, a) =>
            S(a[0]).IndexOf(S(a[1]), StringComparison.Ordinal) is > 0 and var at ? S(a[0])[..at] : "");
        Add("substring after(string: string, match: string)", (_, a) =>
            S(a[0]).IndexOf(S(a[1]), StringComparison.Ordinal) is >= 0 and var at ? S(a[0])[(at + S(a[1]).Length)..] : "");
        Add("contains(string: string, match: string)", (_, a) => S(a[0]).Contains(S(a[1]), StringComparison.Ordinal));
        Add("starts with(string: string, match: string)", (_, a) => S(a[0]).StartsWith(S(a[1]), StringComparison.Ordinal));
        Add("ends with(string: string, match: string)", (_, a) => S(a[0]).EndsWith(S(a[1]), StringComparison.Ordinal));
        Add("string join(list: list, delimiter?: string?)", (run, a) => Join(run, a));
        Add("trim(string: string)", (_, a) => S(a[0]).Trim());
    }

    /// <summary>Length in code points: FEEL counts a character outside the basic plane once.</summary>
    private static int Length(string text)
    {
        var count = text.Length;
        foreach (var c in text)
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        return count;
    }

    private static string? Substring(string text, int start, int? length)
    {
        var count = Length(text);
        if (start == 0 || Math.Abs((long)start) > count || length < 1)
            return count == 0 && start != 0 && (length is null or >= 1) ? "" : null;
        var from = start > 0 ? start - 1 : count + start;
        var take = Math.Min(length ?? count, count - from);
        if (count == text.Length)
            return text.Substring(from, take);
        var part = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Skip(from).Take(take))
            part.Append(rune);
        return part.ToString();
    }

    /// <summary>Nulls are left out.</summary>
    private static string? Join(Run run, object?[] a)
    {
        var items = L(a[0]);
        if (items.Any(item => item is not (string or null)))
            return null;
        var delimiter = a[1] as string ?? "";
        run.Room(items.Sum(item => (long)((string?)item ?? "").Length + delimiter.Length));
        return string.Join(delimiter, items.OfType<string>());
    }
}
