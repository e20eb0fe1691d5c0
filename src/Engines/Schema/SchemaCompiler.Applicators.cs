using System.Text.Json;

namespace Sen.Schema;

internal sealed partial class SchemaCompiler
{
    private static Check? Applicator(Keywords schema, string name, JsonElement value) => name switch
    {
        "$ref" => Ref(schema.Reference(schema.Text(name, value))),
        "$dynamicRef" => DynamicRef(schema, schema.Text(name, value)),
        "allOf" => AllOf(Branches(schema, name, value)),
        "anyOf" => AnyOf(Branches(schema, name, value)),
        "oneOf" => OneOf(Branches(schema, name, value)),
        "not" => Not(schema.Sub(name, value)),
        "if" => Conditional(schema, value),
        "dependentSchemas" => DependentSchemas(schema, name, value),
        "dependencies" => Dependencies(schema, value),
        "properties" or "patternProperties" or "additionalProperties" => Properties(schema, name),
        "propertyNames" => PropertyNames(schema.Sub(name, value, "*")),
        "prefixItems" or "items" => Items(schema, name),
        "contains" => Contains(schema, value),
        "unevaluatedProperties" => UnevaluatedProperties(schema.Sub(name, value, "*")),
        "unevaluatedItems" => UnevaluatedItems(schema.Sub(name, value, "*")),
        _ => null,
    };

    private static Check Ref(SchemaNode target) => (instance, frame) => target.Check(instance, frame.Beside("$ref"));

    /// <summary>The outermost resource on the way here that has the dynamic anchor wins (JSON Schema core §8.2.3.2).</summary>
    private static Check DynamicRef(Keywords schema, string reference)
    {
        var place = schema.Found(reference);
        var anchor = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        if (!reference.Contains('#', StringComparison.Ordinal) || !place.Resource.DynamicAnchors.Contains(anchor))
        {
            var target = schema.Reference(reference);
            return (instance, frame) => target.Check(instance, frame.Beside("$dynamicRef"));
        }
        var compiler = schema.Compiler;
        schema.At(place);
        return (instance, frame) =>
        {
            var found = place;
            for (var scope = frame.Scope; scope is not null; scope = scope.Outer)
            {
                if (scope.Resource.DynamicAnchors.Contains(anchor))
                    found = scope.Resource.Anchors[anchor];
            }
            SchemaNode target;
            lock (compiler.nodes)
                target = compiler.Node(found);
            return target.Check(instance, frame.Beside("$dynamicRef"));
        };
    }

    private static SchemaNode[] Branches(Keywords schema, string name, JsonElement value) =>
        [.. schema.Of(name, value, JsonValueKind.Array).EnumerateArray().Select((branch, i) => schema.Sub($"{name}/{i}", branch))];

    private static Check AllOf(SchemaNode[] branches) => (instance, frame) =>
    {
        var valid = true;
        for (var i = 0; i < branches.Length; i++)
            valid &= branches[i].Check(instance, frame.Beside("allOf").Beside(Index(i)));
        return valid;
    };

    private static Check AnyOf(SchemaNode[] branches) => (instance, frame) =>
    {
        var mark = frame.Validation.Mark;
        var holds = 0;
        for (var i = 0; i < branches.Length; i++)
        {
            // Every branch is asked only where someone wants to know what it evaluates.
            if ((holds == 0 || frame.Evaluated is not null || frame.Validation.Annotates) && branches[i].Check(instance, frame.Beside("anyOf").Beside(Index(i))))
                holds++;
        }
        if (holds == 0)
            return frame.Validation.Fail(frame, "anyOf");
        frame.Validation.Forget(mark);
        return true;
    };

    private static Check OneOf(SchemaNode[] branches) => (instance, frame) =>
    {
        var mark = frame.Validation.Mark;
        var holds = 0;
        for (var i = 0; i < branches.Length; i++)
            holds += branches[i].Check(instance, frame.Beside("oneOf").Beside(Index(i))) ? 1 : 0;
        if (holds > 0)
            frame.Validation.Forget(mark);
        return holds == 1 || frame.Validation.Fail(frame, "oneOf", holds);
    };

    private static Check Not(SchemaNode inner) => (instance, frame) =>
    {
        var mark = frame.Validation.Mark;
        var noted = frame.Validation.Noted;
        var holds = inner.Check(instance, frame.Beside("not") with { Evaluated = null });
        frame.Validation.Forget(mark);
        frame.Validation.Unnote(noted);
        return !holds || frame.Validation.Fail(frame, "not");
    };

    private static Check Conditional(Keywords schema, JsonElement value)
    {
        var condition = schema.Sub("if", value);
        var then = schema.All.TryGetValue("then", out var t) ? schema.Sub("then", t) : null;
        var otherwise = schema.All.TryGetValue("else", out var e) ? schema.Sub("else", e) : null;
        return (instance, frame) =>
        {
            var mark = frame.Validation.Mark;
            var holds = condition.Check(instance, frame.Beside("if"));
            frame.Validation.Forget(mark);
            return (holds ? then : otherwise)?.Check(instance, frame.Beside(holds ? "then" : "else")) ?? true;
        };
    }

    private static Check DependentSchemas(Keywords schema, string name, JsonElement value)
    {
        var dependents = schema.Of(name, value, JsonValueKind.Object).EnumerateObject()
            .Select(entry => (entry.Name, Node: schema.Sub($"{name}/{Documents.Escaped(entry.Name)}", entry.Value))).ToArray();
        return (instance, frame) =>
        {
            var valid = true;
            foreach (var (property, node) in dependents)
            {
                if (instance.ValueKind == JsonValueKind.Object && instance.TryGetProperty(property, out _))
                    valid &= node.Check(instance, frame.Beside(name).Beside(property));
            }
            return valid;
        };
    }

    /// <summary>The older keyword, kept by the standard's metaschema: names or schemas.</summary>
    private static Check Dependencies(Keywords schema, JsonElement value)
    {
        var entries = schema.Of("dependencies", value, JsonValueKind.Object).EnumerateObject().ToArray();
        var names = entries.Where(entry => entry.Value.ValueKind == JsonValueKind.Array)
            .Select(entry => (entry.Name, Needed: entry.Value.EnumerateArray().Select(item => item.GetString()!).ToArray())).ToArray();
        var nodes = entries.Where(entry => entry.Value.ValueKind != JsonValueKind.Array)
            .Select(entry => (entry.Name, Node: schema.Sub($"dependencies/{Documents.Escaped(entry.Name)}", entry.Value))).ToArray();
        return (instance, frame) =>
        {
            if (instance.ValueKind != JsonValueKind.Object)
                return true;
            var valid = true;
            foreach (var (property, needed) in names.Where(entry => instance.TryGetProperty(entry.Name, out _)))
                foreach (var missing in needed.Where(other => !instance.TryGetProperty(other, out _)))
                    valid = frame.Validation.Fail(frame, "dependencies", property, missing);
            foreach (var (property, node) in nodes.Where(entry => instance.TryGetProperty(entry.Name, out _)))
                valid &= node.Check(instance, frame.Beside("dependencies").Beside(property));
            return valid;
        };
    }

    private static string Index(int i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
