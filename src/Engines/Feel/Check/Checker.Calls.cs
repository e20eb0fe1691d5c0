namespace Sen.Feel;

internal sealed partial class Checker
{
    /// <summary>Results of built-ins that are of one kind, whatever they are given (DMN 1.5 §10.3.4).</summary>
    private static readonly Dictionary<string, FeelKind> Results = new(StringComparer.Ordinal)
    {
        ["date"] = FeelKind.Date, ["time"] = FeelKind.Time, ["date and time"] = FeelKind.DateTime, ["years and months duration"] = FeelKind.YearMonthDuration,
        ["number"] = FeelKind.Number, ["string"] = FeelKind.String, ["not"] = FeelKind.Boolean,
        ["substring"] = FeelKind.String, ["string length"] = FeelKind.Number, ["upper case"] = FeelKind.String, ["lower case"] = FeelKind.String,
        ["substring before"] = FeelKind.String, ["substring after"] = FeelKind.String, ["replace"] = FeelKind.String, ["contains"] = FeelKind.Boolean,
        ["starts with"] = FeelKind.Boolean, ["ends with"] = FeelKind.Boolean, ["matches"] = FeelKind.Boolean, ["string join"] = FeelKind.String, ["trim"] = FeelKind.String,
        ["list contains"] = FeelKind.Boolean, ["count"] = FeelKind.Number, ["sum"] = FeelKind.Number, ["mean"] = FeelKind.Number, ["product"] = FeelKind.Number,
        ["median"] = FeelKind.Number, ["stddev"] = FeelKind.Number, ["all"] = FeelKind.Boolean, ["any"] = FeelKind.Boolean,
        ["decimal"] = FeelKind.Number, ["floor"] = FeelKind.Number, ["ceiling"] = FeelKind.Number, ["round up"] = FeelKind.Number, ["round down"] = FeelKind.Number,
        ["round half up"] = FeelKind.Number, ["round half down"] = FeelKind.Number, ["modulo"] = FeelKind.Number, ["sqrt"] = FeelKind.Number, ["log"] = FeelKind.Number,
        ["exp"] = FeelKind.Number, ["odd"] = FeelKind.Boolean, ["even"] = FeelKind.Boolean,
        ["before"] = FeelKind.Boolean, ["after"] = FeelKind.Boolean, ["meets"] = FeelKind.Boolean, ["met by"] = FeelKind.Boolean, ["overlaps"] = FeelKind.Boolean,
        ["overlaps before"] = FeelKind.Boolean, ["overlaps after"] = FeelKind.Boolean, ["finishes"] = FeelKind.Boolean, ["finished by"] = FeelKind.Boolean,
        ["includes"] = FeelKind.Boolean, ["during"] = FeelKind.Boolean, ["starts"] = FeelKind.Boolean, ["started by"] = FeelKind.Boolean, ["coincides"] = FeelKind.Boolean,
        ["day of year"] = FeelKind.Number, ["day of week"] = FeelKind.String, ["month of year"] = FeelKind.String, ["week of year"] = FeelKind.Number,
        ["last day of month"] = FeelKind.Number, ["now"] = FeelKind.DateTime, ["today"] = FeelKind.Date, ["is"] = FeelKind.Boolean,
    };

    private FeelType Call(Call node, TypeScope? scope)
    {
        var arguments = node.Arguments.Select(argument => Infer(argument, scope)).ToArray();
        if (node.Target is Name { Text: var name } && TypeScope.Find(scope, name) is null && !names.ContainsKey(name) && BuiltIns.Find(name)?.BuiltIn is { } builtIn)
        {
            Fits(node, builtIn, arguments);
            return Results.TryGetValue(name, out var kind) ? FeelType.Of(kind) : FeelType.Any;
        }
        var target = Infer(node.Target, scope);
        if (target is { Kind: FeelKind.Function, Parameters: { } parameters } && parameters.Count != arguments.Length)
            Problem(node, "feel.argument-count", text[node.Target.Start..node.Target.End], parameters.Count, arguments.Length);
        return target.Kind == FeelKind.Function ? target.Element ?? FeelType.Any
            : IsOpen(target) ? FeelType.Any : Problem(node, "feel.not-a-function", text[node.Target.Start..node.Target.End]);
    }

    private void Fits(Call node, BuiltIn builtIn, FeelType[] arguments)
    {
        (Parameter Parameter, FeelType Given)? misfit = null;
        var counts = false;
        foreach (var overload in builtIn.Overloads)
        {
            var bound = node.Names is null ? [.. arguments.Select((type, i) => (overload.At(i), type))] : ByName(overload, node.Names, arguments);
            if (bound is null || (node.Names is null && !overload.Takes(arguments.Length)))
                continue;
            counts = true;
            if (bound.Where(pair => !MayBe(pair.Parameter, pair.Type)).Select(pair => ((Parameter, FeelType)?)pair).FirstOrDefault() is not { } wrong)
                return;
            misfit ??= wrong;
        }
        if (misfit is { } found)
            Problem(node, "feel.bad-argument", builtIn.Name, found.Parameter.Name, found.Parameter.Kind, Kinds.Of(found.Given.Kind));
        else if (node.Names is null && !counts)
            Problem(node, "feel.argument-count", builtIn.Name, string.Join(" / ", builtIn.Overloads.Select(overload => overload.Counts).Distinct()), arguments.Length);
        else
            Problem(node, "feel.parameter-names", builtIn.Name, string.Join(", ", builtIn.Overloads[0].Parameters.Select(parameter => parameter.Name)));
    }

    private static (Parameter Parameter, FeelType Type)[]? ByName(Overload overload, IReadOnlyList<string> names, FeelType[] types)
    {
        var pairs = names.Select((name, i) => (Parameter: overload.Parameters.FirstOrDefault(parameter => parameter.Name == name), types[i])).ToArray();
        return pairs.Any(pair => pair.Parameter is null) || overload.Parameters.Any(parameter => !parameter.Optional && !parameter.Variadic && !names.Contains(parameter.Name))
            ? null : [.. pairs.Select(pair => (pair.Parameter!, pair.Item2))];
    }

    /// <summary>Whether a value of the type may be what the parameter takes; a list may hold the one item that is wanted.</summary>
    private static bool MayBe(Parameter parameter, FeelType type) => type.Kind == FeelKind.Any || parameter.Kind.Word is "any" or "list" || type.Kind switch
    {
        FeelKind.Null => parameter.Nullable,
        FeelKind.List => type.Element is null || MayBe(parameter, type.Element),
        FeelKind.Number => parameter.Kind.Word is "number" or "integer" or "point",
        FeelKind.Date => parameter.Kind.Word is "date" or "day" or "point",
        FeelKind.DateTime => parameter.Kind.Word is "date and time" or "day" or "point",
        FeelKind.Duration => parameter.Kind.Word is "duration" or "point",
        FeelKind.Range or FeelKind.Function or FeelKind.Context or FeelKind.Boolean => parameter.Kind.Word == Kinds.Of(type.Kind).Word,
        _ => parameter.Kind.Word == Kinds.Of(type.Kind).Word || parameter.Kind.Word == "point",
    };
}
