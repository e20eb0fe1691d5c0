using System.Xml;
using Sen.Bpmn.Compile;
using Sen.Bpmn.Model;

namespace Sen.Bpmn;

/// <summary>
/// A process that can run: everything in it has a meaning to the engine, or none in BPMN 2.0 (notes, lanes, diagrams).
/// Immutable and safe to share between instances.
/// </summary>
public sealed class ProcessDefinition
{
    private readonly Dictionary<string, Node> index = [];

    internal ProcessDefinition(Definitions model, Process process, Scope body)
    {
        (Model, Id, Name, Body) = (model, process.Id!, process.Name, body);
        Add(body);
    }

    /// <summary>The id of the BPMN process element.</summary>
    public string Id { get; }

    /// <summary>Its name.</summary>
    public string? Name { get; }

    /// <summary>Its nodes and flows.</summary>
    public Scope Body { get; }

    /// <summary>The file that it was read from, as the typed model. Not to be changed: load the changed file anew.</summary>
    public Definitions Model { get; }

    /// <summary>Reads BPMN 2.0 XML. Anything that the engine would have to ignore is a problem, and then there is no definition.</summary>
    /// <param name="xml">The text of a BPMN file.</param>
    /// <param name="processId">Which process of the file; needed when several are executable.</param>
    public static LoadResult Load(string xml, string? processId = null)
    {
        try
        {
            return Load(Definitions.Read(xml), processId);
        }
        catch (XmlException error)
        {
            return new(null, [new(null, null, "xml", $"The file is not BPMN 2.0 XML: {error.Message}")]);
        }
    }

    /// <summary>Makes a process of a model ready to run, or tells why it cannot.</summary>
    public static LoadResult Load(Definitions model, string? processId = null) => Compiler.Compile(model, processId);

    /// <summary>The whole file as BPMN 2.0 XML.</summary>
    public string ToXml() => Model.ToXml();

    /// <summary>Every node, sub-processes entered.</summary>
    public IReadOnlyCollection<Node> AllNodes => index.Values;

    /// <summary>A node anywhere in the process, or null.</summary>
    public Node? Find(string id) => index.GetValueOrDefault(id);

    /// <summary>Nodes at which an instance can begin on a message, a signal or a time: start events with a trigger, receive tasks and catch events that instantiate.</summary>
    public IEnumerable<Node> Triggered => Body.Nodes.Where(node => node is { Kind: NodeKind.Start, Triggers.Count: > 0 } or { Kind: NodeKind.ReceiveTask, Instantiates: true })
        .Concat(Body.Nodes.Where(node => node is { Kind: NodeKind.EventGateway, Instantiates: true }).SelectMany(gateway => gateway.Outgoing.Select(flow => flow.To)));

    internal bool HasInclusiveJoins { get; private set; }

    internal bool HasBodies { get; private set; }

    private void Add(Scope scope)
    {
        foreach (var node in scope.Nodes)
        {
            index.TryAdd(node.Id, node);
            HasInclusiveJoins |= node.Reach is not null;
            HasBodies |= node.Body is not null;
            if (node.Body is not null)
                Add(node.Body);
        }
    }
}

/// <summary>What reading gave: a definition, or the problems that forbid it.</summary>
public sealed record LoadResult(ProcessDefinition? Definition, IReadOnlyList<DeployProblem> Problems);

/// <summary>Why a process cannot be deployed.</summary>
/// <param name="ElementId">The element at fault, when it has an id.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Code">Stable: <c>xml</c>, <c>process</c>, <c>element</c>, <c>attribute</c>, <c>event</c>, <c>structure</c>, <c>reference</c>, <c>feel</c>, <c>timer</c>.</param>
/// <param name="Reason">One English sentence.</param>
/// <param name="Place">The pool, where the file has pools, and the sub-processes around it, outermost first; empty at the top.</param>
public sealed record DeployProblem(string? ElementId, string? Name, string Code, string Reason, string Place = "");
