using System.Runtime.CompilerServices;

namespace Sen.Feel;

/// <summary>One evaluation: its context, clock, budget, reasons and trace. Never shared between threads.</summary>
internal sealed class Run(IReadOnlyDictionary<string, object?> context, FeelLimits limits, TimeProvider? clock, bool collects = false)
{
    private const int MaxReasons = 100;
    private const int MaxParts = 2_000;
    private int steps;
    private int calls;
    private int parts;
    private List<FeelReason>? reasons;
    private List<FeelExplanation>? explained;

    /// <summary>A run over nothing, for what is evaluated while compiling.</summary>
    public static Run Idle => new(new Dictionary<string, object?>(), FeelLimits.Default, null);

    public IReadOnlyDictionary<string, object?> Context { get; } = context;

    public TimeProvider? Clock { get; } = clock;

    public IReadOnlyList<FeelReason> Reasons => reasons ?? [];

    public IReadOnlyList<FeelExplanation> Explained => explained ?? [];

    /// <summary>What decision tables matched; null where nobody asked.</summary>
    public List<Dmn.TableTrace>? Tables { get; init; }

    public void Step()
    {
        if (++steps > limits.Steps)
            throw new FeelLimitException("steps", $"The evaluation took more than {limits.Steps} steps.");
    }

    public int Room(long size) => size <= limits.Size ? (int)size
        : throw new FeelLimitException("size", $"A value of {size} items or characters is larger than {limits.Size}.");

    public object? Call(FeelFunction function, object?[] arguments)
    {
        Step();
        if (++calls > limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FeelLimitException("depth", $"Calls inside calls went deeper than {limits.Depth}.");
        var value = function.Body(this, arguments);
        calls--;
        return value;
    }

    /// <summary>Null with its reason, which is only kept when someone asked for reasons: the spans live on the stack.</summary>
    public object? Null(Source at, string code, params ReadOnlySpan<object?> args)
    {
        if (collects && (reasons ??= []).Count < MaxReasons)
            reasons.Add(new FeelReason(code, args.ToArray(), at.Line, at.Column));
        return null;
    }

    public object? Trace(Node node, string text, Code inner, Env env)
    {
        var outer = explained;
        explained = [];
        var value = inner(env);
        var mine = explained;
        explained = outer ?? [];
        if (++parts <= MaxParts)
            explained.Add(new FeelExplanation(text[node.Start..node.End], node.Start, value, mine));
        return value;
    }
}

/// <summary>Where a sub-expression stands, for reasons.</summary>
internal readonly record struct Source(int Line, int Column)
{
    public static Source None { get; } = new(1, 1);
}

/// <summary>The variables of a place in an expression: a chain, innermost first, laid out as the compiler's <see cref="Scope"/>s are.</summary>
internal sealed class Env(Run run, Env? parent, object? value)
{
    public Run Run { get; } = run;

    public Env? Parent { get; } = parent;

    public object? Value { get; set; } = value;

    public Env With(object? inner) => new(Run, this, inner);

    /// <summary>The same variables under another run.</summary>
    public Env On(Run other) => new(other, Parent?.On(other), Value);

    public object? Up(int levels)
    {
        var env = this;
        for (; levels > 0; levels--)
            env = env.Parent!;
        return env.Value;
    }
}

/// <summary>A compiled expression.</summary>
internal delegate object? Code(Env env);

/// <summary>What the compiler knows of one link of <see cref="Env"/>: a variable, the entries of a context so far, or the item of a filter.</summary>
internal sealed class Scope(Scope? parent, string? variable = null, HashSet<string>? entries = null)
{
    public Scope? Parent { get; } = parent;

    public string? Variable { get; } = variable;

    public HashSet<string>? Entries { get; } = entries;

    /// <summary>A filter's item, whose members are names that only the run knows.</summary>
    public bool IsItem => Variable is null && Entries is null;
}
