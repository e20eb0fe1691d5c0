using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>One thing that is looked for: a word or a pair, or several words that count as one.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Weight">Weight, repeated mention included.</param>
/// <param name="IsPair">A pair, else a word.</param>
/// <param name="Places">Places of the postings in each segment of the snapshot.</param>
internal sealed record Clause(string Text, double Weight, bool IsPair, uint[][] Places)
{
    /// <summary>Inverse document frequency (Robertson and Spärck Jones, with one added so that it stays positive).</summary>
    public double Idf { get; private set; }

    /// <summary>Documents with it, at most.</summary>
    public int Count { get; private set; }

    public void Weigh(Snapshot snapshot)
    {
        var total = snapshot.Total;
        for (var s = 0; s < Places.Length; s++)
            foreach (var place in Places[s])
                Count += snapshot.Views[s].Segment.CountAt(place);
        Count = Math.Min(Count, total);
        Idf = Math.Log(1 + ((total - Count + 0.5) / (Count + 0.5)));
    }

    /// <summary>Its postings in a segment, or null; several lists become one, each document with its highest frequency.</summary>
    public Postings? Open(Segment segment, int s) => Places[s].Length switch
    {
        0 => null,
        1 => segment.Open(Places[s][0]),
        _ => Union([.. Places[s].Select(segment.Open)]),
    };

    private static Postings? Union(Postings[] lists)
    {
        var found = new SortedDictionary<int, byte>();
        foreach (var list in lists)
        {
            do
            {
                for (var i = 0; i < list.Filled; i++)
                    found[list.Docs[i]] = Math.Max(list.Tfs[i], found.GetValueOrDefault(list.Docs[i]));
            } while (list.NextBlock());
        }
        return found.Count == 0 ? null
            : new Postings([.. found.Keys], [.. found.Values], lists.Max(l => l.MostTf), lists.Min(l => l.LeastNorm));
    }
}
