using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sen.Sigma;
using Sen.Sigma.Events;
using Sen.Sigma.Matching;
using Sen.Sigma.Rules;

namespace Sen.Tests.Unit.Sigma;

/// <summary>
/// The engine's opposite number: no index, no bytes, no slots. Each rule of the event's source is evaluated on a document of strings.
/// Both must always agree.
/// </summary>
internal sealed class PlainEngine(SigmaPack pack)
{
    private readonly SourceTable _sources = new();
    private readonly Aliases _aliases = new(pack.Options.Aliases);
    private readonly (SigmaRule Rule, Expr Detection)[] _rules = [.. pack.Rules.Select(rule => (rule, SigmaRuleSet.Filtered(rule, pack.Filters)))];

    /// <summary>Ids of the rules that match one JSON object.</summary>
    public SortedSet<string> Matches(string json, params LogSource[] given)
    {
        var e = PlainEvent.Read(json);
        string First(string name) => Values(e, name).FirstOrDefault(value => value.Text is not null).Text ?? "";
        var sources = given.Concat(_sources.Windows(Encoding.UTF8.GetBytes(First("Channel")), Encoding.UTF8.GetBytes(First("EventID"))))
            .Concat(_sources.Named(Encoding.UTF8.GetBytes(First("event.dataset")))).Concat(_sources.Named(Encoding.UTF8.GetBytes(First("event.module")))).ToArray();
        return new(_rules.Where(pair => sources.Any(source => source.Satisfies(pair.Rule.Source)) && Holds(pair.Detection, e)).Select(pair => pair.Rule.Id), StringComparer.Ordinal);
    }

    private bool Holds(Expr expr, PlainEvent e) => expr switch
    {
        AllOf all => all.Parts.All(part => Holds(part, e)),
        AtLeast some => some.Parts.Count(part => Holds(part, e)) >= some.Least,
        NotOf not => !Holds(not.Part, e),
        Item { All: true } item => item.Checks.All(check => Holds(item.Field, check, e)),
        Item item => item.Checks.Any(check => Holds(item.Field, check, e)),
        _ => throw new InvalidOperationException(),
    };

    private bool Holds(string? field, Check check, PlainEvent e)
    {
        var values = field is null ? e.All : Values(e, field).ToList();
        return check switch
        {
            NullCheck => values.All(value => value.Null),
            ExistsCheck exists => values.Count > 0 == exists.Expected,
            FieldCheck other => values.Any(value => value.Text is not null && Values(e, other.Other).Any(second => second.Text is not null && Placed(other, value, second))),
            _ => values.Any(value => value.Text is not null && Passes(check, value)),
        };
    }

    private IEnumerable<PlainValue> Values(PlainEvent e, string field) => _aliases.Of(field).Distinct().SelectMany(name => e.Fields.GetValueOrDefault(name) ?? []);

    private static bool Placed(FieldCheck check, PlainValue first, PlainValue second)
    {
        var (a, b) = check.Cased ? (first.Text!, second.Text!) : (first.Lower!, second.Lower!);
        return check.Place switch
        {
            FieldPlace.Start => a.StartsWith(b, StringComparison.Ordinal),
            FieldPlace.End => a.EndsWith(b, StringComparison.Ordinal),
            FieldPlace.Anywhere => a.Contains(b, StringComparison.Ordinal),
            _ => a == b,
        };
    }

    private static bool Passes(Check check, PlainValue value) => check switch
    {
        TextCheck { Cased: true } text => Like(text.Glob, value.Text!),
        TextCheck text => Like(PlainEvent.Lower(text.Glob), value.Lower!),
        RegexCheck regex => regex.Regex.IsMatch(value.Text!),
        CidrCheck cidr => (value.Text!.Contains(':', StringComparison.Ordinal) || value.Text.Count(c => c == '.') == 3) && IPAddress.TryParse(value.Text, out var address)
            && cidr.Network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address),
        NumberCheck number => Number(number, value.Text!) is { } figure && number.Comparison switch
        {
            Comparison.Less => figure < number.Number,
            Comparison.LessOrEqual => figure <= number.Number,
            Comparison.Greater => figure > number.Number,
            Comparison.GreaterOrEqual => figure >= number.Number,
            _ => figure == number.Number,
        },
        _ => throw new InvalidOperationException(),
    };

    private static double? Number(NumberCheck check, string text)
    {
        if (check.Part == TimePart.None)
            return double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
        return Moments.TryPart(Encoding.UTF8.GetBytes(text), check.Part, out var part) ? part : null;
    }

    /// <summary>Wildcards by the book: what lies between stars follows in order; the ends are bound where no star is.</summary>
    internal static bool Like(string glob, string text)
    {
        if (glob.Contains(Glob.One, StringComparison.Ordinal))
            return Regex.IsMatch(text, "^" + Regex.Escape(glob).Replace(Glob.Star.ToString(), ".*", StringComparison.Ordinal).Replace(Glob.One.ToString(), @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|.)", StringComparison.Ordinal) + @"\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);
        var pieces = glob.Split(Glob.Star);
        if (pieces.Length == 1)
            return glob == text;
        if (!text.StartsWith(pieces[0], StringComparison.Ordinal))
            return false;
        var at = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + piece.Length;
        }
        return text.Length - at >= pieces[^1].Length && text.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}

/// <summary>A value as strings. Null is JSON null; a value without text that is not null is an object.</summary>
internal readonly record struct PlainValue(string? Text, string? Lower, bool Null);

/// <summary>A JSON object as names and strings.</summary>
internal sealed class PlainEvent
{
    private static readonly HashSet<string> Envelopes = ["Event", "System", "EventData", "event_data"];

    public Dictionary<string, List<PlainValue>> Fields { get; } = new(StringComparer.Ordinal);

    public List<PlainValue> All { get; } = [];

    public static PlainEvent Read(string json)
    {
        var e = new PlainEvent();
        using var document = JsonDocument.Parse(json);
        e.Object(document.RootElement, "");
        return e;
    }

    public static string Lower(string text) => text.All(char.IsAscii) ? text.ToLowerInvariant() : string.Concat(text.EnumerateRunes().Select(rune => Rune.ToLowerInvariant(rune).ToString()));

    private void Object(JsonElement element, string path)
    {
        foreach (var property in element.EnumerateObject())
            Value(property.Value, property.Name == "#text" ? path : path.Length == 0 ? property.Name : property.Name == "#attributes" ? path + "#" : path.EndsWith('#') ? path[..^1] + "_" + property.Name : $"{path}.{property.Name}");
    }

    private void Value(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Add(path, new(null, null, false));
                Object(value, Envelopes.Contains(path) || path == "winlog.event_data" || path.StartsWith("UserData.", StringComparison.Ordinal) ? "" : path);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Value(item, path);
                break;
            case JsonValueKind.Null:
                Add(path, new(null, null, true));
                break;
            default:
                var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => Number(value), _ => value.GetRawText() };
                var plain = new PlainValue(text, Lower(text), false);
                Add(path, plain);
                All.Add(plain);
                break;
        }
    }

    private static string Number(JsonElement value) =>
        value.GetRawText() is var text && text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? value.GetDouble().ToString("R", CultureInfo.InvariantCulture) : text;

    private void Add(string path, PlainValue value)
    {
        if (!Fields.TryGetValue(path, out var values))
            Fields[path] = values = [];
        values.Add(value);
        // Rules strip the spaces of native names (rules specification, "Field Usage").
        if (path.Contains(' ', StringComparison.Ordinal))
            Add(path.Replace(" ", "", StringComparison.Ordinal), value);
    }
}
