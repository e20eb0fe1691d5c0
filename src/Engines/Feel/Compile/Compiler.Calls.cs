namespace Sen.Feel;

internal sealed partial class Compiler
{
    private Code Call(Call node, Scope? scope)
    {
        var target = Compile(node.Target, scope);
        var arguments = node.Arguments.Select(argument => Compile(argument, scope)).ToArray();
        var (at, names) = (At(node), node.Names);
        if (Written(node, scope) is { } constant)
        {
            var (name, once) = (((Name)node.Target).Text, target);
            return env => env.Run.Context.ContainsKey(name) ? Invoked(env, once(env)) : constant;
        }
        return env => Invoked(env, target(env));

        object? Invoked(Env env, object? called) => called is FeelFunction function
            ? Invocation.Invoke(env.Run, at, function, Array.ConvertAll(arguments, argument => argument(env)), names)
            : env.Run.Null(at, "feel.not-a-function", text[node.Target.Start..node.Target.End]);
    }

    /// <summary>The value of a date, time or duration that is written as a call with its text, made once; null where a name in scope could hide the function.</summary>
    internal static object? Written(Call node, Scope? scope)
    {
        if (node is not { Names: null, Target: Name { Text: "date" or "time" or "date and time" or "duration" } name, Arguments: [Literal { Value: string text }] })
            return null;
        for (var s = scope; s is not null; s = s.Parent)
        {
            if (s.IsItem || s.Variable == name.Text || s.Entries?.Contains(name.Text) == true)
                return null;
        }
        return BuiltIns.Find(name.Text)!.BuiltIn!.Invoke(Run.Idle, Source.None, [text], null);
    }

    private Code Function(FunctionLiteral node, Scope? scope)
    {
        var parameters = node.Parameters.Select(parameter => parameter.Name).ToArray();
        var declared = node.Parameters.Select(parameter => parameter.Type is null ? FeelType.Any : ResolveType(parameter.Type) ?? FeelType.Any).ToArray();
        if (node.Body is null)
        {
            var at = At(node);
            return env => new FeelFunction("", parameters, (run, _) => run.Null(at, "feel.external"));
        }
        var inner = parameters.Aggregate(scope, (outer, name) => new Scope(outer, name));
        var (body, cost) = (Compile(node.Body, inner), Nodes.Cost(node.Body));
        return env => new FeelFunction("", parameters, (run, arguments) => body(Bind(run, env, arguments))) { ParameterTypes = declared, Cost = cost };
    }

    /// <summary>
    /// The environment of a call. A function may outlive the run that made it (a decision's value), so the chain is rebuilt on the run that calls.
    /// </summary>
    private static Env Bind(Run run, Env env, object?[] arguments)
    {
        var bound = ReferenceEquals(run, env.Run) ? env : env.On(run);
        foreach (var argument in arguments)
            bound = bound.With(argument);
        return bound;
    }
}

/// <summary>Matches arguments with parameters, by position or by name, and calls.</summary>
internal static class Invocation
{
    public static object? Invoke(Run run, Source at, FeelFunction function, object?[] arguments, IReadOnlyList<string>? names)
    {
        if (function.BuiltIn is { } builtIn)
            return builtIn.Invoke(run, at, arguments, names);
        if (names is not null)
        {
            if (Ordered(function.Parameters, arguments, names) is not { } ordered)
                return run.Null(at, "feel.parameter-names", function.Name, string.Join(", ", function.Parameters));
            arguments = ordered;
        }
        if (arguments.Length != function.Parameters.Count)
            return run.Null(at, "feel.argument-count", function.Name, function.Parameters.Count, arguments.Length);
        for (var i = 0; i < arguments.Length && function.ParameterTypes is { } types; i++)
        {
            if (!types[i].TryConvert(arguments[i], out arguments[i], run))
                return run.Null(at, "feel.bad-argument", function.Name, function.Parameters[i], Kinds.Of(types[i].Kind), Kinds.Of(arguments[i]));
        }
        return run.Call(function, arguments);
    }

    private static object?[]? Ordered(IReadOnlyList<string> parameters, object?[] arguments, IReadOnlyList<string> names)
    {
        var ordered = new object?[parameters.Count];
        if (names.Count != parameters.Count)
            return null;
        for (var i = 0; i < parameters.Count; i++)
        {
            var found = Find(names, parameters[i]);
            if (found < 0)
                return null;
            ordered[i] = arguments[found];
        }
        return ordered;
    }

    internal static int Find(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }
        return -1;
    }
}
