using System.Text.RegularExpressions;

namespace Sen.Sigma.Rules;

/// <summary>Modifiers sorted by what they do; contradictions are refused.</summary>
internal sealed class Modifiers
{
    private static readonly HashSet<string> Texts = ["contains", "startswith", "endswith", "windash", "base64", "base64offset", "wide", "utf16le", "utf16be", "utf16", "expand"];

    /// <summary>Those that make other texts of a text, in their order.</summary>
    public List<string> Text { get; } = [];

    public bool All { get; private set; }

    public bool Not { get; private set; }

    public bool Cased { get; private set; }

    public string? Kind { get; private set; }

    public Comparison Comparison { get; private set; }

    public TimePart Part { get; private set; }

    public RegexOptions RegexOptions { get; private set; }

    public static Modifiers Read(string[] names, string key)
    {
        var read = new Modifiers();
        foreach (var name in names)
            read.Add(name, key);
        if (read.Kind is not (null or "fieldref") && (read.Text.Count > 0 || read.Cased))
            throw new RefusedException("modifier", $"{key}: these modifiers do not go together");
        return read;
    }

    private void Add(string name, string key)
    {
        switch (name)
        {
            case "all": All = true; break;
            case "neq": Not = true; break;
            case "cased": Cased = true; break;
            case "i" when Kind == "re": RegexOptions |= RegexOptions.IgnoreCase; break;
            case "m" when Kind == "re": RegexOptions |= RegexOptions.Multiline; break;
            case "s" when Kind == "re": RegexOptions |= RegexOptions.Singleline; break;
            case "re" or "cidr" or "exists" or "fieldref" when Kind is null: Kind = name; break;
            case "lt" or "lte" or "gt" or "gte" when Kind is null || (Kind == "number" && Part != TimePart.None && Comparison == Comparison.Equal):
                Kind = "number";
                Comparison = name switch { "lt" => Comparison.Less, "lte" => Comparison.LessOrEqual, "gt" => Comparison.Greater, _ => Comparison.GreaterOrEqual };
                break;
            case "minute" or "hour" or "day" or "week" or "month" or "year" when Kind is null:
                Kind = "number";
                Part = Enum.Parse<TimePart>(name, true);
                break;
            default:
                Text.Add(Texts.Contains(name) ? name : throw new RefusedException("modifier", $"{key}: {name} is not known here"));
                break;
        }
    }
}
