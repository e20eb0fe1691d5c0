namespace Sen.Lexis.Search;

/// <summary>The best candidates so far; of equal ones the earlier stays.</summary>
internal sealed class Best(int most)
{
    private readonly PriorityQueue<(int Segment, int Doc, float Score), (float, int, int)> _heap = new(most + 1);

    /// <summary>Only a higher score comes in; below zero while there is room.</summary>
    public float Threshold => _heap.Count < most ? -1 : _heap.Peek().Score;

    public void Add(int segment, int doc, float score)
    {
        // Later ones sort lower, so that they leave first.
        _heap.Enqueue((segment, doc, score), (score, -segment, -doc));
        if (_heap.Count > most)
            _heap.Dequeue();
    }

    public IReadOnlyList<(int Segment, int Doc, float Score)> Ranked() =>
        [.. _heap.UnorderedItems.Select(i => i.Element).OrderByDescending(e => e.Score).ThenBy(e => e.Segment).ThenBy(e => e.Doc)];
}
