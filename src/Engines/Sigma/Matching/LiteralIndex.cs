using System.Text;
using Sen.Sigma.Events;

namespace Sen.Sigma.Matching;

/// <summary>
/// The witnesses of one field: whole values and both ends by hash, in one pass over at most 48 bytes; the inside by an automaton from eight
/// needles up. Hits are candidates only, so hashes are not compared.
/// </summary>
internal sealed class LiteralIndex
{
    private const int AutomatonFrom = 8;
    private const uint Prime = 0x0100_0193;

    private readonly Dictionary<int, int[]> _whole;
    private readonly Ends _starts;
    private readonly Ends _ends;
    private readonly (byte[] Needle, int[] Rules)[] _inside;
    private readonly AhoCorasick? _automaton;

    /// <param name="literals">Literals of one slot with the rules that wait for each.</param>
    public LiteralIndex(IReadOnlyList<(Literal Literal, int[] Rules)> literals)
    {
        var places = literals.Select(pair => (pair.Literal.Place, Bytes: Encoding.Latin1.GetBytes(pair.Literal.Text), pair.Rules)).ToLookup(pair => pair.Place);
        _whole = Merge(places[Place.Whole].Select(pair => (Hashing.Of(pair.Bytes), pair.Rules)));
        _starts = new(places[Place.Start].Select(pair => (pair.Bytes, pair.Rules)), false);
        _ends = new(places[Place.End].Select(pair => (pair.Bytes, pair.Rules)), true);
        _inside = [.. places[Place.Inside].Select(pair => (pair.Bytes, pair.Rules))];
        if (_inside.Length >= AutomatonFrom)
            _automaton = new([.. _inside.Select(pair => pair.Needle)]);
    }

    public long Bytes => _automaton?.Bytes ?? 0;

    public void Scan(ReadOnlySpan<byte> text, Candidates candidates)
    {
        if (_whole.Count > 0 && _whole.TryGetValue(Hashing.Of(text), out var whole))
            candidates.Add(whole);
        _starts.Scan(text, candidates);
        _ends.Scan(text, candidates);
        if (_automaton is null)
        {
            foreach (var (needle, rules) in _inside)
                if (text.IndexOf(needle) >= 0)
                    candidates.Add(rules);
            return;
        }
        var (at, row) = (0, 0);
        while (_automaton.Next(text, ref at, ref row, out var needles))
            foreach (var needle in needles)
                candidates.Add(_inside[needle].Rules);
    }

    private static Dictionary<int, int[]> Merge(IEnumerable<(int Hash, int[] Rules)> pairs) =>
        pairs.GroupBy(pair => pair.Hash).ToDictionary(group => group.Key, group => group.SelectMany(pair => pair.Rules).Distinct().ToArray());

    /// <summary>Literals at one end of a value, found by a hash that grows byte by byte from that end.</summary>
    private sealed class Ends
    {
        private readonly Dictionary<int, int[]> _rules;
        private readonly bool[] _lengths;
        private readonly bool _backwards;

        public Ends(IEnumerable<(byte[] Bytes, int[] Rules)> literals, bool backwards)
        {
            var all = literals.ToArray();
            _backwards = backwards;
            _lengths = new bool[all.Length == 0 ? 0 : all.Max(pair => pair.Bytes.Length) + 1];
            foreach (var (bytes, _) in all)
                _lengths[bytes.Length] = true;
            _rules = Merge(all.Select(pair => (Hash(pair.Bytes), pair.Rules)));
        }

        public void Scan(ReadOnlySpan<byte> text, Candidates candidates)
        {
            var (hash, most) = (0u, Math.Min(text.Length, _lengths.Length - 1));
            for (var length = 1; length <= most; length++)
            {
                hash = (hash ^ (_backwards ? text[^length] : text[length - 1])) * Prime;
                if (_lengths[length] && _rules.TryGetValue((int)hash + length, out var rules))
                    candidates.Add(rules);
            }
        }

        private int Hash(byte[] bytes)
        {
            var hash = 0u;
            for (var length = 1; length <= bytes.Length; length++)
                hash = (hash ^ (_backwards ? bytes[^length] : bytes[length - 1])) * Prime;
            return (int)hash + bytes.Length;
        }
    }
}

/// <summary>Rules to look at for one event, each once. Rules of other log sources do not come in.</summary>
internal sealed class Candidates(int[] bucketOf)
{
    private readonly int[] _stamps = new int[bucketOf.Length];
    private readonly List<int> _rules = new(64);
    private bool[] _buckets = [];
    private int _stamp;

    public List<int> Rules => _rules;

    public void Begin(Route route)
    {
        if (++_stamp == int.MaxValue)
        {
            Array.Clear(_stamps);
            _stamp = 1;
        }
        _rules.Clear();
        _buckets = route.Buckets;
        _rules.AddRange(route.Always);
    }

    public void Add(int[] rules)
    {
        foreach (var rule in rules)
        {
            if (_stamps[rule] == _stamp || !_buckets[bucketOf[rule]])
                continue;
            _stamps[rule] = _stamp;
            _rules.Add(rule);
        }
    }
}

/// <summary>What one combination of log sources leads to.</summary>
/// <param name="Buckets">Which rule sources it satisfies.</param>
/// <param name="Always">Its rules without a witness.</param>
/// <param name="Slots">Which fields hold witnesses of its rules.</param>
/// <param name="Keywords">Whether any of its rules searches the whole event.</param>
internal sealed record Route(bool[] Buckets, int[] Always, bool[] Slots, bool Keywords);
