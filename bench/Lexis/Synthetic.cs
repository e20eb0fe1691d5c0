using Sen.Lexis;
using Sen.Tests.Unit.Lexis;

namespace Sen.Bench.Lexis;

/// <summary>
/// Invented passages with the shape of Vietnamese: 6,000 syllables, 60,000 words of one or two of them, frequencies after Zipf.
/// The same seed gives the same passages.
/// </summary>
internal sealed class Synthetic
{
    // Questions have a chance of their own, so that asking does not change the passages.
    private readonly Random _random, _asking;
    private readonly string[] _words;
    private readonly double[] _sums;

    public Synthetic(int seed)
    {
        (_random, _asking) = (new Random(seed), new Random(seed + 1));
        var syllables = Syllables.All().Select(s => s.Syllable).Distinct().ToArray();
        _random.Shuffle(syllables);
        syllables = syllables[..6_000];
        _words = [.. Enumerable.Range(0, 60_000).Select(i => i < 300 || _random.Next(4) == 0
            ? syllables[Rank(syllables.Length)]
            : $"{syllables[Rank(syllables.Length)]} {syllables[Rank(syllables.Length)]}")];
        _sums = new double[_words.Length];
        double sum = 0;
        for (var i = 0; i < _words.Length; i++)
            _sums[i] = sum += 1.0 / (i + 10);
    }

    /// <summary>About 60 syllables in a text, 6 in a title.</summary>
    public Passage Passage(int number) =>
        new($"p{number}", [Words(4), Words(_random.Next(20, 60))]) { Readers = [number % 10 == 0 ? "unit:1" : Sen.Lexis.Passage.Everyone] };

    /// <summary>What somebody might ask: some words from one place of a passage, and one that is not there; half without marks.</summary>
    public string Query(Passage passage)
    {
        var all = passage.Fields[1].Split(' ');
        var from = _asking.Next(Math.Max(1, all.Length - 10));
        var text = string.Join(' ', all.Skip(from).Take(_asking.Next(3, 10))) + " " + Word(_asking);
        return _asking.Next(2) == 0 ? text : Fold.Text(text);
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Word(_random)));

    private string Word(Random random)
    {
        var at = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        return _words[Math.Min(_words.Length - 1, at < 0 ? ~at : at)];
    }

    /// <summary>Low ranks more often, as in a language.</summary>
    private int Rank(int count) => (int)(count * Math.Pow(_random.NextDouble(), 2.5));
}
