using System.Diagnostics;
using System.Text;
using Sen.Sigma.Events;
using Sen.Sigma.Matching;

namespace Sen.Sigma;

/// <summary>What came of one event.</summary>
/// <param name="Readable">False if the text was no JSON object or too long; nothing was looked at then.</param>
/// <param name="Matches">What fired. The list is used again for the next event.</param>
/// <param name="Candidates">How many rules were looked at closely.</param>
public readonly record struct SigmaResult(bool Readable, IReadOnlyList<SigmaMatch> Matches, int Candidates);

/// <summary>Looks at events, one at a time, on one thread. Allocates only for what fires or is correlated.</summary>
public sealed class SigmaDetector
{
    internal const int SampleEvery = 16;
    private const int MostRoutes = 2_048;

    private readonly SigmaEngine _engine;
    private readonly LogEvent _event = new();
    private readonly List<SigmaMatch> _matches = [];
    private readonly List<int> _matched = [];
    private readonly Dictionary<byte[], Route> _routes = new(ByteComparer.Instance);
    private readonly Dictionary<byte[], Route>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private SigmaRuleSet _rules;
    private SyslogEvents _syslog;
    private Candidates _candidates;
    private Tally _tally;
    private int _sample;

    internal SigmaDetector(SigmaEngine engine)
    {
        (_engine, _lookup) = (engine, _routes.GetAlternateLookup<ReadOnlySpan<byte>>());
        (_rules, _syslog, _candidates, _tally) = Take(engine.Current);
    }

    /// <summary>Counts of one detector, in the rules' order.</summary>
    internal sealed class Tally(int rules)
    {
        public readonly long[] Candidates = new long[rules];
        public readonly long[] Matches = new long[rules];
        public readonly long[] Ticks = new long[rules];
    }

    /// <summary>One JSON object in UTF-8: ECS nested or dotted, or the native names of its source.</summary>
    /// <param name="at">The event's time, for correlations.</param>
    /// <param name="source">What the intake knows of the stream.</param>
    public SigmaResult Json(ReadOnlySpan<byte> utf8, DateTimeOffset at, EventSource? source = null)
    {
        if (!Begin(utf8) || !JsonEvents.Read(utf8, _event, _rules.Slots.Names))
            return new(false, [], 0);
        return Detect(at, source, null);
    }

    /// <summary>One syslog line, RFC 5424 or RFC 3164; JSON, key-value pairs and known sentences in its message become fields.</summary>
    public SigmaResult Syslog(ReadOnlySpan<byte> line, DateTimeOffset at, EventSource? source = null)
    {
        if (!Begin(line))
            return new(false, [], 0);
        var program = _syslog.Read(line, _event);
        return Detect(at, source, program);
    }

    /// <summary>One line of <c>key=value</c> pairs; the whole line is the field <c>message</c>.</summary>
    public SigmaResult KeyValue(ReadOnlySpan<byte> line, DateTimeOffset at, EventSource? source = null)
    {
        if (!Begin(line))
            return new(false, [], 0);
        line = line.TrimEnd("\r\n"u8);
        _syslog.Put(_event, "message"u8, line);
        KeyValueEvents.Read(line, _event, _rules.Slots.Names);
        return Detect(at, source, source?.Program);
    }

    /// <summary>One line without a syslog header: its <see cref="EventSource.Program"/>'s sentences, JSON or key-value pairs become fields.</summary>
    public SigmaResult Line(ReadOnlySpan<byte> line, DateTimeOffset at, EventSource? source = null)
    {
        if (!Begin(line))
            return new(false, [], 0);
        _syslog.Message(line.TrimEnd("\r\n"u8), Encoding.UTF8.GetBytes(source?.Program ?? ""), _event);
        return Detect(at, source, source?.Program);
    }

    /// <summary>The first value that the last event had in a field that some rule names, or null.</summary>
    public string? Value(string field) => _rules.Slots.Find(field) is var slot and >= 0 ? _event.String(slot) : null;

