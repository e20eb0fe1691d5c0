namespace Sen.Lexis;

/// <summary>A question to an index.</summary>
/// <param name="Text">
/// What somebody typed. Words are found in any spelling; where the text has Vietnamese marks, words with the same marks count.
/// <c>"..."</c> must stand so, <c>"..."~5</c> within five words in any order, <c>-word</c> must not occur, <c>begin*</c> is a beginning.
/// </param>
public sealed record SearchRequest(string Text)
{
    /// <summary>Sets the reader is in, beside <see cref="Passage.Everyone"/>. Passages of none of them take no part in the ranking.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>True sees everything: for the program's own work, never for what a person asks.</summary>
    public bool AsSystem { get; init; }

    /// <summary>Each group must be met by one of its tags.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tags { get; init; } = [];

    /// <summary>Only what is valid on the day.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Hits wanted, 1 to 1,000.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Hits to leave out from the front, at most 1,000: pages.</summary>
    public int Skip { get; init; }

    /// <summary>True takes quotes, hyphens and stars as mere punctuation: a question in plain language, not a search.</summary>
    public bool Plain { get; init; }

    /// <summary>True finds only passages with every word, in any spelling: for names. Else some words are enough, and more rank higher.</summary>
    public bool AllWords { get; init; }

    /// <summary>True while somebody types: the last word may go on.</summary>
    public bool Typing { get; init; }

    /// <summary>False leaves words as they are; true also looks for words one slip away from those that are not there.</summary>
    public bool Correct { get; init; } = true;

    /// <summary>True fills <see cref="Hit.Why"/> and <see cref="Hit.Coverage"/>.</summary>
    public bool Explain { get; init; }
}

/// <summary>What was found.</summary>
/// <param name="Hits">Best first.</param>
/// <param name="Corrections">Words that were also looked for in another spelling: what stood there, what was meant.</param>
/// <param name="More">True when there are further hits behind these.</param>
/// <param name="Marker">Marks the matched words in any text.</param>
public sealed record SearchResult(IReadOnlyList<Hit> Hits, IReadOnlyList<(string From, string To)> Corrections, bool More, Marker Marker);

/// <summary>A passage that was found.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Score">BM25 with nearness; comparable within one result only.</param>
/// <param name="Fields">Its texts, verbatim.</param>
/// <param name="Payload">What the caller kept with it.</param>
public sealed record Hit(string Key, double Score, IReadOnlyList<string> Fields, string? Payload)
{
    /// <summary>Words and pairs that matched, with their share of the score, largest first.</summary>
    public IReadOnlyList<(string Text, double Score)> Why { get; init; } = [];

    /// <summary>Share of the question's weight, by rarity of its words and pairs, that the passage holds: 0 to 1.</summary>
    public double Coverage { get; init; }
}
