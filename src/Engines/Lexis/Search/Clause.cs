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
        _ => Union([.. Places[s].Select(segment.Open)], segment.Count),
    };

    private static Postings? Union(Postings[] lists, int count)
    {
        // A table over all passages: beginnings of two letters have millions of postings, too many to sort.
        var (most, found) = (new byte[count], 0);
        foreach (var list in lists)
        {
            do
            {
                for (var i = 0; i < list.Filled; i++)
                {
                    ref var tf = ref most[list.Docs[i]];
                    found += tf == 0 ? 1 : 0;
                    tf = Math.Max(tf, list.Tfs[i]);
                }
            } while (list.NextBlock());
        }
        var (docs, tfs, at) = (new int[found], new byte[found], 0);
        for (var doc = 0; doc < count && at < found; doc++)
            if (most[doc] > 0)
                (docs[at], tfs[at++]) = (doc, most[doc]);
        return found == 0 ? null : new Postings(docs, tfs, lists.Max(l => l.MostTf), lists.Min(l => l.LeastNorm));
    }
}
