using Sen.Feel.Dmn;

namespace Sen.Feel;

/// <summary>FEEL text inside a DMN file: a tree over a source text of its own.</summary>
internal sealed record Embedded(string Text, Node Inner, Names Names, bool IsTest) : Node(0, 0);

/// <summary>A text that did not parse: null with the reason, and a problem of the model.</summary>
internal sealed record Broken(FeelSyntaxException Error) : Node(0, 0);

/// <summary>A value converted to a declared type; null where it does not conform.</summary>
internal sealed record Typed(Node Inner, FeelType Type) : Node(0, 0);

/// <summary>A function with declared types that are already resolved (boxed functions, knowledge models).</summary>
internal sealed record BoxedFunction(IReadOnlyList<string> Parameters, IReadOnlyList<FeelType> Types, Node? Body) : Node(0, 0);

/// <summary>A decision table.</summary>
internal sealed record Table(DecisionTable Definition) : Node(0, 0);

internal sealed partial class Compiler
{
    private Code Boxed(Node node, Scope? scope)
    {
        switch (node)
        {
            case Embedded embedded:
                return Embedded(embedded, scope);
            case Broken broken:
                return Failing(broken, "feel.syntax", broken.Error);
            case Typed typed:
                var value = Compile(typed.Inner, scope);
                return env => Converted(value(env), typed.Type, env.Run);
            case BoxedFunction function:
                return BoxedFunction(function, scope);
            case Table table:
                return new TableCompiler(this, table.Definition, scope).Compile();
            default:
                throw new NotSupportedException(node.GetType().Name);
        }
    }

    /// <summary>
    /// A model's names hold everywhere in it, but only those in scope are names where they stand: "Person.Gender" is a parameter here and a path there,
    /// so a text with a name of symbols that nothing explains is read once more without it (DMN 1.5 §10.3.1.4).
    /// </summary>
    private Code Embedded(Embedded embedded, Scope? scope)
    {
        var (node, strange) = (embedded.Inner, new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            var inner = new Compiler(embedded.Text, traces, types);
            var code = inner.Compile(node, scope);
            if (!inner.FreeNames.Any(name => Names.HasSymbols(name) && !inner.MemberNames.Contains(name) && strange.Add(name)) || Again(embedded, strange) is not { } again)
            {
                FreeNames.UnionWith(inner.FreeNames);
                MemberNames.UnionWith(inner.MemberNames);
                return code;
            }
            node = again;
        }
    }

    private static Node? Again(Embedded embedded, HashSet<string> without)
    {
        try
        {
            var names = embedded.Names.Without(without);
            return embedded is { IsTest: true, Inner: UnaryTests { Tests: [var only], Negated: false } } && Parser.UnaryTests(embedded.Text, names) is UnaryTests whole
                && whole.Tests.FirstOrDefault(test => test.Start == only.Start) is { } same ? new UnaryTests([same], false, same.Start, same.End)
                : embedded.IsTest ? Parser.UnaryTests(embedded.Text, names) : Parser.Expression(embedded.Text, names);
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }

    internal static object? Converted(object? value, FeelType type, Run run) => type.TryConvert(value, out var converted, run) ? converted
        : run.Null(Source.None, "dmn.wrong-type", value, Kinds.Of(type.Kind));

    private Code BoxedFunction(BoxedFunction function, Scope? scope)
    {
        if (function.Body is null)
            return env => new FeelFunction("", function.Parameters, (run, _) => run.Null(Source.None, "feel.external"));
        var body = Compile(function.Body, function.Parameters.Aggregate(scope, (outer, name) => new Scope(outer, name)));
        var (result, cost) = (function.Body is Typed typed ? typed.Type : FeelType.Any, Nodes.Cost(function.Body));
        return env => new FeelFunction("", function.Parameters, (run, arguments) => body(Bind(run, env, arguments)))
        {
            ParameterTypes = function.Types,
            Result = result,
            Cost = cost,
        };
    }

    /// <summary>Tests of a cell, with the value under test in a scope of its own.</summary>
    internal Func<Env, object?, bool> CellTests(Node tests, Scope? scope)
    {
        var code = Compile(tests, new Scope(scope, "?"));
        return (env, value) => code(env.With(value)) is true;
    }
}
