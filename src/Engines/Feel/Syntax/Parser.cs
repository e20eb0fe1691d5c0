using System.Runtime.CompilerServices;

namespace Sen.Feel;

/// <summary>Recursive descent over the tokens; binary operators by precedence climbing (DMN 1.5 §10.3.1.2, rules 1 to 56).</summary>
internal sealed partial class Parser
{
    // Readings that were tried in vain, nested ones multiplied: without a bound a short text could cost hours.
    private const int MaxFailures = 1_000;

    private readonly string text;
    private readonly Token[] tokens;
    private readonly Names names;
    private int at;
    private int depth;
    private int failures;

    private Parser(string text, Names names)
    {
        this.text = text;
        this.names = names;
        tokens = Lexer.Read(text);
    }

    private Token Now => tokens[at];

    private int LastEnd => at == 0 ? 0 : tokens[at - 1].End;

    public static Node Expression(string text, Names names)
    {
        var parser = new Parser(text, names);
        var node = parser.Expression();
        return parser.Now.Kind == TokenKind.End ? node : throw parser.Unexpected("an operator or the end of the expression");
    }

    public static Node UnaryTests(string text, Names names)
    {
        var parser = new Parser(text, names);
        var node = parser.Tests();
        return parser.Now.Kind == TokenKind.End ? node : throw parser.Unexpected("',' or the end of the tests");
    }

    private Node Expression()
    {
        if (++depth > FeelLimits.MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Unexpected($"at most {FeelLimits.MaxNesting} levels of nesting");
        var node = Binary(0);
        depth--;
        return node;
    }

    private static int Precedence(Token token) => token.Kind switch
    {
        TokenKind.Name => token.Text switch { "or" => 1, "and" => 2, "between" or "in" => 3, _ => 0 },
        TokenKind.Symbol => token.Text switch
        {
            "=" or "!=" or "<" or "<=" or ">" or ">=" => 3,
            "+" or "-" => 4,
            "*" or "/" => 5,
            "**" => 6,
            _ => 0,
        },
        _ => 0,
    };

    private Node Binary(int above)
    {
        var left = Unary();
        for (int precedence; (precedence = Precedence(Now)) > above;)
        {
            var token = tokens[at++];
            left = token.Text switch
            {
                "between" => BetweenTail(left),
                "in" => InTail(left),
                _ => BinaryTail(left, token.Text, Binary(precedence)),
            };
        }
        return left;
    }

    private Binary BinaryTail(Node left, string symbol, Node right) =>
        Grown(new Binary(symbol, left, right, left.Start, right.End), left, right);

    private Between BetweenTail(Node value)
    {
        var low = Binary(3);
        TakeWord("and");
        var high = Binary(3);
        return Grown(new Between(value, low, high, value.Start, high.End), value, low, high);
    }

    private In InTail(Node value)
    {
        // "in (1, 2)" is a list of tests, "in (1..2)" one interval; only the comma or the comparison tells.
        var mark = at;
        if (Now.Is("(") && Attempt(ParenthesisedTests) is { } several)
            return Grown(new In(value, several, value.Start, LastEnd), [value, .. several]);
        at = mark;
        var test = StartsComparison ? ComparisonTest() : Binary(3);
        return Grown(new In(value, [test], value.Start, LastEnd), value, test);
    }

    private Node[] ParenthesisedTests()
    {
        Take("(");
        var tests = PositiveTests();
        Take(")");
        return Precedence(Now) > 3 || Now.Is(".") || Now.Is("[") ? throw Unexpected("the end of the tests") : tests;
    }

    private Node Unary()
    {
        var minuses = new List<int>();
        while (Now.Is("-"))
        {
            minuses.Add(Now.Start);
            at++;
        }
        if (minuses.Count > FeelLimits.MaxNesting)
            throw Unexpected($"at most {FeelLimits.MaxNesting} levels of nesting");
        var node = Postfix();
        for (var i = minuses.Count - 1; i >= 0; i--)
            node = Grown(new Negation(node, minuses[i], node.End), node);
        return node;
    }

    private Node Postfix()
    {
        var node = Primary();
        while (true)
        {
            if (Now.Is("."))
            {
                at++;
                var member = MemberName();
                node = Grown(new PathStep(node, member, node.Start, LastEnd), node);
            }
            else if (Now.Is("[") && !ClosesInterval())
            {
                at++;
                var condition = Expression();
                Take("]");
                node = Grown(new Filter(node, condition, node.Start, LastEnd), node, condition);
            }
            else if (Now.Is("("))
            {
                node = CallTail(node);
            }
            else if (Now.IsWord("instance") && tokens[at + 1].IsWord("of"))
            {
                at += 2;
                var type = Type();
                node = Grown(new InstanceOf(node, type, node.Start, LastEnd), node);
            }
            else
            {
                return node;
            }
        }
    }

    /// <summary>In <c>(1..10[</c> the bracket ends the interval: nothing that could start an expression follows it.</summary>
    private bool ClosesInterval() => inEndpoint > 0 && tokens[at + 1] is var next
        && (next.Kind == TokenKind.End || (next.Kind == TokenKind.Symbol && next.Text is ")" or "," or "]" or "}" or "=" or "!=" or ".")
            || (next.Kind == TokenKind.Name && next.Text is "and" or "or" or "then" or "else" or "return" or "satisfies"));

    private Call CallTail(Node target)
    {
        Take("(");
        var arguments = new List<Node>();
        List<string>? argumentNames = null;
        while (!Now.Is(")"))
        {
            if (arguments.Count > 0)
                Take(",");
            if (ArgumentName() is { } name)
                (argumentNames ??= []).Add(name);
            else if (argumentNames is not null)
                throw Unexpected("a named argument");
            if (argumentNames is not null && argumentNames.Count != arguments.Count + 1)
                throw Unexpected("positional arguments only, or named only");
            arguments.Add(Expression());
        }
        at++;
        return Grown(new Call(target, arguments, argumentNames, target.Start, LastEnd), [target, .. arguments]);
    }

    /// <summary>The words before a colon, if a colon comes before anything that no name holds.</summary>
    private string? ArgumentName()
    {
        var end = at;
        while (tokens[end].Kind == TokenKind.Name)
            end++;
        if (end == at || !tokens[end].Is(":"))
            return null;
        var name = Words(at, end);
        at = end + 1;
        return name;
    }

    private T Grown<T>(T node, params ReadOnlySpan<Node> children) where T : Node
    {
        var height = 0;
        foreach (var child in children)
            height = Math.Max(height, child.Height);
        if (height >= FeelLimits.MaxNesting)
            throw Unexpected($"at most {FeelLimits.MaxNesting} levels of nesting");
        node.Height = height + 1;
        return node;
    }

    private T? Attempt<T>(Func<T> parse) where T : class
    {
        var (mark, level, endpoint) = (at, depth, inEndpoint);
        try
        {
            return parse();
        }
        catch (FeelSyntaxException) when (++failures <= MaxFailures)
        {
            (at, depth, inEndpoint) = (mark, level, endpoint);
            return null;
        }
    }

    private void Take(string symbol)
    {
        if (!Now.Is(symbol))
            throw Unexpected($"'{symbol}'");
        at++;
    }

    private void TakeWord(string word)
    {
        if (!Now.IsWord(word))
            throw Unexpected($"'{word}'");
        at++;
    }

    private FeelSyntaxException Unexpected(string expected) => Lexer.Error(text, Now.Start, expected, Now.Shown);
}
