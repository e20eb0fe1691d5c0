using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sen.Sigma.Matching;

namespace Sen.Sigma.Correlate;

/// <summary>
/// One correlation and its groups, at most as many as the options allow: the longest untouched leaves first, counted.
/// Conditions that more events can only fulfil fire at once and then keep silent for one timespan; the others, and means and percentiles,
/// are decided when the window that a group's first event opened ends. A late event counts at its group's latest time.
/// </summary>
internal sealed class Correlator
{
    private const int MostValue = 200;

    private sealed class Entry(string key, string[] values, Window window)
    {
        public readonly string Key = key;
        public readonly string[] Values = values;
        public readonly Window Window = window;
        public long Latest;
        public long SilentUntil;
    }

    private readonly (string Name, int Slot)[][] _groupBy;
    private readonly (string Name, int Slot)[] _figures;
    private readonly int _mostGroups;
    private readonly long _span;
    private Dictionary<string, LinkedListNode<Entry>> _groups = new(StringComparer.Ordinal);
    private LinkedList<Entry> _byUse = new();

    public Correlator(SigmaCorrelation correlation, IReadOnlyList<SigmaDocument> rules, Slots slots, int mostGroups)
    {
        (Correlation, Rules, _mostGroups, _span) = (correlation, rules, Math.Max(1, mostGroups), correlation.Timespan.Ticks);
        _groupBy = [.. rules.Select(rule => correlation.GroupBy.Select(field => Named(field, rule, slots)).ToArray())];
        _figures = [.. correlation.Threshold.Fields.Select(field => (field, slots.Of(field)))];
        Definition = string.Join('\n', correlation.Id, correlation.Kind, string.Join(',', correlation.Rules), string.Join(',', correlation.GroupBy), correlation.Timespan, correlation.Threshold with { Fields = [] },
            string.Join(',', correlation.Threshold.Fields), string.Join(',', correlation.Aliases.SelectMany(alias => alias.Value.Select(pair => $"{alias.Key}.{pair.Key}.{pair.Value}"))));
    }

    public SigmaCorrelation Correlation { get; }

    public IReadOnlyList<SigmaDocument> Rules { get; }

    /// <summary>All that decides what the state means: equal definitions may share it.</summary>
    public string Definition { get; }

    public bool Silent { get; set; }

    public int Groups => _groups.Count;

    public long Evicted { get; private set; }

    public long Ungrouped { get; private set; }

    /// <summary>One of the rules matched; at most one closed window and one new firing come of it.</summary>
    public IEnumerable<Firing> Hear(int place, Fields fields, long at)
    {
        var names = _groupBy[place];
        var values = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (fields.Value(names[i].Name, names[i].Slot) is not { } value)
            {
                Ungrouped++;
                yield break;
            }
            values[i] = Short(value);
        }
        if (Sample(fields) is not { } sample)
        {
            Ungrouped++;
            yield break;
        }
        var entry = Group(values);
        if (entry.Latest > at)
        {
            if (entry.Latest - at > _span)
                yield break;
            at = entry.Latest;
        }
        if (entry.Latest > 0 && entry.Window.Closes(entry.Latest, at) && entry.Window.End() is { } figure)
            yield return Fire(entry, entry.Window.EndsAt, figure);
        entry.Latest = at;
        if (entry.Window.Add(place, sample, at, at < entry.SilentUntil) is { } reached && at >= entry.SilentUntil)
        {
            entry.SilentUntil = at + _span;
            yield return Fire(entry, at, reached);
        }
    }

    /// <summary>Ends windows and forgets groups that time has passed by.</summary>
    public void Close(long to, Action<Firing> fired)
    {
        for (var node = _byUse.First; node is not null;)
        {
            var (entry, next) = (node.Value, node.Next);
            if (entry.Window.Closes(entry.Latest, to) && entry.Window.End() is { } figure)
                fired(Fire(entry, entry.Window.EndsAt, figure));
            if (to - entry.Latest > _span && to >= entry.SilentUntil)
            {
                _byUse.Remove(node);
                _groups.Remove(entry.Key);
            }
            node = next;
        }
    }

    public void Adopt(Correlator old) => (_groups, _byUse, Evicted, Ungrouped) = (old._groups, old._byUse, old.Evicted, old.Ungrouped);

    private Entry Group(string[] values)
    {
        var key = string.Join('\u001f', values);
        if (_groups.TryGetValue(key, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value;
        }
        while (_groups.Count >= _mostGroups)
        {
            _groups.Remove(_byUse.First!.Value.Key);
            _byUse.RemoveFirst();
            Evicted++;
        }
        node = _byUse.AddLast(new Entry(key, values, Window.For(Correlation, Rules.Count)));
        _groups[key] = node;
        return node.Value;
    }

    /// <summary>The text that is counted, or the number that is added up; null if the event lacks it.</summary>
    private Sample? Sample(Fields fields)
    {
        if (_figures.Length == 0)
            return new(null, 0);
        var texts = new string[_figures.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (fields.Value(_figures[i].Name, _figures[i].Slot) is not { } text)
                return null;
            texts[i] = Short(text);
        }
        if (Correlation.Kind == CorrelationKind.ValueCount)
            return new(string.Join('\u001f', texts), 0);
        return double.TryParse(texts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new(null, number) : null;
    }

    private Firing Fire(Entry entry, long at, double figure) =>
        new(Correlation.GroupBy.Zip(entry.Values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), at, figure);

    private (string, int) Named(string field, SigmaDocument rule, Slots slots)
    {
        if (Correlation.Aliases.TryGetValue(field, out var alias) && (alias.TryGetValue(rule.Name ?? "", out var own) || alias.TryGetValue(rule.Id, out own)))
            return (own, slots.Of(own));
        return (field, slots.Of(field));
    }

    /// <summary>Long values are cut, so that a group's size is bounded; a digest keeps them apart.</summary>
    private static string Short(string value) =>
        value.Length <= MostValue ? value : string.Concat(value.AsSpan(0, MostValue), "…", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 16)));
}

/// <summary>What one event adds to a window: a text to tell apart or a number.</summary>
internal readonly record struct Sample(string? Text, double Number);