    private (SigmaRuleSet, SyslogEvents, Candidates, Tally) Take(SigmaRuleSet rules)
    {
        _routes.Clear();
        return (rules, new(rules.Slots.Names, rules.Templates), new(rules.BucketOf), _engine.Tally(rules));
    }

    private bool Begin(ReadOnlySpan<byte> text)
    {
        if (!ReferenceEquals(_engine.Current, _rules))
            (_rules, _syslog, _candidates, _tally) = Take(_engine.Current);
        _event.Reset(_rules.Slots.Count);
        _matches.Clear();
        _matched.Clear();
        return text.Length <= _rules.Pack.Options.MaxEventBytes;
    }

    private SigmaResult Detect(DateTimeOffset at, EventSource? source, string? program)
    {
        var route = Route(source, program);
        _candidates.Begin(route);
        for (var value = 0; value < _event.Count; value++)
        {
            if (!_event.HasText(value))
                continue;
            var slot = _event.Slot(value);
            if (slot >= 0 && route.Slots[slot])
                _rules.Indexes[slot]!.Scan(_event.Folded(value), _candidates);
            if (route.Keywords)
                _rules.Keywords!.Scan(_event.Folded(value), _candidates);
        }
        Verify();
        if (_matched.Count > 0)
            _rules.Correlations.Take(_matched, _event, at, _matches);
        return new(true, _matches, _candidates.Rules.Count);
    }

    private void Verify()
    {
        var measured = ++_sample % SampleEvery == 0;
        foreach (var rule in _candidates.Rules)
        {
            _tally.Candidates[rule]++;
            var start = measured ? Stopwatch.GetTimestamp() : 0;
            var holds = _rules.Nodes[rule].Holds(_event);
            if (measured)
                _tally.Ticks[rule] += Stopwatch.GetTimestamp() - start;
            if (!holds)
                continue;
            _tally.Matches[rule]++;
            _matched.Add(rule);
        }
    }

    /// <summary>Which rules an event concerns, by what the intake says and what the event shows. Kept by exactly those bytes.</summary>
    private Route Route(EventSource? source, string? program)
    {
        var channel = Text(_rules.Channel);
        var id = Text(_rules.EventId);
        var set = Text(_rules.DataSet);
        var module = Text(_rules.Module);
        Span<byte> key = stackalloc byte[512];
        var length = channel.Length + id.Length + set.Length + module.Length + (program?.Length ?? 0) * 3 + 16;
        if (length > key.Length)
            return Find(source, program, channel, id, set, module);
        BitConverter.TryWriteBytes(key, source?.Number ?? 0);
        var used = 4;
        Append(key, ref used, channel);
        Append(key, ref used, channel.IsEmpty ? default : id);
        Append(key, ref used, set);
        Append(key, ref used, module);
        used += Encoding.UTF8.GetBytes(program ?? "", key[used..]);
        if (_lookup.TryGetValue(key[..used], out var route))
            return route;
        route = Find(source, program, channel, id, set, module);
        if (_routes.Count < MostRoutes)
            _lookup.TryAdd(key[..used], route);
        return route;
    }

    private Route Find(EventSource? source, string? program, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> id, ReadOnlySpan<byte> set, ReadOnlySpan<byte> module)
    {
        var table = _rules.Sources;
        return _rules.Route([.. source?.Sources ?? [], .. table.Windows(channel, id), .. table.Named(set), .. table.Named(module), .. table.Named(Encoding.UTF8.GetBytes(program ?? ""))]);
    }

    private ReadOnlySpan<byte> Text(int slot) => _event.First(slot) is var value and >= 0 && _event.HasText(value) ? _event.Text(value) : default;

    private static void Append(Span<byte> key, ref int used, ReadOnlySpan<byte> part)
    {
        part.CopyTo(key[used..]);
        used += part.Length;
        key[used++] = 0;
    }
}
