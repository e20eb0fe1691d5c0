using System.Globalization;
using System.Xml.Linq;

namespace Sen.Tests.Unit.Bpmn;

/// <summary>
/// The oracle: BPMN's token game as one would play it with pebbles on the drawing. It reads the XML itself, keeps a count of
/// tokens for each flow, fires one node after another, and searches the whole graph for every inclusive join. It knows
/// what the generator writes: tasks, timers, messages, gateways, sub-processes, boundary events, instances of a task.
/// </summary>
internal sealed class TokenGame
{
    private readonly Level top;
    private int n;

    public TokenGame(string xml, int value)
    {
        n = value;
        top = Enter(XDocument.Parse(xml).Root!.Elements().Single(element => element.Name.LocalName == "process"));
        Play();
    }

    /// <summary>What waits, by element, the boundary events too.</summary>
    public IEnumerable<string> Waiting => Waits(top).Order(StringComparer.Ordinal);

    public bool Ended => top.Acts.Count == 0 && top.Tokens.Values.All(count => count == 0);

    /// <summary>Something that waits happens.</summary>
    public void Happen(string element, int value)
    {
        n = value;
        Happen(top, element).ShouldBeTrue();
        Play();
    }

    private static Level Enter(XElement body)
    {
        var level = new Level(body);
        foreach (var start in level.Nodes.Where(node => node.Name.LocalName == "startEvent"))
            level.Put(level.Out(start));
        return level;
    }

    private bool Happen(Level level, string element)
    {
        foreach (var act in level.Acts.ToArray())
        {
            var name = act.Node.Name.LocalName;
            if (act.Inside is { } inside && Happen(inside, element))
                return true;
            if (Id(act.Node) == element && act.Inside is null && name != "eventBasedGateway")
            {
                if (--act.Left > 0)
                    return true;
                level.Acts.Remove(act);
                Leave(level, act.Node);
                return true;
            }
            if (name == "eventBasedGateway" && level.Out(act.Node).Select(level.Target).FirstOrDefault(target => Id(target) == element) is { } chosen)
            {
                level.Acts.Remove(act);
                Leave(level, chosen);
                return true;
            }
            if (act.Gone.Contains(element) || level.Edge(act.Node).FirstOrDefault(edge => Id(edge) == element) is not { } boundary)
                continue;
            if ((string?)boundary.Attribute("cancelActivity") == "false")
                act.Gone.Add(element);
            else
                level.Acts.Remove(act);
            Leave(level, boundary);
            return true;
        }
        return false;
    }

    private void Play()
    {
        while (Fire(top))
        {
        }
    }

    // One node, the innermost first; inclusive joins only when nothing else can move.
    private bool Fire(Level level)
    {
        foreach (var act in level.Acts.Where(act => act.Inside is not null).ToArray())
        {
            if (Fire(act.Inside!))
                return true;
            if (act.Inside!.Acts.Count > 0 || act.Inside.Tokens.Values.Any(count => count > 0))
                continue;
            level.Acts.Remove(act);
            Leave(level, act.Node);
            return true;
        }
        var full = level.Tokens.Where(pair => pair.Value > 0).Select(pair => pair.Key).ToArray();
        return full.Any(flow => Fire(level, flow, inclusive: false)) || full.Any(flow => Fire(level, flow, inclusive: true));
    }

    private bool Fire(Level level, XElement flow, bool inclusive)
    {
        var node = level.Target(flow);
        var kind = node.Name.LocalName;
        var ways = level.In(node);
        if (ways.Length > 1 && kind is "parallelGateway" or "inclusiveGateway")
        {
            if (kind == "parallelGateway" ? ways.Any(way => level.Tokens[way] == 0) : !inclusive || !Ready(level, node, ways))
                return false;
            foreach (var way in ways.Where(way => level.Tokens[way] > 0))
                level.Tokens[way]--;
        }
        else
        {
            level.Tokens[flow]--;
        }
        if (kind is "endEvent")
            return true;
        if (kind == "subProcess")
            level.Acts.Add(new(node, Enter(node)));
        else if (kind.EndsWith("Gateway", StringComparison.Ordinal) ? kind == "eventBasedGateway" : kind is not ("manualTask" or "intermediateThrowEvent"))
            level.Acts.Add(new(node, null) { Left = Times(node) });
        else
            Leave(level, node);
        return true;
    }

