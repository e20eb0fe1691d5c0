namespace Sen.Feel;

/// <summary>A built-in function with its overloads, as the tables of DMN 1.5 §10.3.4 declare them.</summary>
internal sealed class BuiltIn(string name)
{
    private readonly List<(Parameter[] Parameters, Func<Run, object?[], object?> Body)> overloads = [];

    public string Name { get; } = name;

    /// <summary>Names of the parameters of the first overload.</summary>
    public IReadOnlyList<string> Parameters => [.. overloads[0].Parameters.Select(parameter => parameter.Name)];

    /// <summary>The same function for callers that pass values in order, such as <c>sort</c> with a built-in comparer.</summary>
    public FeelFunction ToFunction() => new(Name, Parameters, (run, arguments) => Invoke(run, Source.None, arguments, null)) { BuiltIn = this };

    public void Add(Parameter[] parameters, Func<Run, object?[], object?> body) => overloads.Add((parameters, body));

    public object? Invoke(Run run, Source at, object?[] arguments, IReadOnlyList<string>? names)
    {
        run.Step();
        FormattableString? problem = null;
        foreach (var (parameters, body) in overloads)
        {
            var given = names is null ? arguments : ByName(parameters, arguments, names);
            if (given is null)
                problem ??= $"{Name} has the parameters {string.Join(", ", parameters.Select(parameter => parameter.Name))}.";
            else if (Bind(parameters, given, ref problem) is { } bound)
                return body(run, bound) ?? run.Null(at, "feel.function-null", $"{Name} has no value for these arguments.");
        }
        return run.Null(at, "feel.bad-arguments", problem!);
    }

    private static object?[]? ByName(Parameter[] parameters, object?[] arguments, IReadOnlyList<string> names)
    {
        var ordered = new object?[parameters.Length];
        var (used, last) = (0, 0);
        for (var i = 0; i < parameters.Length; i++)
        {
            var found = Invocation.Find(names, parameters[i].Name);
            if (found < 0 && !parameters[i].Optional)
                return null;
            ordered[i] = found < 0 ? Missing.Value : arguments[found];
            if (found >= 0)
                (used, last) = (used + 1, i + 1);
        }
        return used == names.Count ? ordered[..last] : null;
    }

    /// <summary>The arguments converted to what the parameters want, padded with <see cref="Missing"/>; null with the problem otherwise.</summary>
    private object?[]? Bind(Parameter[] parameters, object?[] given, ref FormattableString? problem)
    {
        var variadic = parameters is [.., { Variadic: true }];
        var required = parameters.Count(parameter => !parameter.Optional && !parameter.Variadic);
        if (given.Length < required || (!variadic && given.Length > parameters.Length))
        {
            problem ??= $"{Name} takes {required} to {parameters.Length} arguments, not {given.Length}.";
            return null;
        }
        var bound = new object?[Math.Max(given.Length, variadic ? parameters.Length - 1 : parameters.Length)];
        for (var i = 0; i < bound.Length; i++)
        {
            var parameter = parameters[Math.Min(i, parameters.Length - 1)];
            bound[i] = i < given.Length ? given[i] : Missing.Value;
            if (bound[i] is Missing || parameter.Accepts(ref bound[i]))
                continue;
            problem = $"{Name}: '{parameter.Name}' must be a {parameter.Kind}, not {Kinds.Of(bound[i])}.";
            return null;
        }
        return bound;
    }
}

/// <summary>An optional argument that was not given, which is not the same as null.</summary>
internal sealed class Missing
{
    public static readonly Missing Value = new();
}

/// <summary>A parameter of a built-in. <see cref="Kind"/> is a word of <see cref="Accepts"/>; a question mark behind it allows null.</summary>
internal sealed record Parameter(string Name, string Kind, bool Optional, bool Variadic)
{
    /// <summary>Reads <c>name?: kind</c> and <c>name...: kind</c>.</summary>
    public static Parameter Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[..colon].Trim();
        var variadic = name.EndsWith("...", StringComparison.Ordinal);
        var optional = name.EndsWith('?');
        return new Parameter(name.TrimEnd('.', '?'), text[(colon + 1)..].Trim(), optional, variadic);
    }

    /// <summary>Whether the value fits, after the conversions of DMN 1.5 §10.3.2.9.4.</summary>
    public bool Accepts(ref object? value)
    {
        if (value is null)
            return Kind is "any" or [.., '?'];
        if (Kind is not ("any" or "list" or "list?") && value is IReadOnlyList<object?> { Count: 1 } single)
            value = single[0];
        switch (Kind.TrimEnd('?'))
        {
            case "any": return true;
            case "list":
                value = FeelValues.AsList(value);
                return true;
            case "string": return value is string;
            case "number": return value is decimal;
            case "integer": return value is decimal n && Math.Abs(n) <= int.MaxValue && (value = decimal.Truncate(n)) is not null;
            case "boolean": return value is bool;
            case "context": return value is IReadOnlyDictionary<string, object?>;
            case "function": return value is FeelFunction;
            case "range": return value is FeelRange;
            case "date": return value is DateOnly or FeelDate;
            case "time": return value is FeelTime;
            case "date and time": return value is FeelDateTime;
            case "duration": return value is FeelDuration;
            case "day": return value is DateOnly or FeelDate or FeelDateTime;
            case "point": return value is not (FeelRange or IReadOnlyList<object?>);
            default: throw new InvalidOperationException(Kind);
        }
    }
}
