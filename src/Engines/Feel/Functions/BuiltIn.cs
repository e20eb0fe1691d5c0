namespace Sen.Feel;

/// <summary>A built-in function with its overloads, as the tables of DMN 1.5 §10.3.4 declare them.</summary>
internal sealed class BuiltIn(string name)
{
    private readonly List<Overload> overloads = [];

    public string Name { get; } = name;

    public IReadOnlyList<Overload> Overloads => overloads;

    /// <summary>Steps of a call, besides those for the size of what it is given.</summary>
    public int Cost { get; set; } = 1;

    /// <summary>It takes no longer for a long list.</summary>
    public bool IsQuick { get; set; }

    /// <summary>The same function for callers that pass values in order, such as <c>sort</c> with a built-in comparer.</summary>
    public FeelFunction ToFunction() =>
        new(Name, [.. overloads[0].Parameters.Select(parameter => parameter.Name)], (run, arguments) => Invoke(run, Source.None, arguments, null)) { BuiltIn = this };

    public void Add(Parameter[] parameters, Func<Run, object?[], object?> body) => overloads.Add(new Overload(parameters, body));

    /// <summary>Calls the first overload that fits. The arguments are the callee's to keep.</summary>
    public object? Invoke(Run run, Source at, object?[] arguments, IReadOnlyList<string>? names)
    {
        run.Step(Cost);
        if (!IsQuick)
        {
            foreach (var argument in arguments)
                run.Work(argument);
        }
        var problem = new Misfit();
        foreach (var overload in overloads)
        {
            var given = names is null ? arguments : overload.ByName(arguments, names);
            if (given is null)
                problem.Names ??= overload;
            else if (overload.Bind(given, ref problem) is { } bound)
                return overload.Body(run, bound) ?? run.Null(at, "feel.function-null", Name);
        }
        return problem.Parameter is { } parameter ? run.Null(at, "feel.bad-argument", Name, parameter.Name, parameter.Kind, Kinds.Of(problem.Value))
            : problem.Count is { } counted ? run.Null(at, "feel.argument-count", Name, counted.Counts, arguments.Length)
            : run.Null(at, "feel.parameter-names", Name, string.Join(", ", problem.Names!.Parameters.Select(wanted => wanted.Name)));
    }
}

/// <summary>Why no overload fitted: an argument of the wrong kind tells more than a wrong count, and that more than a wrong name.</summary>
internal struct Misfit
{
    public Overload? Names;
    public Overload? Count;
    public Parameter? Parameter;
    public object? Value;
}

/// <summary>One way to call a built-in.</summary>
internal sealed class Overload(Parameter[] parameters, Func<Run, object?[], object?> body)
{
    private readonly int required = parameters.Count(parameter => !parameter.Optional && !parameter.Variadic);
    private readonly bool variadic = parameters is [.., { Variadic: true }];

    public IReadOnlyList<Parameter> Parameters => parameters;

    public Func<Run, object?[], object?> Body { get; } = body;

    /// <summary>How many arguments it takes, in words: <c>2</c>, <c>2-3</c> or <c>1+</c>.</summary>
    public string Counts => variadic ? $"{required}+" : required == parameters.Length ? $"{required}" : $"{required}-{parameters.Length}";

    public bool Takes(int count) => count >= required && (variadic || count <= parameters.Length);

    /// <summary>The parameter at a position; the last one goes on where it takes the rest.</summary>
    public Parameter At(int position) => parameters[Math.Min(position, parameters.Length - 1)];

    /// <summary>Named arguments in the order of the parameters; null where the names are not these.</summary>
    public object?[]? ByName(object?[] arguments, IReadOnlyList<string> names)
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
    public object?[]? Bind(object?[] given, ref Misfit problem)
    {
        if (!Takes(given.Length))
        {
            problem.Count ??= this;
            return null;
        }
        var bound = given;
        var count = Math.Max(given.Length, variadic ? parameters.Length - 1 : parameters.Length);
        if (count > given.Length)
        {
            bound = new object?[count];
            given.CopyTo(bound, 0);
            Array.Fill(bound, Missing.Value, given.Length, count - given.Length);
        }
        for (var i = 0; i < given.Length; i++)
        {
            var (parameter, value) = (At(i), bound[i]);
            if (value is Missing)
                continue;
            if (!parameter.Accepts(ref value))
            {
                (problem.Parameter, problem.Value) = (parameter, given[i]);
                return null;
            }
            if (ReferenceEquals(value, bound[i]))
                continue;
            // The next overload must see what was given, so a conversion goes to a copy.
            if (ReferenceEquals(bound, given))
                bound = [.. given];
            bound[i] = value;
        }
        return bound;
    }
}

/// <summary>An optional argument that was not given, which is not the same as null.</summary>
internal sealed class Missing
{
    public static readonly Missing Value = new();
}

/// <summary>A parameter of a built-in. <see cref="Kind"/> is a word of <see cref="Accepts"/>.</summary>
internal sealed record Parameter(string Name, FeelWord Kind, bool Nullable, bool Optional, bool Variadic)
{
    /// <summary>Reads <c>name?: kind</c> and <c>name...: kind</c>; a question mark behind the kind allows null.</summary>
    public static Parameter Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, kind) = (text[..colon].Trim(), text[(colon + 1)..].Trim());
        return new Parameter(name.TrimEnd('.', '?'), new FeelWord(kind.TrimEnd('?')), kind is "any" or [.., '?'],
            name.EndsWith('?'), name.EndsWith("...", StringComparison.Ordinal));
    }

    /// <summary>Whether the value fits, after the conversions of DMN 1.5 §10.3.2.9.4.</summary>
    public bool Accepts(ref object? value)
    {
        if (value is null)
            return Nullable;
        if (value is IReadOnlyList<object?> { Count: 1 } single && Kind.Word is not ("any" or "list"))
            value = single[0];
        switch (Kind.Word)
        {
            case "any": return true;
            case "list":
                value = FeelValues.AsList(value);
                return true;
            case "string": return value is string;
            case "number": return Numbers.Is(value);
            case "integer":
                if (!Numbers.Is(value))
                    return false;
                if (value is not decimal given || !Numbers.IsInteger(given))
                    value = Numbers.Round(value!, 0, Rounding.Down);
                return value is decimal n && Math.Abs(n) <= int.MaxValue;
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
            default: throw new InvalidOperationException(Kind.Word);
        }
    }
}
