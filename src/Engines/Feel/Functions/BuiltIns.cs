namespace Sen.Feel;

/// <summary>All built-in functions by name. Each group stands in a file of its own, in the order of DMN 1.5 §10.3.4.</summary>
internal static partial class BuiltIns
{
    private static readonly Dictionary<string, BuiltIn> All = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, FeelFunction> Functions = Load();

    /// <summary>Names of functions and types that a plain run of words would not make, because a keyword stands in them.</summary>
    public static IReadOnlyList<string> SpecialNames { get; } =
        [.. Functions.Keys.Concat(FeelType.Named.Keys).Where(name => name.Contains(' ', StringComparison.Ordinal))];

    public static IEnumerable<string> Names => Functions.Keys;

    public static FeelFunction? Find(string name) => Functions.GetValueOrDefault(name);

    private static Dictionary<string, FeelFunction> Load()
    {
        AddConversion();
        AddText();
        AddPatterns();
        AddLists();
        AddListEdits();
        AddStatistics();
        AddNumeric();
        AddTemporal();
        AddRanges();
        AddContexts();
        All["count"].IsQuick = true;
        // Some thirty microseconds, where others need one.
        (All["exp"].Cost, All["log"].Cost) = (30, 30);
        return All.ToDictionary(entry => entry.Key, entry => entry.Value.ToFunction(), StringComparer.Ordinal);
    }

    /// <summary>Declares an overload: <c>name(parameter: kind, optional?: kind, rest...: kind)</c>.</summary>
    private static void Add(string signature, Func<Run, object?[], object?> body)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        var name = signature[..open];
        if (!All.TryGetValue(name, out var builtIn))
            All[name] = builtIn = new BuiltIn(name);
        var parameters = signature[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        builtIn.Add([.. parameters.Select(Parameter.Read)], body);
    }

    private static int I(object? value) => (int)(decimal)value!;

    private static string S(object? value) => (string)value!;

    private static IReadOnlyList<object?> L(object? value) => (IReadOnlyList<object?>)value!;
}
