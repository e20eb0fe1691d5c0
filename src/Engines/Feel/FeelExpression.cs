namespace Sen.Feel;

/// <summary>
/// An expression of FEEL (OMG DMN 1.5, clause 10), parsed and compiled once and evaluated many times, from any thread.
/// Values: number = <see cref="decimal"/> (or <see cref="FeelNumber"/>, where 28 digits do not hold it), <see cref="string"/>, <see cref="bool"/>, date = <see cref="DateOnly"/> (or <see cref="FeelDate"/>),
/// time = <see cref="FeelTime"/>, date and time = <see cref="FeelDateTime"/>, durations = <see cref="FeelDuration"/> and <see cref="FeelYearMonthDuration"/>,
/// list = <c>IReadOnlyList&lt;object?&gt;</c>, context = <c>IReadOnlyDictionary&lt;string, object?&gt;</c>, <see cref="FeelRange"/>, <see cref="FeelFunction"/>, null.
/// </summary>
public sealed class FeelExpression
{
    private static readonly Names NoNames = new(BuiltIns.SpecialNames);
    private static readonly IReadOnlyDictionary<string, object?> NoContext = new Dictionary<string, object?>();

    private readonly Node node;
    private readonly Code code;
    private readonly bool isTest;
    private readonly Func<string, FeelType?>? types;
    private readonly Lazy<Code> traced;

    internal FeelExpression(string text, bool isTest, Names? names = null, Func<string, FeelType?>? types = null)
    {
        Text = text;
        this.isTest = isTest;
        this.types = types;
        node = isTest ? Parser.UnaryTests(text, names ?? NoNames) : Parser.Expression(text, names ?? NoNames);
        var compiler = new Compiler(text, traces: false, types);
        code = compiler.Compile(node, Outermost);
        Names = compiler.FreeNames;
        traced = new Lazy<Code>(() => new Compiler(text, traces: true, this.types).Compile(node, Outermost));
    }

    /// <summary>The source text.</summary>
    public string Text { get; }

    /// <summary>The names the context has to bring, for a static check. Members that filters look up in their items are among them.</summary>
    public IReadOnlySet<string> Names { get; }

    private Scope? Outermost => isTest ? new Scope(null, "?") : null;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FeelSyntaxException">The text is not FEEL; says line, column, what was expected and what was found.</exception>
    public static FeelExpression Parse(string text) => new(text, isTest: false);

    /// <summary>Reads an expression in which names with operators or keywords inside ("Pre-bureau risk") are known.</summary>
    public static FeelExpression Parse(string text, IEnumerable<string> knownNames) => new(text, isTest: false, NamesWith(knownNames));

    /// <summary>Reads an expression; false with the error where the text is not FEEL.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FeelExpression? expression, out FeelSyntaxException? error)
    {
        (expression, error) = (null, null);
        try
        {
            expression = Parse(text);
            return true;
        }
        catch (FeelSyntaxException problem)
        {
            error = problem;
            return false;
        }
    }

    /// <summary>Reads the unary tests of a table cell or a list of allowed values. The value under test is the context's <c>?</c>.</summary>
    public static FeelExpression ParseUnaryTests(string text) => new(text, isTest: true);

    /// <summary>Reads unary tests with known names.</summary>
    public static FeelExpression ParseUnaryTests(string text, IEnumerable<string> knownNames) => new(text, isTest: true, NamesWith(knownNames));

    /// <summary>The value in a context. What has no meaning is null; data never makes it throw.</summary>
    /// <exception cref="FeelLimitException">The evaluation spent more than the limits allow.</exception>
    public object? Evaluate(IReadOnlyDictionary<string, object?> context, FeelLimits? limits = null) =>
        Result(new Run(context, limits ?? FeelLimits.Default, null));

    /// <summary>The value in a context, where <c>now()</c> and <c>today()</c> read the given clock; without one they are null.</summary>
    public object? Evaluate(IReadOnlyDictionary<string, object?> context, TimeProvider clock, FeelLimits? limits = null) =>
        Result(new Run(context, limits ?? FeelLimits.Default, clock));

    /// <summary>The value, and why it or parts of it are null.</summary>
    public FeelResult EvaluateWithReasons(IReadOnlyDictionary<string, object?> context, FeelLimits? limits = null) =>
        EvaluateWithReasons(context, null, limits);

    /// <summary>The value with reasons, on a clock.</summary>
    public FeelResult EvaluateWithReasons(IReadOnlyDictionary<string, object?> context, TimeProvider? clock, FeelLimits? limits = null)
    {
        var run = new Run(context, limits ?? FeelLimits.Default, clock, collects: true);
        return new FeelResult(Result(run), run.Reasons);
    }

    /// <summary>The value of every sub-expression that was evaluated, as a tree. At most 2,000 parts are kept, the first ones.</summary>
    public FeelExplanation Explain(IReadOnlyDictionary<string, object?> context) => Explain(context, null);

    /// <summary>The explanation on a clock.</summary>
    public FeelExplanation Explain(IReadOnlyDictionary<string, object?> context, TimeProvider? clock, FeelLimits? limits = null)
    {
        var run = new Run(context, limits ?? FeelLimits.Default, clock);
        var value = run.Result(traced.Value(Root(run)));
        return run.Explained is [var whole] ? whole : new FeelExplanation(Text, 0, value, run.Explained);
    }

    /// <summary>
    /// What can be said before there is data: names that nothing explains, members that are not there, operators on values they have no meaning for.
    /// A pack with problems should be refused when it is loaded.
    /// </summary>
    /// <param name="names">What the context will bring, with types; <see cref="FeelType.Any"/> where the type is not known. For unary tests, <c>?</c> is the value under test.</param>
    public FeelCheck Check(IReadOnlyDictionary<string, FeelType> names)
    {
        var checker = new Checker(Text, names);
        var type = checker.Infer(node, null);
        return new FeelCheck(checker.Problems, type);
    }

    private object? Result(Run run) => run.Result(code(Root(run)));

    /// <summary>Tests one value inside a run that goes on.</summary>
    internal bool Passes(Run run, object? value) => code(new Env(run, null, value)) is true;

    internal bool Passes(object? value) => Passes(new Run(NoContext, FeelLimits.Default, null), value);

    private Env Root(Run run) => new(run, null, isTest ? FeelValues.Import(run.Context.GetValueOrDefault("?")) : null);

    private static Names NamesWith(IEnumerable<string> names) => new(names.Concat(BuiltIns.SpecialNames));
}
