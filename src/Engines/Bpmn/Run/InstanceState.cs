namespace Sen.Bpmn;

/// <summary>
/// Where one instance stands: all that the engine remembers between steps. Treat as immutable.
/// </summary>
public sealed record InstanceState
{
    /// <summary>The version of the JSON shape that this program writes; it reads all before.</summary>
    public const int CurrentVersion = 2;

    private static readonly IReadOnlyDictionary<string, object?> NoVariables = new Dictionary<string, object?>();

    /// <summary>The process that runs.</summary>
    public required string Process { get; init; }

    /// <summary>Running, or ended for good.</summary>
    public InstanceStatus Status { get; init; }

    /// <summary>The number that the next token or wait gets.</summary>
    public int Next { get; init; } = 1;

    /// <summary>The tokens at rest.</summary>
    public IReadOnlyList<Token> Tokens { get; init; } = [];

    /// <summary>What they wait for.</summary>
    public IReadOnlyList<Wait> Waits { get; init; } = [];

    /// <summary>The variables of the process: null, bool, decimal, string, lists and contexts of these.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoVariables;

    /// <summary>Small, readable JSON.</summary>
    public string ToJson() => StateJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote, in this version or an older one.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not such JSON.</exception>
    /// <exception cref="NotSupportedException">Written by a newer program.</exception>
    public static InstanceState FromJson(string json) => StateJson.Read(json);
}

/// <summary>Whether an instance can still move.</summary>
public enum InstanceStatus { Running, Ended }

/// <summary>A token at rest.</summary>
/// <param name="Id">Unique in the instance.</param>
/// <param name="Scope">The token of the sub-process it is in, or of the repeated activity of which it is one instance; 0 for the process itself.</param>
/// <param name="At">The node.</param>
/// <param name="Via">At a joining gateway: the flow by which it came.</param>
/// <param name="Stuck">Why it could not go on; an operator moves it.</param>
/// <param name="Item">Of a repeated activity: which instance, from 1.</param>
/// <param name="Loop">Of a repeated activity as a whole: how far it has come.</param>
/// <param name="Locals">Variables that end with it.</param>
public sealed record Token(int Id, int Scope, string At, string? Via = null, string? Stuck = null, int? Item = null, Loop? Loop = null, IReadOnlyDictionary<string, object?>? Locals = null);

/// <summary>How far a repeated activity has come.</summary>
/// <param name="Count">How many instances there are to be; 0 for a loop that does not know.</param>
/// <param name="Started">How many have begun.</param>
/// <param name="Completed">How many have completed.</param>
/// <param name="Items">The list that it goes through.</param>
/// <param name="Results">What the instances gave, in the order of the list.</param>
public sealed record Loop(int Count, int Started, int Completed, IReadOnlyList<object?>? Items = null, IReadOnlyList<object?>? Results = null);

/// <summary>Something that a token waits for, itself or by a boundary event of its activity; at token 0 an event sub-process of the process.</summary>
/// <param name="Id">The id under which the outside answers.</param>
/// <param name="Kind">What kind.</param>
/// <param name="At">The task or the event.</param>
/// <param name="Token">The token.</param>
/// <param name="Name">The message or signal.</param>
/// <param name="Key">For whom the message must be.</param>
/// <param name="Cycle">What is left of a repeating timer, this firing included.</param>
public sealed record Wait(string Id, WaitKind Kind, string At, int Token, string? Name = null, string? Key = null, string? Cycle = null);

/// <summary>What is waited for.</summary>
public enum WaitKind { Task, Timer, Message, Signal, Call, AdHoc }
