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
            var notes = frame.Validation.Annotates ? new Dictionary<string, List<string>>(StringComparer.Ordinal) : null;
            foreach (var property in instance.EnumerateObject())
            {
                var (key, seen) = (property.Name, false);
                if (properties.TryGetValue(key, out var node))
                {
                    seen = Noted(notes, "properties", key);
                    valid &= node.Check(property.Value, (frame with { Keywords = frame.Keywords.To("properties") }).Inside(key, key));
                }
                foreach (var (text, pattern, matching) in patterns)
                {
                    if (!Matches(pattern, key))
                        continue;
                    seen = Noted(notes, "patternProperties", key);
                    valid &= matching.Check(property.Value, (frame with { Keywords = frame.Keywords.To("patternProperties") }).Inside(key, text));
                }
                if (!seen && additional is not null)
                {
                    seen = Noted(notes, "additionalProperties", key);
                    valid &= additional.Check(property.Value, frame.Inside(key, "additionalProperties"));
                }
                if (seen)
                    frame.Evaluated?.Properties.Add(key);
            }
            foreach (var (keyword, names) in notes ?? [])
                frame.Validation.Note(frame, keyword, names);
            return valid;
        };
    }

    /// <summary>Which properties a keyword looked at is its annotation.</summary>
    private static bool Noted(Dictionary<string, List<string>>? notes, string keyword, string name)
    {
        if (notes is null)
            return true;
        if (!notes.TryGetValue(keyword, out var names))
            notes[keyword] = names = [];
        if (!names.Contains(name))
            names.Add(name);
        return true;
    }

    private static Check PropertyNames(SchemaNode names) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var (valid, noted) = (true, frame.Validation.Noted);
        foreach (var property in instance.EnumerateObject())
            valid &= names.Check(JsonSerializer.SerializeToElement(property.Name), frame.Inside(property.Name, "propertyNames"));
        frame.Validation.Unnote(noted); // They would speak of the name, where only values have places.
        return valid;
    };

    private static Check? Items(Keywords schema, string name)
    {
        if (schema.All.Keys.First(key => key is "prefixItems" or "items") != name)
            return null;
        var (firstWord, restWord) = schema.ItemWords;
        var first = firstWord is not null && schema.All.TryGetValue(firstWord, out var prefix)
            ? schema.Of(firstWord, prefix, JsonValueKind.Array).EnumerateArray().Select((item, i) => schema.Sub($"{firstWord}/{i}", item, Index(i))).ToArray() : [];
        var rest = schema.All.TryGetValue(restWord, out var items) ? schema.Sub(restWord, items, "*") : null;
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Array)
                return true;
            var (valid, i) = (true, 0);
            foreach (var item in instance.EnumerateArray())
            {
                if (i < first.Length)
                    valid &= first[i].Check(item, (frame with { Keywords = frame.Keywords.To(firstWord!) }).Inside(Index(i), Index(i)));
                else if (rest is not null)
                    valid &= rest.Check(item, frame.Inside(Index(i), restWord));
                else
                    break;
                i++;
            }
            if (first.Length > 0 && i > 0)
                frame.Validation.Note(frame, firstWord!, i >= first.Length && (rest is not null || i == instance.GetArrayLength()) ? true : Math.Min(i, first.Length) - 1);
            if (rest is not null && i > first.Length)
                frame.Validation.Note(frame, restWord, true);
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
            var places = new List<int>();
            foreach (var item in instance.EnumerateArray())
            {
                if (node.Check(item, frame.Inside(Index(i), "contains")))
                {
                    found++;
                    places.Add(i);
                    frame.Evaluated?.Items.Add(i);
                }
                i++;
            }
            frame.Validation.Forget(mark);
            frame.Validation.Note(frame, "contains", found == i ? true : places);
            return found < least ? frame.Validation.Fail(frame, least == 1 ? "contains" : "minContains", least, found)
                : found <= most || frame.Validation.Fail(frame, "maxContains", most, found);
        };
    }

    private static Check UnevaluatedProperties(SchemaNode node) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var (valid, names) = (true, new List<string>());
        foreach (var property in instance.EnumerateObject())
        {
            if (frame.Evaluated!.Has(property.Name))
                continue;
            valid &= node.Check(property.Value, frame.Inside(property.Name, "unevaluatedProperties"));
            names.Add(property.Name);
        }
        if (names.Count > 0)
            frame.Validation.Note(frame, "unevaluatedProperties", names);
        frame.Evaluated!.AllProperties = true;
        return valid;
    };

    private static Check UnevaluatedItems(SchemaNode node) => (instance, frame) =>
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var (valid, i, looked) = (true, 0, false);
        foreach (var item in instance.EnumerateArray())
        {
            if (!frame.Evaluated!.Has(i))
            {
                valid &= node.Check(item, frame.Inside(Index(i), "unevaluatedItems"));
                looked = true;
            }
            i++;
        }
        if (looked)
            frame.Validation.Note(frame, "unevaluatedItems", true);
        frame.Evaluated!.AllItems = true;
        return valid;
    };
}
