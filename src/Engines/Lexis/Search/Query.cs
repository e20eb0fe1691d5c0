using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Lexis.Search;

/// <summary>A word of a question. Neighbours have the same run and follow one another.</summary>
internal sealed record QueryWord(string Text, int Run, bool IsPrefix)
{
    public string Key { get; } = Fold.Key(Text);
    public string Folded { get; } = Fold.Text(Text);

    /// <summary>True when the word has marks that folding drops.</summary>
    public bool HasMarks => Key != Folded;
}

/// <summary>Words that must stand together: side by side and in order, or with so many words between first and last at most.</summary>
internal sealed record QueryPhrase(IReadOnlyList<QueryWord> Words, int? Within, bool Excluded);

/// <summary>A question taken apart.</summary>
internal sealed partial class Query
{
    /// <summary>Words beyond are left out, so that no text pasted into a box stops the machine.</summary>
    public const int MostWords = 200;

    /// <summary>Phrases beyond are left out for the same reason.</summary>
    public const int MostPhrases = 16;

    [GeneratedRegex("""(?<not>(?<=^|\s)-)?"(?<phrase>[^"]*)"(~(?<within>\d{1,2}))?|(?<=^|\s)-(?<not>(?=\p{L}))(?<word>[\p{L}\p{N}\p{M}]+)|(?<plain>[^"]+?(?=$|"|(?<=\s)-(?=[\p{L}"])))|"(?<plain>[^"]*)$""")]
    private static partial Regex Parts();

    private int _run;

    public Query(string text, bool typing, bool plain)
    {
        // Punctuation behind the last word ends it.
        var goesOn = typing && text.Length > 0 && char.IsLetterOrDigit(text[^1]);
        if (plain)
            Words.AddRange(Read(text.Replace('*', ' '), goesOn));
        foreach (Match part in Parts().Matches(plain ? "" : text))
        {
            _run++;
            var excluded = part.Groups["not"].Success;
            if (part.Groups["phrase"] is { Success: true } phrase)
            {
                int? within = part.Groups["within"] is { Success: true } slack ? int.Parse(slack.Value, CultureInfo.InvariantCulture) : null;
                Add(Read(phrase.Value, false), within, excluded);
            }
            else if (part.Groups["word"] is { Success: true } word)
                Add(Read(word.Value, false), null, true);
            else
                Words.AddRange(Read(part.Groups["plain"].Value, goesOn && part.Index + part.Length == text.Length));
        }
        if (Words.Count > MostWords)
            Words.RemoveRange(MostWords, Words.Count - MostWords);
        IsAccented = Words.Any(w => w.HasMarks);
    }

    public List<QueryWord> Words { get; } = [];
    public List<QueryPhrase> Phrases { get; } = [];

    /// <summary>True when the one who asks writes marks.</summary>
    public bool IsAccented { get; }

    private void Add(List<QueryWord> words, int? within, bool excluded)
    {
        if (words.Count == 0 || Phrases.Count == MostPhrases)
            return;
        Phrases.Add(new QueryPhrase(words, within, excluded));
        if (!excluded)
            Words.AddRange(words);
    }

    private List<QueryWord> Read(string text, bool lastGoesOn)
    {
        var places = new List<(int Start, int Length)>();
        foreach (var place in TextWords.In(text))
            places.Add(place);
        return [.. places.Select((p, i) => new QueryWord(
            text.Substring(p.Start, p.Length), _run,
            (p.Start + p.Length < text.Length && text[p.Start + p.Length] == '*') || (lastGoesOn && i == places.Count - 1)))];
    }
}
