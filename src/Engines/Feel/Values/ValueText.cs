using System.Globalization;
using System.Text;

namespace Sen.Feel;

/// <summary>Writes a value as FEEL does, up to a length: a list that holds a list twice, forty times over, has no text that ends.</summary>
internal sealed class ValueText(int most)
{
    private readonly StringBuilder text = new();

    /// <summary>Whether something was nested too deep to be written.</summary>
    public bool IsTooDeep { get; private set; }

    public string Write(object? value, bool quoted)
    {
        Add(value, quoted, 0);
        return text.Length <= most ? text.ToString() : text.ToString(0, most) + "…";
    }

    /// <summary>False where there is no room left.</summary>
    private bool Add(object? value, bool quoted, int depth)
    {
        if (depth > FeelLimits.MaxNesting)
        {
            text.Append('…');
            IsTooDeep = true;
            return false;
        }
        switch (value)
        {
            case null: text.Append("null"); break;
            case string s: String(s, quoted); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case decimal n: text.Append(Numbers.Text(n)); break;
            case DateOnly d: text.Append(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case IReadOnlyList<object?> list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    if (!Add(list[i], true, depth + 1))
                        return false;
                }
                text.Append(']');
                break;
            case IReadOnlyDictionary<string, object?> context:
                text.Append('{');
                var first = true;
                foreach (var (key, item) in context)
                {
                    text.Append(first ? "" : ", ");
                    first = false;
                    String(key, key.Length == 0 || !key.All(c => char.IsLetterOrDigit(c) || c is '_' or ' '));
                    text.Append(": ");
                    if (!Add(item, true, depth + 1))
                        return false;
                }
                text.Append('}');
                break;
            default: text.Append(value); break;
        }
        return text.Length <= most;
    }

    private void String(string s, bool quoted)
    {
        // What is beyond the end is not copied.
        s = s.Length > most - text.Length ? s[..Math.Max(0, most - text.Length + 1)] : s;
        if (quoted)
            s = "\"" + s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        text.Append(s);
    }
}
