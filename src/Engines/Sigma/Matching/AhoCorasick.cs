namespace Sen.Sigma.Matching;

/// <summary>
/// Finds all of many byte strings in one pass. Bytes that no needle uses share one class, so that the table of moves stays small;
/// a move is stored as the row it leads to, with the sign bit where a needle ends.
/// </summary>
internal sealed class AhoCorasick
{
    private const int Ends = int.MinValue;

    private readonly byte[] _classes = new byte[256];
    private readonly int[] _moves;
    private readonly int _width;
    private readonly int[] _outputStart;
    private readonly int[] _outputs;

    /// <param name="needles">Not empty, none of length 0. A needle's number is its place.</param>
    public AhoCorasick(IReadOnlyList<byte[]> needles)
    {
        _width = 1;
        foreach (var b in needles.SelectMany(needle => needle).Distinct().Order())
            _classes[b] = (byte)_width++;
        var trie = new Trie(needles, _classes, _width);
        _moves = trie.Moves;
        (_outputStart, _outputs) = (trie.OutputStart, trie.Outputs);
    }

    /// <summary>Size of the tables in bytes.</summary>
    public long Bytes => (_moves.LongLength + _outputStart.Length + _outputs.Length) * sizeof(int);

    /// <summary>Whether any needle occurs.</summary>
    public bool Any(ReadOnlySpan<byte> text)
    {
        var (row, moves, classes) = (0, _moves, _classes);
        foreach (var b in text)
        {
            row = moves[row + classes[b]];
            if (row < 0)
                return true;
        }
        return false;
    }

    /// <summary>Goes on to the next place where needles end; false at the end of the text.</summary>
    public bool Next(ReadOnlySpan<byte> text, ref int at, ref int row, out ReadOnlySpan<int> needles)
    {
        var (moves, classes, here) = (_moves, _classes, row & ~Ends);
        for (var i = at; i < text.Length; i++)
        {
            here = moves[here + classes[text[i]]];
            if (here >= 0)
                continue;
            (at, row) = (i + 1, here);
            var state = (here & ~Ends) / _width;
            needles = _outputs.AsSpan(_outputStart[state].._outputStart[state + 1]);
            return true;
        }
        (at, row) = (text.Length, here);
        needles = default;
        return false;
    }

    /// <summary>Builds the trie, its failure links and the full table, breadth first, so that shallow rows lie together.</summary>
    private sealed class Trie
    {
        public Trie(IReadOnlyList<byte[]> needles, byte[] classes, int width)
        {
            var children = new List<Dictionary<int, int>> { new() };
            var own = new List<List<int>> { new() };
            for (var n = 0; n < needles.Count; n++)
            {
                var state = 0;
                foreach (var b in needles[n])
                {
                    if (!children[state].TryGetValue(classes[b], out var next))
                    {
                        next = children.Count;
                        children[state][classes[b]] = next;
                        children.Add([]);
                        own.Add([]);
                    }
                    state = next;
                }
                own[state].Add(n);
            }
            var (order, number) = BreadthFirst(children);
            Moves = new int[order.Length * width];
            var failure = new int[order.Length];
            var outputs = new int[order.Length][];
            for (var i = 0; i < order.Length; i++)
            {
                var row = i * width;
                var fail = failure[i];
                if (i > 0)
                    Array.Copy(Moves, fail * width, Moves, row, width);
                outputs[i] = i == 0 ? [] : [.. own[order[i]], .. outputs[fail]];
                foreach (var (c, child) in children[order[i]])
                {
                    var to = number[child];
                    failure[to] = i == 0 ? 0 : (Moves[row + c] & ~Ends) / width;
                    Moves[row + c] = to * width;
                }
            }
            for (var i = 0; i < Moves.Length; i++)
                if (outputs[Moves[i] / width].Length > 0)
                    Moves[i] |= Ends;
            OutputStart = new int[order.Length + 1];
            for (var i = 0; i < order.Length; i++)
                OutputStart[i + 1] = OutputStart[i] + outputs[i].Length;
            Outputs = [.. outputs.SelectMany(list => list)];
        }

        public int[] Moves { get; }

        public int[] OutputStart { get; }

        public int[] Outputs { get; }

        private static (int[] Order, int[] Number) BreadthFirst(List<Dictionary<int, int>> children)
        {
            var (order, number) = (new int[children.Count], new int[children.Count]);
            var (read, write) = (0, 1);
            while (read < write)
            {
                foreach (var child in children[order[read++]].Values)
                {
                    number[child] = write;
                    order[write++] = child;
                }
            }
            return (order, number);
        }
    }
}
