using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sen.Feel;

/// <summary>One evaluation: its context, clock, budget, reasons and trace. Never shared between threads.</summary>
internal sealed class Run(IReadOnlyDictionary<string, object?> context, FeelLimits limits, TimeProvider? clock, bool collects = false)
{
    private static readonly TimeSpan MaxMatching = TimeSpan.FromSeconds(1);
    private const int MaxReasons = 100;
    private const int MaxParts = 2_000;
    private long steps;
    private TimeSpan matching;
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

    /// <summary>Counts a step, or as many as a piece of work is worth.</summary>
    public void Step(long cost = 1)
    {
        if ((steps += cost) > limits.Steps)
            throw new FeelLimitException("steps", $"The evaluation took more than {limits.Steps} steps.");
    }

    /// <summary>Counts work that grows with a value: an item is a sixteenth of a step, a character an eighth of an item.</summary>
    public void Work(object? value)
    {
        var items = value switch
        {
            string text => text.Length / 8,
            IReadOnlyList<object?> list => list.Count,
            IReadOnlyDictionary<string, object?> context => context.Count,
            _ => 0,
        };
        if (items >= 16)
            Step(items / 16);
    }

    /// <summary>Counts one part of a value that is walked through, at its depth: lists that hold a list twice are larger than they look.</summary>
    public void Visit(int depth)
    {
        Step();
        if (depth > FeelLimits.MaxNesting)
            throw new FeelLimitException("depth", $"A value is nested deeper than {FeelLimits.MaxNesting}.");
    }

    /// <summary>A result that can be written out: not too deep, and in all not larger than ten values may be.</summary>
    public object? Result(object? value)
    {
        Measure(value, 0, 0);
        return value;
    }

    private long Measure(object? value, long size, int depth)
    {
        size += value is string text ? text.Length : 1;
        if (depth > FeelLimits.MaxNesting)
            throw new FeelLimitException("depth", $"The result is nested deeper than {FeelLimits.MaxNesting}.");
        if (size > 10L * limits.Size)
            throw new FeelLimitException("size", $"The result has more than {10L * limits.Size} items and characters.");
        if (value is IReadOnlyList<object?> list)
        {
            foreach (var item in list)
                size = Measure(item, size, depth + 1);
        }
        else if (value is IReadOnlyDictionary<string, object?> context)
        {
            foreach (var (key, item) in context)
                size = Measure(item, size + key.Length, depth + 1);
        }
        return size;
    }

    public int Room(long size) => size <= limits.Size ? (int)size
        : throw new FeelLimitException("size", $"A value of {size} items or characters is larger than {limits.Size}.");

    /// <summary>The text of <c>string()</c>; a value whose text is too long ends the evaluation.</summary>
    public string Text(object? value)
    {
        if (value is string known)
            return known;
        var writer = new ValueText(limits.Size);
        var text = writer.Write(value, false);
        if (writer.IsTooDeep)
            throw new FeelLimitException("depth", $"A value is nested deeper than {FeelLimits.MaxNesting}.");
        Room(text.Length);
        Work(text);
        return text;
    }

    /// <summary>Work with regular expressions, whose time is counted over the whole evaluation: many short ones are as slow as a long one.</summary>
    public T Matching<T>(Func<T> work)
    {
        var from = Stopwatch.GetTimestamp();
        try
        {
            var found = work();
            matching += Stopwatch.GetElapsedTime(from);
            return matching < MaxMatching ? found : throw new FeelLimitException("pattern", "Regular expressions ran too long.");
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FeelLimitException("pattern", "A regular expression ran too long.");
        }
    }

    public object? Call(FeelFunction function, object?[] arguments)
    {
        Step(function.Cost);
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
