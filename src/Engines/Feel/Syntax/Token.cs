namespace Sen.Feel;

internal enum TokenKind { Name, Number, String, At, Symbol, End }

/// <param name="Kind">What it is.</param>
/// <param name="Text">The source text; for strings and at-literals the decoded content.</param>
/// <param name="Start">Offset in the source.</param>
/// <param name="End">Offset behind the token.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;

    public string Shown => Kind == TokenKind.End ? "end of text" : Kind is TokenKind.String or TokenKind.At ? $"\"{Text}\"" : $"'{Text}'";
}
