namespace Sen.Feel;

internal sealed partial class Parser
{
    private int inEndpoint;

    private Node Primary()
    {
        var token = Now;
        switch (token.Kind)
        {
            case TokenKind.Number:
                at++;
                return Numbers.Parse(token.Text) is { } number ? new Literal(number, token.Start, token.End) : new BadLiteral(token.Text, token.Start, token.End);
            case TokenKind.String:
                at++;
                return new Literal(token.Text, token.Start, token.End);
            case TokenKind.At:
                at++;
                return TemporalText.Any(token.Text) is { } value ? new Literal(value, token.Start, token.End) : new BadLiteral(token.Text, token.Start, token.End);
            case TokenKind.Symbol:
                return token.Text switch
                {
                    "(" => Parenthesised(),
                    "[" => ListOrRange(),
                    "]" => OpenRange(),
                    "{" => Context(),
                    "<" or "<=" or ">" or ">=" or "=" or "!=" when inParentheses => ComparisonTest(),
                    _ => throw Unexpected("an expression"),
                };
            case TokenKind.Name:
                return names.Match(tokens, at) is { } known ? KnownName(known.Name, known.Length) : Word(token);
            default:
                throw Unexpected("an expression");
        }
    }

    private Node Word(Token token)
    {
        switch (token.Text)
        {
            case "true" or "false": at++; return new Literal(token.Text == "true", token.Start, token.End);
            case "null": at++; return new Literal(null, token.Start, token.End);
            case "if": return IfExpression();
            case "for": return ForExpression();
            case "some" or "every": return QuantifiedExpression();
            case "function" when tokens[at + 1].Is("("): return Function();
        }
        if (IsKeyword(at))
            throw Unexpected("an expression");
        var start = at;
        while (Now.Kind == TokenKind.Name && !IsKeyword(at) && (at == start || names.Match(tokens, at) is null))
            at++;
        return new Name(Words(start, at), token.Start, LastEnd);
    }

    private Name KnownName(string name, int length)
    {
        var start = Now.Start;
        at += length;
        return new Name(name, start, LastEnd);
    }

    private bool inParentheses;

    private Node Parenthesised()
    {
        var start = Now.Start;
        at++;
        var outer = inParentheses;
        inParentheses = true;
        var first = EndpointOrExpression();
        inParentheses = outer;
        if (Now.Is(".."))
            return RangeTail(first, false, start);
        Take(")");
        return first;
    }

    private Node ListOrRange()
    {
        var start = Now.Start;
        at++;
        var items = new List<Node>();
        var outer = inParentheses;
        inParentheses = true; // Lists may hold tests such as [< 1, > 10].
        while (!Now.Is("]"))
        {
            if (items.Count > 0)
                Take(",");
            items.Add(EndpointOrExpression());
            if (items.Count == 1 && Now.Is(".."))
            {
                inParentheses = outer;
                return RangeTail(items[0], true, start);
            }
        }
        inParentheses = outer;
        at++;
        return Grown(new ListLiteral(items, start, LastEnd), [.. items]);
    }

    private RangeLiteral OpenRange()
    {
        var start = Now.Start;
        at++;
        var low = Expression();
        return RangeTail(low, false, start);
    }

    private RangeLiteral RangeTail(Node low, bool lowIncluded, int start)
    {
        Take("..");
        inEndpoint++;
        var high = Expression();
        inEndpoint--;
        if (!Now.Is("]") && !Now.Is(")") && !Now.Is("["))
            throw Unexpected("']', ')' or '[' to end the range");
        var included = Now.Is("]");
        at++;
        return Grown(new RangeLiteral(low, lowIncluded, high, included, start, LastEnd), low, high);
    }

    private Node EndpointOrExpression()
    {
        var endpoint = inEndpoint;
        inEndpoint = 0;
        var node = Expression();
        inEndpoint = endpoint;
        return node;
    }

    private ContextLiteral Context()
    {
        var start = Now.Start;
        at++;
        var entries = new List<(string, Node)>();
        while (!Now.Is("}"))
        {
            if (entries.Count > 0)
                Take(",");
            var key = ContextKey();
            Take(":");
            entries.Add((key, EndpointOrExpression()));
        }
        at++;
        return Grown(new ContextLiteral(entries, start, LastEnd), [.. entries.Select(entry => entry.Item2)]);
    }

    private string ContextKey()
    {
        if (Now.Kind == TokenKind.String)
            return tokens[at++].Text;
        var start = at;
        if (Now.Kind != TokenKind.Name)
            throw Unexpected("the name of an entry or '}'");
        while (!Now.Is(":"))
        {
            if (Now.Kind is not (TokenKind.Name or TokenKind.Number) && !(Now.Kind == TokenKind.Symbol && Now.Text is "+" or "-" or "*" or "/" or "." or "'" or "**"))
                throw Unexpected("':' after the name of the entry");
            at++;
        }
        return Words(start, at);
    }

    private If IfExpression()
    {
        var start = tokens[at++].Start;
        var condition = EndpointOrExpression();
        TakeWord("then");
        var then = EndpointOrExpression();
        TakeWord("else");
        var otherwise = Expression();
        return Grown(new If(condition, then, otherwise, start, LastEnd), condition, then, otherwise);
    }

    private For ForExpression()
    {
        var start = tokens[at++].Start;
        var iterators = Iterators("return");
        var body = Expression();
        return Grown(new For(iterators, body, start, LastEnd), Children(iterators, body));
    }

    private Quantified QuantifiedExpression()
    {
        var start = Now.Start;
        var every = tokens[at++].Text == "every";
        var iterators = Iterators("satisfies");
        var body = Expression();
        return Grown(new Quantified(every, iterators, body, start, LastEnd), Children(iterators, body));
    }

    private List<Iterator> Iterators(string endWord)
    {
        var iterators = new List<Iterator>();
        do
        {
            var variable = VariableName();
            TakeWord("in");
            var first = EndpointOrExpression();
            Node? last = null;
            if (Now.Is(".."))
            {
                at++;
                last = EndpointOrExpression();
            }
            iterators.Add(new Iterator(variable, first, last));
        }
        while (TakeIf(","));
        TakeWord(endWord);
        return iterators;
    }

    private bool TakeIf(string symbol)
    {
        var taken = Now.Is(symbol);
        if (taken)
            at++;
        return taken;
    }

    private static Node[] Children(List<Iterator> iterators, Node body) =>
        [.. iterators.Select(i => i.First), .. iterators.Where(i => i.Last is not null).Select(i => i.Last!), body];
}
