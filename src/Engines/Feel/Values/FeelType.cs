namespace Sen.Feel;

/// <summary>The kinds of types of DMN 1.5 §10.3.2.9.</summary>
public enum FeelKind
{
    /// <summary>Every value.</summary>
    Any,

    /// <summary>Only null.</summary>
    Null,

    /// <summary>Number.</summary>
    Number,

    /// <summary>String.</summary>
    String,

    /// <summary>Boolean.</summary>
    Boolean,

    /// <summary>Date.</summary>
    Date,

    /// <summary>Time of day.</summary>
    Time,

    /// <summary>Date and time.</summary>
    DateTime,

    /// <summary>Days and time duration.</summary>
    Duration,

    /// <summary>Years and months duration.</summary>
    YearMonthDuration,

    /// <summary>List of an element type.</summary>
    List,

    /// <summary>Context with typed entries.</summary>
    Context,

    /// <summary>Range of an element type.</summary>
    Range,

    /// <summary>Function.</summary>
    Function,
}

/// <summary>A FEEL type, built in or from an item definition.</summary>
public sealed class FeelType
{
    internal FeelType(FeelKind kind) => Kind = kind;

    /// <summary>The kind.</summary>
    public FeelKind Kind { get; }

    /// <summary>Element of a list or range, result of a function.</summary>
    public FeelType? Element { get; internal set; }

    /// <summary>Entries of a context.</summary>
    public IReadOnlyDictionary<string, FeelType>? Fields { get; internal set; }

    /// <summary>Parameters of a function; null where any do.</summary>
    public IReadOnlyList<FeelType>? Parameters { get; internal set; }

    /// <summary>Unary tests that a value must pass besides (allowed values of an item definition).</summary>
    public FeelExpression? Allowed { get; internal set; }

    /// <summary>The type that an item definition narrows.</summary>
    internal FeelType? Refines { get; set; }

    /// <summary>Every value.</summary>
    public static FeelType Any { get; } = new(FeelKind.Any);

    private static readonly FeelType[] Plain = [.. Enum.GetValues<FeelKind>().Select(kind => kind == FeelKind.Any ? Any : new FeelType(kind) { Element = kind is FeelKind.List or FeelKind.Range ? Any : null })];

    /// <summary>The type of a kind, with no word of elements, entries or parameters.</summary>
    public static FeelType Of(FeelKind kind) => Plain[(int)kind];

    /// <summary>A list of an element type.</summary>
    public static FeelType ListOf(FeelType element) => new(FeelKind.List) { Element = element };

    /// <summary>A range of an element type.</summary>
    public static FeelType RangeOf(FeelType element) => new(FeelKind.Range) { Element = element };

    /// <summary>A context with these entries and, for a static check, no others.</summary>
    public static FeelType ContextOf(IReadOnlyDictionary<string, FeelType> fields) => new(FeelKind.Context) { Fields = fields };

