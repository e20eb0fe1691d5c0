using System.Runtime.CompilerServices;

namespace Sen.Feel.Dmn;

/// <summary>One evaluation of a requirement graph: every decision at most once, inputs converted to their types.</summary>
internal sealed class DmnSession(Run run, IReadOnlyDictionary<string, object?> inputs)
{
    private readonly Dictionary<DmnElement, object?> values = [];
    private readonly HashSet<DmnElement> evaluating = [];

    public object? Value(DmnElement element)
    {
        if (values.TryGetValue(element, out var known))
            return known;
        if (!evaluating.Add(element))
            return run.Null(Source.None, "dmn.circle", element.Name);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FeelLimitException("depth", "The requirement graph is too deep.");
        var value = element.Kind switch
        {
            DmnKind.Input => Input(element),
            DmnKind.Decision when inputs.ContainsKey(element.Name) => Input(element),
            DmnKind.Service => ServiceFunction(element),
            DmnKind.Knowledge => Knowledge(element),
            _ => element.Code!(new Env(run, null, Required(element))),
        };
        evaluating.Remove(element);
        return values[element] = value;
    }

    /// <summary>The result of a service in a session whose inputs are its parameters.</summary>
    public object? Service(DmnElement service)
    {
        if (service.OutputElements is [var only])
            return Compiler.Converted(Value(only), (service.Type is { Kind: FeelKind.Function } function ? function.Element : service.Type) ?? FeelType.Any, run);
        var context = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var output in service.OutputElements)
            context[output.Name] = Value(output);
        return context;
    }

    private object? Input(DmnElement element)
    {
        if (!inputs.TryGetValue(element.Name, out var value))
            return run.Null(Source.None, "dmn.no-input", element.Name);
        value = FeelValues.Import(value);
        return element.Type is { } type ? Compiler.Converted(value, type, run) : value;
    }

    private Dictionary<string, object?> Required(DmnElement element)
    {
        var required = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (import, other) in element.Requires)
            Place(import, required)[other.Name] = Value(other);
        return required;

        // What comes by a named import is an entry of a context of that name (DMN 1.5 §7.3.4).
        static IDictionary<string, object?> Place(string? import, Dictionary<string, object?> required)
        {
            if (string.IsNullOrEmpty(import))
                return required;
            if (required.GetValueOrDefault(import) is not OrderedDictionary<string, object?> context)
                required[import] = context = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
            return context;
        }
    }

    private FeelFunction ServiceFunction(DmnElement service)
    {
        var parameters = service.ParameterElements;
        return new FeelFunction(service.Name, [.. parameters.Select(parameter => parameter.Name)], (caller, arguments) =>
        {
            var given = parameters.Zip(arguments).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
            return new DmnSession(caller, given).Service(service);
        })
        {
            ParameterTypes = [.. parameters.Select(parameter => parameter.Type ?? FeelType.Any)],
            Result = service.Type ?? FeelType.Any,
        };
    }

    /// <summary>A knowledge model as a function that may call itself by its name.</summary>
    private FeelFunction? Knowledge(DmnElement element)
    {
        var required = Required(element);
        if (element.Code!(new Env(run, null, required)) is not FeelFunction function)
            return null;
        var named = new FeelFunction(element.Name, function.Parameters, function.Body) { ParameterTypes = function.ParameterTypes, Result = function.Result, Cost = function.Cost };
        required[element.Name] = named;
        return named;
    }
}
