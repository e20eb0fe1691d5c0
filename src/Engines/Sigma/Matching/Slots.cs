using Sen.Sigma.Events;

namespace Sen.Sigma.Matching;

/// <summary>Numbers for the fields that rules name, and the names under which events may carry each.</summary>
internal sealed class Slots(Aliases aliases)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public int Count => _slots.Count;

    public FieldNames Names { get; } = new();

    /// <summary>The slot of a field that is already named, or -1.</summary>
    public int Find(string field) => _slots.TryGetValue(field, out var slot) ? slot : -1;

    public int Of(string field)
    {
        if (_slots.TryGetValue(field, out var slot))
            return slot;
        slot = _slots[field] = _slots.Count;
        foreach (var name in aliases.Of(field))
            Names.Add(name, slot);
        return slot;
    }
}
