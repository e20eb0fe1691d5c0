using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sen.Bpmn;

/// <summary>
/// Where one instance stands: all that the engine remembers between steps. Treat as immutable.
/// </summary>
public sealed record InstanceState
{
    /// <summary>The version of the JSON shape that this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The version of the shape.</summary>
    public int Version { get; init; } = CurrentVersion;

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

    /// <summary>The variables of the process.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>Small, readable JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not such JSON.</exception>
    /// <exception cref="NotSupportedException">Written by a newer program.</exception>
    public static InstanceState FromJson(string json)
    {
        var state = JsonSerializer.Deserialize<InstanceState>(json, Json) ?? throw new JsonException("The state is null.");
        return state.Version == CurrentVersion ? state : throw new NotSupportedException($"Instance state version {state.Version}; this program knows {CurrentVersion}.");
    }
}

/// <summary>Whether an instance can still move.</summary>
public enum InstanceStatus { Running, Ended }

/// <summary>A token at rest.</summary>
/// <param name="Id">Unique in the instance.</param>
/// <param name="Scope">The token of the sub-process it is in; 0 for the process itself.</param>
/// <param name="At">The node.</param>
/// <param name="Via">At a joining gateway: the flow by which it came.</param>
/// <param name="Stuck">Why it could not go on; an operator moves it.</param>
public sealed record Token(int Id, int Scope, string At, string? Via = null, string? Stuck = null);

/// <summary>Something that a token waits for, itself or by a boundary event of its activity.</summary>
/// <param name="Id">The id under which the outside answers.</param>
/// <param name="Kind">What kind.</param>
/// <param name="At">The task or the event.</param>
/// <param name="Token">The token.</param>
/// <param name="Name">The message or signal.</param>
public sealed record Wait(string Id, WaitKind Kind, string At, int Token, string? Name = null);

/// <summary>What is waited for.</summary>
public enum WaitKind { Task, Timer, Message, Signal }