    private static int Times(XElement node) =>
        int.Parse(node.Elements().Elements().FirstOrDefault(child => child.Name.LocalName == "loopCardinality")?.Value ?? "1", CultureInfo.InvariantCulture);

    // 13.4.3, word for word: no token may have a path to an empty incoming flow unless it has one to a full one.
    private static bool Ready(Level level, XElement join, XElement[] ways)
    {
        var empty = ways.Where(way => level.Tokens[way] == 0).ToHashSet();
        return level.Tokens.Where(pair => pair.Value > 0 && level.Target(pair.Key) != join).Select(pair => level.Target(pair.Key))
            .Concat(level.Acts.Select(act => act.Node))
            .All(at => !Reach(level, at, join).Overlaps(empty) || Reach(level, at, join).Overlaps(ways.Except(empty)));
    }

    private static HashSet<XElement> Reach(Level level, XElement from, XElement join)
    {
        var flows = new HashSet<XElement>();
        var open = new Queue<XElement>([from, .. level.Edge(from)]);
        while (open.TryDequeue(out var node))
        {
            foreach (var flow in level.Out(node).Where(flows.Add))
            {
                var next = level.Target(flow);
                if (next == join)
                    continue;
                open.Enqueue(next);
                foreach (var edge in level.Edge(next))
                    open.Enqueue(edge);
            }
        }
        return flows;
    }

    private void Leave(Level level, XElement node)
    {
        var ways = level.Out(node);
        var fallback = ways.Where(way => (string?)node.Attribute("default") == Id(way)).ToArray();
        var holding = ways.Except(fallback).Where(Holds).ToArray();
        if (node.Name.LocalName == "exclusiveGateway")
            holding = [.. holding.Take(1)];
        level.Put(holding.Length > 0 ? holding : fallback);
    }

    // The generator writes "n > number" only.
    private bool Holds(XElement flow) => flow.Elements().FirstOrDefault() is not { } condition
        || n > int.Parse(condition.Value.Split('>')[1], CultureInfo.InvariantCulture);

    private static IEnumerable<string> Waits(Level level) => level.Acts.SelectMany(act =>
        (act.Inside is { } inside ? Waits(inside)
            : act.Node.Name.LocalName == "eventBasedGateway" ? level.Out(act.Node).Select(flow => Id(level.Target(flow)))
            : Enumerable.Repeat(Id(act.Node), act.Left))
        .Concat(level.Edge(act.Node).Select(Id).Except(act.Gone)));

    private static string Id(XElement element) => (string)element.Attribute("id")!;

    private sealed record Act(XElement Node, Level? Inside)
    {
        public int Left { get; set; } = 1;
        public HashSet<string> Gone { get; } = [];
    }

    private sealed class Level(XElement body)
    {
        public IEnumerable<XElement> Nodes => body.Elements().Where(element => element.Name.LocalName != "sequenceFlow");
        public Dictionary<XElement, int> Tokens { get; } = body.Elements().Where(element => element.Name.LocalName == "sequenceFlow").ToDictionary(flow => flow, _ => 0);
        public List<Act> Acts { get; } = [];

        public XElement[] Out(XElement node) => [.. Tokens.Keys.Where(flow => (string?)flow.Attribute("sourceRef") == Id(node))];
        public XElement[] In(XElement node) => [.. Tokens.Keys.Where(flow => (string?)flow.Attribute("targetRef") == Id(node))];
        public XElement Target(XElement flow) => Nodes.Single(node => Id(node) == (string?)flow.Attribute("targetRef"));
        public IEnumerable<XElement> Edge(XElement node) => Nodes.Where(edge => (string?)edge.Attribute("attachedToRef") == Id(node));

        public void Put(XElement[] flows)
        {
            foreach (var flow in flows)
                Tokens[flow]++;
        }
    }
}
