namespace Sen.Bpmn;

/// <summary>A thing that tokens reach, ready to run: event, activity or gateway. Immutable once the definition is loaded.</summary>
public sealed class Node
{
    internal Node(string id, string? name, NodeKind kind) => (Id, Name, Kind) = (id, name, kind);

    /// <summary>The id of the BPMN element.</summary>
    public string Id { get; }

    /// <summary>Its name.</summary>
    public string? Name { get; }

    /// <summary>What it is.</summary>
    public NodeKind Kind { get; }

    /// <summary>In which process or sub-process it lies.</summary>
    public Scope Scope { get; internal set; } = null!;

    /// <summary>The flows that leave it, in the order of the file.</summary>
    public IReadOnlyList<Flow> Outgoing { get; internal set; } = [];

    /// <summary>The flows that enter it, in the order of the file.</summary>
    public IReadOnlyList<Flow> Incoming { get; internal set; } = [];

    /// <summary>The flow taken when no condition holds (BPMN 2.0, 13.3.1 and 13.4).</summary>
    public Flow? Default { get; internal set; }

    /// <summary>Events on the edge of an activity.</summary>
    public IReadOnlyList<Node> Boundaries { get; internal set; } = [];

    /// <summary>The activity on whose edge a boundary event lies.</summary>
    public Node? Host { get; internal set; }

    /// <summary>Whether a boundary event or the start of an event sub-process cancels what runs.</summary>
    public bool Interrupting { get; internal init; } = true;

    /// <summary>What an event waits for or makes happen; none for none events.</summary>
    public IReadOnlyList<Trigger> Triggers { get; internal init; } = [];

    /// <summary>What is inside a sub-process.</summary>
    public Scope? Body { get; internal set; }

    /// <summary>The activities of an ad-hoc sub-process that people may choose: those that no flow enters; none elsewhere.</summary>
    public IEnumerable<Node> Choices => AdHoc is null ? [] : Body!.Nodes.Where(node => node.Incoming.Count == 0 && node.IsActivity && node.Kind != NodeKind.EventSubProcess);

    /// <summary>How an activity repeats.</summary>
    public Repeat? Repeat { get; internal init; }

    /// <summary>Who may do a user task, or choose in an ad-hoc sub-process; the name of its lane when the element says nothing.</summary>
    public string? Role { get; internal init; }

    /// <summary>At which unit a user task is done, or to which unit a call goes.</summary>
    public string? Unit { get; internal init; }

    /// <summary>Which form is filled in.</summary>
    public string? Form { get; internal init; }

    /// <summary>A user task's part of the time limit, as the process states it.</summary>
    public string? Share { get; internal init; }

    /// <summary>What a service or business rule task calls, or the process that a call activity calls.</summary>
    public string? Operation { get; internal init; }

    /// <summary>Whether receiving its message starts an instance (receive task, event-based gateway).</summary>
    public bool Instantiates { get; internal init; }

    /// <summary>The unit when an expression gives it: the text begins with "=".</summary>
    internal FeelText? ComputedUnit { get; init; }

    internal Script? Script { get; init; }
    internal AdHoc? AdHoc { get; init; }
    internal IReadOnlyList<DataMove> Inputs { get; init; } = [];
    internal IReadOnlyList<DataMove> Outputs { get; init; } = [];

    /// <summary>Where a throwing link event goes on.</summary>
    internal Node? LinkTarget { get; set; }

    /// <summary>An inclusive join: for each node of the scope the incoming flows that a token there can still reach, as bits.</summary>
    internal Dictionary<Node, ulong>? Reach { get; set; }

    internal bool IsGateway => Kind is NodeKind.ExclusiveGateway or NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.EventGateway;

    internal bool IsActivity => Kind >= NodeKind.UserTask;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>What a node is. Activities stand last.</summary>
public enum NodeKind
{
    Start, End, Throw, Catch, Boundary,
    ExclusiveGateway, ParallelGateway, InclusiveGateway, EventGateway,
    UserTask, ServiceTask, BusinessRuleTask, SendTask, ReceiveTask, ScriptTask, ManualTask, Task,
    SubProcess, EventSubProcess, AdHoc, Call,
}

/// <summary>A way from one node to another.</summary>
public sealed class Flow
{
    internal Flow(string id, string? name, Node from, Node to, FeelText? condition) => (Id, Name, From, To, Condition) = (id, name, from, to, condition);

    /// <summary>The id of the BPMN element.</summary>
    public string Id { get; }

    /// <summary>What people call this way.</summary>
    public string? Name { get; }

    /// <summary>Where it comes from.</summary>
    public Node From { get; }

    /// <summary>Where it goes.</summary>
    public Node To { get; }

    /// <summary>When it is taken; null always.</summary>
    public FeelText? Condition { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>The nodes and flows of a process or a sub-process.</summary>
public sealed class Scope
{
    internal Scope(Node? owner) => Owner = owner;

    /// <summary>The sub-process, or null for the process itself.</summary>
    public Node? Owner { get; }

    /// <summary>Its nodes, in the order of the file.</summary>
    public IReadOnlyList<Node> Nodes { get; internal set; } = [];

    /// <summary>Its flows, in the order of the file.</summary>
    public IReadOnlyList<Flow> Flows { get; internal set; } = [];

    /// <summary>Where tokens begin when nothing triggers it: the none start event, or without start events every node that no flow enters (13.2).</summary>
    public IReadOnlyList<Node> Starts { get; internal set; } = [];

    /// <summary>The start events of its event sub-processes.</summary>
    public IReadOnlyList<Node> Handlers { get; internal set; } = [];

    /// <summary>Names of variables that live as long as it: properties and data objects of a sub-process.</summary>
    public IReadOnlyList<string> Locals { get; internal set; } = [];
}

/// <summary>A script task's expression and the variable that gets its value.</summary>
internal sealed record Script(FeelText Expression, string Result);

/// <summary>How an ad-hoc sub-process ends.</summary>
internal sealed record AdHoc(bool Sequential, bool CancelRemaining, FeelText? Completion);

/// <summary>One value that goes into or out of an activity or event: computed, or copied from a variable.</summary>
internal sealed record DataMove(FeelText Value, string To);

/// <summary>How an activity repeats (BPMN 2.0, 13.3.6 and 13.3.7).</summary>
/// <param name="Sequential">One after another; always so for a standard loop.</param>
public abstract record Repeat(bool Sequential);

/// <summary>Repeats while a condition holds.</summary>
public sealed record StandardLoop(bool TestBefore, int? Maximum, FeelText? Condition) : Repeat(true);

/// <summary>A number of instances, given by an expression or by a list.</summary>
/// <param name="Sequential">One after another.</param>
/// <param name="Cardinality">How many.</param>
/// <param name="Items">Variable with the list: one instance an item.</param>
/// <param name="Item">Local variable with the item.</param>
/// <param name="Results">Variable that gets the list of results, in the order of the items.</param>
/// <param name="Result">Local variable that holds the result of an instance.</param>
/// <param name="Completion">When it holds after an instance has completed, the others are cancelled.</param>
public sealed record MultiInstance(bool Sequential, FeelText? Cardinality, string? Items, string? Item, string? Results, string? Result, FeelText? Completion) : Repeat(Sequential);
