using System.Globalization;

namespace Sen.Lexis;

/// <summary>Splits a text into words: runs of letters and digits with their marks. In Vietnamese a word is a syllable.</summary>
public static class TextWords
{
    /// <summary>Longest run that is one word; what is longer is cut, so that no hostile text makes a term of a megabyte.</summary>
    public const int Longest = 64;

    /// <summary>Places of the words of a text, in order, in UTF-16 units.</summary>
    public static Enumerator In(ReadOnlySpan<char> text) => new(text);

    /// <summary>The words of a text as they stand.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        foreach (var (start, length) in In(text))
            words.Add(text.Substring(start, length));
        return words;
    }

    private static bool Begins(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c);

    private static bool Goes(char c) => Begins(c) || (c >= 128
        && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format);

    /// <summary>Walks over the words of a text without allocation.</summary>
    public ref struct Enumerator(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at;

        /// <summary>Start and length of the word.</summary>
        public (int Start, int Length) Current { get; private set; }

        /// <summary>For <c>foreach</c>.</summary>
        public readonly Enumerator GetEnumerator() => this;

        /// <summary>Goes to the next word.</summary>
        public bool MoveNext()
        {
            var at = _at;
            while (at < _text.Length && !Begins(_text[at]))
                at++;
            var start = at;
            while (at < _text.Length && at - start < Longest && Goes(_text[at]))
                at++;
            Current = (start, at - start);
            _at = at;
            return at > start;
        }
    }
}
