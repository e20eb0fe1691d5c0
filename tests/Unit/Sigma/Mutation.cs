using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Sigma;
using Sen.Sigma.Rules;

namespace Sen.Tests.Unit.Sigma;

/// <summary>Changes events at random, by a seed: drops, cuts, recases, exchanges and plants what rules look for.</summary>
internal sealed class Mutation
{
    private readonly Random _random;
    private readonly JsonObject[] _events;
    private readonly (string Field, string Text)[] _planted;

    public Mutation(int seed, IReadOnlyList<string> events, SigmaPack pack)
    {
        _random = new Random(seed);
        _events = [.. events.Select(text => JsonNode.Parse(text)!.AsObject())];
        _planted = [.. pack.Rules.SelectMany(rule => Items(rule.Detection)).Where(item => item.Field is not null)
            .SelectMany(item => item.Checks.OfType<TextCheck>().Select(check => (item.Field!, check.Glob.Replace(Glob.Star, 'x').Replace(Glob.One, 'y'))))];
    }

    public string Next()
    {
        var changed = _events[_random.Next(_events.Length)].DeepClone().AsObject();
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
            Change(changed);
        return changed.ToJsonString(new JsonSerializerOptions { WriteIndented = _random.Next(2) == 0 });
    }

    private void Change(JsonObject root)
    {
        var (holder, name, text) = Pick(root);
        switch (_random.Next(8))
        {
            case 0:
                holder.Remove(name);
                break;
            case 1:
                holder[name] = text[..Cut(text, _random.Next(text.Length + 1))];
                break;
            case 2:
                holder[name] = _random.Next(2) == 0 ? text.ToUpperInvariant() : text.ToLowerInvariant();
                break;
            case 3:
                var at = Cut(text, _random.Next(text.Length + 1));
                holder[name] = text[..at] + "Đặc-/ *?\\\"\u2013😀"[.._random.Next(1, 10)] + text[at..];
                break;
            case 4:
                holder[name] = Pick(_events[_random.Next(_events.Length)]).Text;
                break;
            case 5:
                holder[name] = _random.Next(3) switch { 0 => null, 1 => JsonValue.Create(_random.Next(70_000)), _ => new JsonArray(text, "x", null) };
                break;
            default:
                if (_planted.Length > 0)
                {
                    // Several of one neighbourhood, so that rules come near to matching.
                    for (var near = _random.Next(_planted.Length); near < _planted.Length && _random.Next(4) > 0; near++)
                        (Holder(root))[_planted[near].Field] = _planted[near].Text;
                }
                break;
        }
    }

    private (JsonObject Holder, string Name, string Text) Pick(JsonObject root)
    {
        var texts = new List<(JsonObject, string, string)>();
        Gather(root, texts);
        return texts[_random.Next(texts.Count)];
    }

    private static void Gather(JsonObject node, List<(JsonObject, string, string)> texts)
    {
        foreach (var (name, value) in node)
        {
            if (value is JsonObject inner)
                Gather(inner, texts);
            else if (value is JsonValue)
                texts.Add((node, name, value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()));
        }
    }

    private static JsonObject Holder(JsonObject root) => root["Event"]?["EventData"] as JsonObject ?? root;

    /// <summary>Not inside a surrogate pair.</summary>
    private static int Cut(string text, int at) => at < text.Length && at > 0 && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    private static IEnumerable<Item> Items(Expr expr) => expr switch
    {
        AllOf all => all.Parts.SelectMany(Items),
        AtLeast some => some.Parts.SelectMany(Items),
        NotOf not => Items(not.Part),
        Item item => [item],
        _ => [],
    };
}
