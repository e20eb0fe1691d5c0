using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sen.Schema;

internal sealed partial class SchemaCompiler
{
    /// <summary>The three keywords that share properties among them are one check, made where the first of them stands.</summary>
    private static Check? Properties(Keywords schema, string name)
    {
        if (schema.All.Keys.First(key => key is "properties" or "patternProperties" or "additionalProperties") != name)
            return null;
        var properties = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        if (schema.All.TryGetValue("properties", out var named))
            foreach (var entry in schema.Of("properties", named, JsonValueKind.Object).EnumerateObject())
                properties[entry.Name] = schema.Sub($"properties/{Documents.Escaped(entry.Name)}", entry.Value, entry.Name);
        var patterns = new List<(string Text, Regex Pattern, SchemaNode Node)>();
        if (schema.All.TryGetValue("patternProperties", out var patterned))
            foreach (var entry in schema.Of("patternProperties", patterned, JsonValueKind.Object).EnumerateObject())
                patterns.Add((entry.Name, Pattern(schema, "patternProperties", entry.Name), schema.Sub($"patternProperties/{Documents.Escaped(entry.Name)}", entry.Value, "*")));
        var additional = schema.All.TryGetValue("additionalProperties", out var others) ? schema.Sub("additionalProperties", others, "*") : null;
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Object)
                return true;
            var valid = true;
            foreach (var property in instance.EnumerateObject())
            {
                var (key, seen) = (property.Name, false);
                if (properties.TryGetValue(key, out var node))
                {
                    seen = true;
                    valid &= node.Check(property.Value, (frame with { Keywords = frame.Keywords.To("properties") }).Inside(key, key));
                }
                foreach (var (text, pattern, matching) in patterns)
                {
                    if (!Matches(pattern, key))
                        continue;
                    seen = true;
                    valid &= matching.Check(property.Value, (frame with { Keywords = frame.Keywords.To("patternProperties") }).Inside(key, text));
                }
                if (!seen && additional is not null)
                {
                    seen = true;
                    valid &= additional.Check(property.Value, frame.Inside(key, "additionalProperties"));
                }
                if (seen)
                    frame.Evaluated?.Properties.Add(key);
            }
            return valid;
        };
    }

    private static Check PropertyNames(SchemaNode names) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var valid = true;
        foreach (var property in instance.EnumerateObject())
            valid &= names.Check(JsonSerializer.SerializeToElement(property.Name), frame.Inside(property.Name, "propertyNames"));
        return valid;
    };

    private static Check? Items(Keywords schema, string name)
    {
        if (schema.All.Keys.First(key => key is "prefixItems" or "items") != name)
            return null;
        var first = schema.All.TryGetValue("prefixItems", out var prefix)
            ? schema.Of("prefixItems", prefix, JsonValueKind.Array).EnumerateArray().Select((item, i) => schema.Sub($"prefixItems/{i}", item, Index(i))).ToArray() : [];
        var rest = schema.All.TryGetValue("items", out var items) ? schema.Sub("items", items, "*") : null;
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Array)
                return true;
            var (valid, i) = (true, 0);
            foreach (var item in instance.EnumerateArray())
            {
                if (i < first.Length)
                    valid &= first[i].Check(item, (frame with { Keywords = frame.Keywords.To("prefixItems") }).Inside(Index(i), Index(i)));
                else if (rest is not null)
                    valid &= rest.Check(item, frame.Inside(Index(i), "items"));
                else
                    break;
                i++;
            }
            if (frame.Evaluated is { } evaluated)
            {
                evaluated.FirstItems = Math.Max(evaluated.FirstItems, i);
                evaluated.AllItems |= rest is not null;
            }
            return valid;
        };
    }

    private static Check Contains(Keywords schema, JsonElement value)
    {
        var node = schema.Sub("contains", value, "*");
        var limits = schema.Place.Resource.Dialect.Validation;
        var least = limits && schema.All.TryGetValue("minContains", out var min) ? schema.Count("minContains", min) : 1;
        var most = limits && schema.All.TryGetValue("maxContains", out var max) ? schema.Count("maxContains", max) : int.MaxValue;
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Array)
                return true;
            var mark = frame.Validation.Mark;
            var (found, i) = (0, 0);
            foreach (var item in instance.EnumerateArray())
            {
                if (node.Check(item, frame.Inside(Index(i), "contains")))
                {
                    found++;
                    frame.Evaluated?.Items.Add(i);
                }
                i++;
            }
            frame.Validation.Forget(mark);
            return found < least ? frame.Validation.Fail(frame, least == 1 ? "contains" : "minContains", least, found)
                : found <= most || frame.Validation.Fail(frame, "maxContains", most, found);
        };
    }

    private static Check UnevaluatedProperties(SchemaNode node) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var valid = true;
        foreach (var property in instance.EnumerateObject())
        {
            if (!frame.Evaluated!.Has(property.Name))
                valid &= node.Check(property.Value, frame.Inside(property.Name, "unevaluatedProperties"));
        }
        frame.Evaluated!.AllProperties = true;
        return valid;
    };

    private static Check UnevaluatedItems(SchemaNode node) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var (valid, i) = (true, 0);
        foreach (var item in instance.EnumerateArray())
        {
            if (!frame.Evaluated!.Has(i))
                valid &= node.Check(item, frame.Inside(Index(i), "unevaluatedItems"));
            i++;
        }
        frame.Evaluated!.AllItems = true;
        return valid;
    };
}
