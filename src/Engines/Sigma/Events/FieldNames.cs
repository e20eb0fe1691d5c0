using System.Text;

namespace Sen.Sigma.Events;

/// <summary>
/// The paths of an event that are fields of rules: a tree whose edges are property names in UTF-8.
/// Node 0 is the root; -1 is a path no rule names. A dot in a property name is a step as well.
/// </summary>
internal sealed class FieldNames
{
    private readonly record struct Edge(int Parent, int Hash, byte[] Name, int Child);

    /// <summary>What a node stands for: slots of its value, and where its members are looked up.</summary>
    private sealed class Node
    {
        public int[] Slots = [];
        public int Inside;
        public bool OpensAny;
    }

    // The passage has no field of its own and its members are the root's.
    private const int Passage = 1;

    private readonly List<Node> _nodes = [new Node(), new Node()];
    private readonly List<Edge> _edges = [];
    private int[] _table = [];
    private int _mask;

    public FieldNames()
    {
        // Envelopes of Windows events (evtx to JSON, Winlogbeat) hold fields that rules name without them.
        foreach (var envelope in new[] { "Event", "System", "EventData", "event_data" })
            _nodes[Step(0, envelope)].Inside = 0;
        foreach (var (parent, name) in new[] { (0, "UserData"), (Step(0, "winlog"), "user_data") })
            _nodes[Step(parent, name)].OpensAny = true;
        _nodes[Step(Step(0, "winlog"), "event_data")].Inside = 0;
    }

    /// <summary>Members of the node are looked up here: an envelope leads back to the root.</summary>
    public int Inside(int node) => node < 0 ? -1 : _nodes[node].Inside;

    public ReadOnlySpan<int> Slots(int node) => node < 0 ? [] : _nodes[node].Slots;

    /// <summary>Makes a path mean a slot.</summary>
    public void Add(string field, int slot)
    {
        Mark(Path(field.Split('.')), slot);
        // <Provider Name="..."/> of a Windows event is the field Provider_Name.
        if (field.Split('_') is [var element, var attribute] && char.IsUpper(field[0]))
            Mark(Path([element, "#attributes", attribute]), slot);
    }

    public void Freeze()
    {
        var size = 16;
        while (size < _edges.Count * 4)
            size *= 2;
        (_mask, _table) = (size - 1, new int[size]);
        for (var i = 0; i < _edges.Count; i++)
        {
            var at = Place(_edges[i].Parent, _edges[i].Hash);
            while (_table[at] != 0)
                at = (at + 1) & _mask;
            _table[at] = i + 1;
        }
    }

    /// <summary>The node of a property under a node, or -1.</summary>
    public int Child(int parent, ReadOnlySpan<byte> name)
    {
        if (parent < 0)
            return -1;
        if (name.SequenceEqual("#text"u8))
            return parent;
        var found = Find(parent, name);
        if (found >= 0)
            return found;
        if (_nodes[parent].OpensAny)
            return Passage;
        for (var dot = name.IndexOf((byte)'.'); dot >= 0; dot = name.IndexOf((byte)'.'))
        {
            parent = Inside(Find(parent, name[..dot]));
            if (parent < 0)
                return -1;
            name = name[(dot + 1)..];
            found = Find(parent, name);
            if (found >= 0)
                return found;
        }
        return name.Contains((byte)' ') ? Stripped(parent, name) : -1;
    }

    /// <summary>Rules strip the spaces of native names (rules specification, "Field Usage").</summary>
    private int Stripped(int parent, ReadOnlySpan<byte> name)
    {
        Span<byte> stripped = stackalloc byte[128];
        if (name.Length > stripped.Length)
            return -1;
        var length = 0;
        foreach (var b in name)
            if (b != ' ')
                stripped[length++] = b;
        return Find(parent, stripped[..length]);
    }

    private int Find(int parent, ReadOnlySpan<byte> name)
    {
        if (parent < 0)
            return -1;
        var hash = Hashing.Of(name);
        for (var at = Place(parent, hash); _table[at] != 0; at = (at + 1) & _mask)
        {
            var edge = _edges[_table[at] - 1];
            if (edge.Parent == parent && edge.Hash == hash && name.SequenceEqual(edge.Name))
                return edge.Child;
        }
        return -1;
    }

    private int Place(int parent, int hash) => (hash ^ (parent * -1_640_531_527)) & _mask;

    private int Path(string[] names) => names.Aggregate(0, Step);

    private int Step(int parent, string name)
    {
        foreach (var edge in _edges)
            if (edge.Parent == parent && edge.Name.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(name)))
                return edge.Child;
        var utf8 = Encoding.UTF8.GetBytes(name);
        _nodes.Add(new Node { Inside = _nodes.Count });
        _edges.Add(new(parent, Hashing.Of(utf8), utf8, _nodes.Count - 1));
        return _nodes.Count - 1;
    }

    private void Mark(int node, int slot)
    {
        if (!_nodes[node].Slots.Contains(slot))
            _nodes[node].Slots = [.. _nodes[node].Slots, slot];
    }
}
