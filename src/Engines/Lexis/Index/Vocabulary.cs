using System.Text;

namespace Sen.Lexis.Index;

/// <summary>
/// The words met while a segment is built. Each spelling is normalised once, when it first comes; later it costs one
/// look-up by its characters.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _accented = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Vocabulary() => _lookup = _spellings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Keys of the accented index, by number.</summary>
    public List<string> Accented { get; } = [];

    /// <summary>Folded words, by number.</summary>
    public List<string> Folded { get; } = [];

    /// <summary>Number of the folded word of each accented one.</summary>
    public List<int> FoldedOf { get; } = [];

    /// <summary>Number of the accented word of a spelling.</summary>
    public int Number(ReadOnlySpan<char> spelling)
    {
        if (_lookup.TryGetValue(spelling, out var known))
            return known;
        var text = spelling.ToString();
        var key = Fold.Key(text);
        if (!_accented.TryGetValue(key, out var number))
        {
            _accented[key] = number = Accented.Count;
            Accented.Add(key);
            var folded = Fold.Text(text);
            if (!_folded.TryGetValue(folded, out var foldedNumber))
            {
                _folded[folded] = foldedNumber = Folded.Count;
                Folded.Add(folded);
            }
            FoldedOf.Add(foldedNumber);
        }
        return _spellings[text] = number;
    }

    /// <summary>UTF-8 of words in order of their bytes, and the rank of each number.</summary>
    public static (byte[][] Sorted, int[] Rank) Sort(List<string> words)
    {
        var bytes = words.Select(Encoding.UTF8.GetBytes).ToArray();
        var order = Enumerable.Range(0, words.Count).ToArray();
        Array.Sort(order, (a, b) => bytes[a].AsSpan().SequenceCompareTo(bytes[b]));
        var rank = new int[words.Count];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        return ([.. order.Select(i => bytes[i])], rank);
    }
}
