using Sen.Bpmn.Xml;

namespace Sen.Bpmn;

/// <summary>
/// A process that can run: everything in it has a meaning to the engine, or none in BPMN 2.0 (notes, lanes, diagrams).
/// Immutable and safe to share between instances.
/// </summary>
/// <param name="Id">The id of the BPMN process element.</param>
/// <param name="Name">Its name.</param>
/// <param name="Body">Its nodes and flows.</param>
public sealed record ProcessDefinition(string Id, string? Name, Scope Body)
{
    private readonly Dictionary<string, (FlowNode Node, Scope Scope)> index = Index(Body);

    /// <summary>What the reader kept of the process element without knowing its meaning.</summary>
    public Carried Carried { get; init; } = Carried.None;

    /// <summary>What the reader kept of the definitions element: messages, signals, collaborations, diagrams.</summary>
    public Carried Surroundings { get; init; } = Carried.None;

    /// <summary>
    /// Reads BPMN 2.0 XML. Anything that the engine would have to ignore is a problem, and then there is no definition.
    /// </summary>
    /// <param name="xml">The text of a BPMN file.</param>
    /// <param name="processId">Which process of the file; needed when several are executable.</param>
    public static LoadResult Load(string xml, string? processId = null) => BpmnReader.Read(xml, processId);

    /// <summary>The definition as BPMN 2.0 XML with what was carried; <see cref="Load"/> reads it back to an equal process.</summary>
    public string ToXml() => BpmnWriter.Write(this);

    /// <summary>Every node, sub-processes entered.</summary>
    public IEnumerable<FlowNode> AllNodes => index.Values.Select(entry => entry.Node);

    /// <summary>A node anywhere in the process, or null.</summary>
    public FlowNode? Find(string id) => index.TryGetValue(id, out var entry) ? entry.Node : null;

    /// <summary>The scope in which a node lies.</summary>
    /// <exception cref="KeyNotFoundException">No such node.</exception>
    public Scope ScopeOf(string id) => index[id].Scope;

    private static Dictionary<string, (FlowNode, Scope)> Index(Scope body)
    {
        var index = new Dictionary<string, (FlowNode, Scope)>();
        void Add(Scope scope)
        {
            foreach (var node in scope.Nodes)
            {
                index.TryAdd(node.Id, (node, scope));
                if (node is SubProcess { Body: var inner })
                    Add(inner);
            }
        }
        Add(body);
        return index;
    }
}

/// <summary>The nodes and sequence flows of a process or an embedded sub-process.</summary>
public sealed record Scope(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<SequenceFlow> Flows)
{
    private readonly ILookup<string, SequenceFlow> outgoing = Flows.ToLookup(flow => flow.From);
    private readonly ILookup<string, SequenceFlow> incoming = Flows.ToLookup(flow => flow.To);
    private readonly ILookup<string, BoundaryEvent> boundaries = Nodes.OfType<BoundaryEvent>().ToLookup(boundary => boundary.AttachedTo);

    /// <summary>The one none start event. A definition that was loaded has it.</summary>
    public StartEvent Start => Nodes.OfType<StartEvent>().Single();

    /// <summary>The flows that leave a node, in the order of the file.</summary>
    public IReadOnlyList<SequenceFlow> Outgoing(string id) => [.. outgoing[id]];

    /// <summary>The flows that enter a node, in the order of the file.</summary>
    public IReadOnlyList<SequenceFlow> Incoming(string id) => [.. incoming[id]];

    /// <summary>The boundary events of an activity.</summary>
    public IEnumerable<BoundaryEvent> Boundaries(string activity) => boundaries[activity];
}

/// <summary>What reading gave: a definition, or the problems that forbid it.</summary>
public sealed record LoadResult(ProcessDefinition? Definition, IReadOnlyList<DeployProblem> Problems);

/// <summary>Why a process cannot be deployed.</summary>
/// <param name="ElementId">The element at fault, when it has an id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Code">Stable: <c>xml</c>, <c>process</c>, <c>element</c>, <c>attribute</c>, <c>event</c>, <c>structure</c>, <c>reference</c>, <c>feel</c>, <c>timer</c>.</param>
/// <param name="Reason">One English sentence.</param>
public sealed record DeployProblem(string? ElementId, string? Name, string Code, string Reason);