    /// <summary>The type that a value has, as sample data shows it: entries of contexts, the common type of items.</summary>
    public static FeelType Of(object? value) => FeelValues.Import(value) switch
    {
        null => Of(FeelKind.Null),
        decimal or FeelNumber => Of(FeelKind.Number),
        string => Of(FeelKind.String),
        bool => Of(FeelKind.Boolean),
        DateOnly or FeelDate => Of(FeelKind.Date),
        FeelTime => Of(FeelKind.Time),
        FeelDateTime => Of(FeelKind.DateTime),
        FeelDuration => Of(FeelKind.Duration),
        FeelYearMonthDuration => Of(FeelKind.YearMonthDuration),
        FeelRange range => RangeOf(Join(Of(range.Start), Of(range.End))),
        FeelFunction => Of(FeelKind.Function),
        IReadOnlyDictionary<string, object?> context => ContextOf(context.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal)),
        IReadOnlyList<object?> items => ListOf(items.Select(Of).Aggregate(Of(FeelKind.Null), Join)),
        _ => Any,
    };

    /// <summary>The narrowest type that has the values of both; null goes with everything.</summary>
    internal static FeelType Join(FeelType a, FeelType b)
    {
        if (a.Kind == FeelKind.Null || ReferenceEquals(a, b))
            return b;
        if (b.Kind == FeelKind.Null)
            return a;
        if (a.Kind != b.Kind)
            return Any;
        return a.Kind switch
        {
            FeelKind.List => ListOf(Join(a.Element ?? Any, b.Element ?? Any)),
            FeelKind.Range => RangeOf(Join(a.Element ?? Any, b.Element ?? Any)),
            FeelKind.Context when a.Fields is not null && b.Fields is not null => ContextOf(a.Fields.Keys.Union(b.Fields.Keys).ToDictionary(
                name => name, name => a.Fields.TryGetValue(name, out var x) && b.Fields.TryGetValue(name, out var y) ? Join(x, y) : Any, StringComparer.Ordinal)),
            _ => Of(a.Kind),
        };
    }

    internal static readonly Dictionary<string, FeelType> Named = new(StringComparer.Ordinal)
    {
        ["Any"] = Any,
        ["Null"] = new(FeelKind.Null),
        ["number"] = new(FeelKind.Number),
        ["string"] = new(FeelKind.String),
        ["boolean"] = new(FeelKind.Boolean),
        ["date"] = new(FeelKind.Date),
        ["time"] = new(FeelKind.Time),
        ["date and time"] = new(FeelKind.DateTime),
        ["dateTime"] = new(FeelKind.DateTime),
        ["days and time duration"] = new(FeelKind.Duration),
        ["dayTimeDuration"] = new(FeelKind.Duration),
        ["years and months duration"] = new(FeelKind.YearMonthDuration),
        ["yearMonthDuration"] = new(FeelKind.YearMonthDuration),
        ["list"] = new(FeelKind.List) { Element = Any },
        ["context"] = new(FeelKind.Context),
        ["range"] = new(FeelKind.Range) { Element = Any },
        ["function"] = new(FeelKind.Function),
    };

    /// <summary>Whether <c>instance of</c> holds, which asks for the kind and not for allowed values. Null is an instance of Null only.</summary>
    /// <exception cref="FeelLimitException">The value is nested too deep, or has more than a million parts.</exception>
    public bool IsInstance(object? value) => IsInstance(value, null, 0);

    internal bool IsInstance(object? value, Run? run, int depth) => value is null ? Kind == FeelKind.Null : HasKind(value, ofKindOnly: true, run, depth);

    /// <summary>Whether a value is of the kind and among the allowed values.</summary>
    /// <exception cref="FeelLimitException">The value is nested too deep, or has more than a million parts.</exception>
    public bool Includes(object? value) => Includes(value, null, 0);

    private bool Includes(object? value, Run? run, int depth) => value is null ? Kind == FeelKind.Null : HasKind(value, ofKindOnly: false, run, depth)
        && Refines?.Includes(value, run, depth) != false && (Allowed is null || Allowed.Passes(value));

    private bool HasKind(object value, bool ofKindOnly, Run? run, int depth)
    {
        switch (Kind)
        {
            case FeelKind.Any: return true;
            case FeelKind.Number: return Numbers.Is(value);
            case FeelKind.String: return value is string;
            case FeelKind.Boolean: return value is bool;
            case FeelKind.Date: return value is DateOnly or FeelDate;
            case FeelKind.Time: return value is FeelTime;
            case FeelKind.DateTime: return value is FeelDateTime;
            case FeelKind.Duration: return value is FeelDuration;
            case FeelKind.YearMonthDuration: return value is FeelYearMonthDuration;
            case FeelKind.Function: return value is FeelFunction function && IncludesFunction(function);
            case FeelKind.Range: return value is FeelRange range && (Element!.Kind == FeelKind.Any || (Holds(Element, range.Start) && Holds(Element, range.End)));
            case FeelKind.List: return value is IReadOnlyList<object?> list && (Element!.Kind == FeelKind.Any || list.All(item => Holds(Element, item)));
            case FeelKind.Context:
                return value is IReadOnlyDictionary<string, object?> context
                    && (Fields is null || Fields.All(field => context.TryGetValue(field.Key, out var item) && Holds(field.Value, item)));
            default: return false;
        }

        bool Holds(FeelType type, object? part)
        {
            (run ??= Run.Idle).Visit(depth + 1);
            return part is null || (ofKindOnly ? type.IsInstance(part, run, depth + 1) : type.Includes(part, run, depth + 1));
        }
    }

    /// <summary>Null conforms to every type, as a value that is not there yet.</summary>
    internal bool Conforms(object? value, Run? run = null) => value is null || Includes(value, run, 0);

    /// <summary>Functions: parameters contravariant, result covariant.</summary>
    private bool IncludesFunction(FeelFunction function) =>
        (Parameters is null || (Parameters.Count == function.Parameters.Count
            && !Parameters.Where((wanted, i) => !wanted.IsWithin(function.ParameterTypes?[i] ?? Any)).Any()))
        && (Element is null || function.Result.Kind == FeelKind.Any || function.Result.IsWithin(Element));

    internal bool IsWithin(FeelType other) =>
        other.Kind == FeelKind.Any || ReferenceEquals(this, other) || Refines?.IsWithin(other) == true || (Kind == other.Kind && Kind switch
        {
            FeelKind.List or FeelKind.Range => Element!.IsWithin(other.Element!),
            FeelKind.Context => other.Fields is null || (Fields is not null
                && other.Fields.All(field => Fields.TryGetValue(field.Key, out var mine) && mine.IsWithin(field.Value))),
            FeelKind.Function => (other.Element is null || (Element ?? Any).IsWithin(other.Element))
                && (other.Parameters is null || (Parameters is not null && Parameters.Count == other.Parameters.Count
                    && !Parameters.Where((mine, i) => !other.Parameters[i].IsWithin(mine)).Any())),
            _ => true,
        });

    /// <summary>
    /// The conversions of DMN 1.5 §10.3.2.9.4: a list of one to its item, a value to a list of one, a date to its midnight in UTC.
    /// False where the value still does not conform.
    /// </summary>
    internal bool TryConvert(object? value, out object? converted, Run? run = null)
    {
        converted = value;
        if (Conforms(value, run))
            return true;
        if (Kind == FeelKind.List && value is not IReadOnlyList<object?>)
            converted = new object?[] { value };
        else if (Kind != FeelKind.List && value is IReadOnlyList<object?> { Count: 1 } single)
            converted = single[0];
        else if (Kind == FeelKind.DateTime && FeelValues.TryDate(value, out var date))
            converted = new FeelDateTime(date, new FeelTime(0, 0));
        else
            return false;
        if (Conforms(converted, run))
            return true;
        converted = null;
        return false;
    }
}
