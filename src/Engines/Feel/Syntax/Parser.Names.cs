using System.Text;

namespace Sen.Feel;

internal sealed partial class Parser
{
    private bool IsKeyword(int index) => tokens[index].Text is "and" or "or" or "between" or "in" or "if" or "then" or "else" or "for" or "return"
        or "some" or "every" or "satisfies" or "true" or "false" or "null"
        || (tokens[index].Text == "instance" && tokens[index + 1].IsWord("of"))
        || (tokens[index].Text == "function" && tokens[index + 1].Is("("));

    /// <summary>Words of a name with one space between, as the source separates them; "foo+bar" keeps its shape.</summary>
    private string Words(int start, int end)
    {
        if (end - start == 1)
            return tokens[start].Text;
        var name = new StringBuilder(tokens[start].Text);
        for (var i = start + 1; i < end; i++)
        {
            if (tokens[i].Start > tokens[i - 1].End)
                name.Append(' ');
            name.Append(tokens[i].Text);
        }
        return name.ToString();
    }

    private string VariableName()
    {
        var start = at;
        if (names.Match(tokens, at) is { } known)
        {
            at += known.Length;
            return known.Name;
        }
        while (Now.Kind == TokenKind.Name && !IsKeyword(at))
            at++;
        return at > start ? Words(start, at) : throw Unexpected("a name");
    }

    private string MemberName()
    {
        if (Now.Kind != TokenKind.Name)
            throw Unexpected("a name after '.'");
        if (names.Match(tokens, at) is { } known)
        {
            at += known.Length;
            return known.Name;
        }
        var start = at++;
        while (Now.Kind == TokenKind.Name && !IsKeyword(at))
            at++;
        return Words(start, at);
    }

    private FunctionLiteral Function()
    {
        var start = tokens[at++].Start;
        Take("(");
        var parameters = new List<(string, TypeName?)>();
        while (!Now.Is(")"))
        {
            if (parameters.Count > 0)
                Take(",");
            var name = VariableName();
            parameters.Add((name, TakeIf(":") ? Type() : null));
        }
        at++;
        if (Now.IsWord("external"))
        {
            at++;
            var mapping = EndpointOrExpression();
            return Grown(new FunctionLiteral(parameters, null, start, LastEnd), mapping);
        }
        var body = Expression();
        return Grown(new FunctionLiteral(parameters, body, start, LastEnd), body);
    }

    private TypeName Type()
    {
        if (++depth > FeelLimits.MaxNesting)
            throw Unexpected($"at most {FeelLimits.MaxNesting} levels of nesting");
        var type = TypeBody();
        depth--;
        return type;
    }

    private TypeName TypeBody()
    {
        var start = at;
        var name = names.Match(tokens, at) is { } known && FeelType.Named.ContainsKey(known.Name) ? SkipType(known.Length)
            : Now.Kind == TokenKind.Name ? WordsOfType(start) : throw Unexpected("a type");
        if (!TakeIf("<"))
            return new TypeName(name, [], []);
        var (arguments, fields) = (new List<TypeName>(), new List<string>());
        while (!Now.Is(">"))
        {
            if (arguments.Count > 0)
                Take(",");
            if (name == "context")
            {
                fields.Add(VariableName());
                Take(":");
            }
            arguments.Add(Type());
        }
        at++;
        return new TypeName(name, arguments, fields, name == "function" && TakeIf("->") ? Type() : null);
    }

    private string SkipType(int length)
    {
        var name = Words(at, at + length);
        at += length;
        return name;
    }

    private string WordsOfType(int start)
    {
        do
            at++;
        while ((Now.Kind == TokenKind.Name && !IsKeyword(at)) || (Now.Is(".") && tokens[at + 1].Kind == TokenKind.Name));
        return Words(start, at);
    }

    private UnaryTests Tests()
    {
        if (Now.Is("-") && tokens[at + 1].Kind == TokenKind.End)
        {
            at++;
            return new UnaryTests([], false, 0, LastEnd);
        }
        if (Now.IsWord("not") && tokens[at + 1].Is("(") && Attempt(NegatedTests) is { } negated)
            return negated;
        var tests = PositiveTests();
        return Grown(new UnaryTests(tests, false, 0, LastEnd), tests);
    }

    private UnaryTests NegatedTests()
    {
        at++;
        Take("(");
        var tests = PositiveTests();
        Take(")");
        return Now.Kind == TokenKind.End ? Grown(new UnaryTests(tests, true, 0, LastEnd), tests) : throw Unexpected("the end of the tests");
    }

    private Node[] PositiveTests()
    {
        var tests = new List<Node> { PositiveTest() };
        while (TakeIf(","))
            tests.Add(PositiveTest());
        return [.. tests];
    }

    private bool StartsComparison => Now.Kind == TokenKind.Symbol && Now.Text is "<" or "<=" or ">" or ">=" or "=" or "!=";

    private Node PositiveTest() => StartsComparison ? ComparisonTest() : Expression();

    private Comparison ComparisonTest()
    {
        var start = Now.Start;
        var symbol = tokens[at++].Text;
        var operand = Binary(3);
        return Grown(new Comparison(symbol, operand, start, LastEnd), operand);
    }
}
