namespace Sen.Lexis.Index;

/// <summary>
/// Which segments to write as one: eight of about the same size, or one of which half was deleted. So each passage is written
/// again about log8(N) times, and a search meets few segments.
/// </summary>
internal static class MergePolicy
{
    private const int Together = 8;
    private const int Smallest = 1_000;
    private const long MostBytes = 1_800_000_000;

    public static IReadOnlyList<SegmentView> Next(IReadOnlyList<SegmentView> views)
    {
        if (views.FirstOrDefault(v => v.DeletedCount * 2 > v.Segment.Count) is { } hollow)
            return [hollow];
        foreach (var tier in views.GroupBy(Tier).OrderBy(g => g.Key))
        {
            var chosen = Fitting(tier.OrderBy(v => v.Live));
            if (chosen.Count >= Together)
                return [.. chosen.Take(Together)];
        }
        return [];
    }

    /// <summary>As many as fit into one segment.</summary>
    public static List<SegmentView> Fitting(IEnumerable<SegmentView> views)
    {
        long bytes = 0;
        return [.. views.TakeWhile(v => (bytes += v.Segment.Bytes) <= MostBytes)];
    }

    private static int Tier(SegmentView view) => (int)Math.Log(Math.Max(1, view.Live / Smallest), Together);
}
