using System.Runtime.CompilerServices;
using Sen.Lexis;

namespace Sen.Directory;

/// <summary>
/// Finds units by name, short name, English name or code: every word in any spelling, the last one perhaps unfinished, one
/// slip forgiven. The index belongs to a list of units as it was read, so it is as fresh as that list and goes with it.
/// </summary>
internal static class UnitSearch
{
    private static readonly IndexSchema Schema = new([new("short", 2), new("name", 1), new("english", 0.5), new("code", 1)]);
    private static readonly ConditionalWeakTable<IReadOnlyList<Unit>, Found> Known = [];

    /// <summary>The best matches; of equal ones the shorter name, then in order of path.</summary>
    public static IReadOnlyList<Unit> Find(IReadOnlyList<Unit> all, string text, int limit)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var (index, byCode) = Known.GetValue(all, Make);
        return [.. index.Search(new SearchRequest(text) { AsSystem = true, AllWords = true, Typing = true, Plain = true, Limit = 1000 }).Hits
            .Select(h => (Hit: h, Unit: byCode[h.Key]))
            // Scores of units with the same words differ in nothing but the length of their names.
            .OrderByDescending(f => Math.Round(f.Hit.Score, 1)).ThenBy(f => f.Unit.Name.Length).ThenBy(f => f.Unit.Path, StringComparer.Ordinal)
            .Select(f => f.Unit).Take(limit)];
    }

    private static Found Make(IReadOnlyList<Unit> all)
    {
        var index = LexisIndex.Open(new MemoryStore(), Schema);
        index.Apply(all.Select(u => new Passage(u.Code, [u.ShortName, u.Name, u.NameEn, u.Code])));
        return new(index, all.ToDictionary(u => u.Code));
    }

    private sealed record Found(LexisIndex Index, Dictionary<string, Unit> ByCode);
}
