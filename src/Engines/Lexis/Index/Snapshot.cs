namespace Sen.Lexis.Index;

/// <summary>A segment with what was deleted from it at one moment.</summary>
internal sealed record SegmentView(Segment Segment, ulong[]? Deleted, int DeletedCount, string? DeletedFile)
{
    public int Live => Segment.Count - DeletedCount;
}

/// <summary>What a search sees: it never changes, and keeps its segments open until the last reader has left.</summary>
internal sealed class Snapshot
{
    private int _readers = 1;

    public Snapshot(IReadOnlyList<SegmentView> views)
    {
        Views = views;
        foreach (var view in views)
            view.Segment.Use();
    }

    public IReadOnlyList<SegmentView> Views { get; }

    /// <summary>Passages that BM25 counts: deleted ones count until they are merged away.</summary>
    public int Total => Views.Sum(v => v.Segment.Count);

    public double AverageLength => Views.Sum(v => v.Segment.TotalLength) / (double)Math.Max(1, Total);

    /// <summary>One more reader; false when it is gone already and the caller has to take the newer one.</summary>
    public bool TryEnter()
    {
        for (var readers = Volatile.Read(ref _readers); readers > 0; readers = Volatile.Read(ref _readers))
            if (Interlocked.CompareExchange(ref _readers, readers + 1, readers) == readers)
                return true;
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _readers) > 0)
            return;
        foreach (var view in Views)
            view.Segment.Release();
    }
}
