using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sen.Bpmn;

/// <summary>The state as JSON, written by hand: it is stored at every step.</summary>
internal static class StateJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly string[] Kinds = ["task", "timer", "message", "signal", "call", "adHoc"];

    public static string Write(InstanceState state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("version", InstanceState.CurrentVersion);
        json.WriteString("process", state.Process);
        json.WriteString("status", state.Status == InstanceStatus.Running ? "running" : "ended");
        json.WriteNumber("next", state.Next);
        json.WriteStartArray("tokens");
        foreach (var token in state.Tokens)
            Write(json, token);
        json.WriteEndArray();
        json.WriteStartArray("waits");
        foreach (var wait in state.Waits)
        {
            json.WriteStartObject();
            json.WriteString("id", wait.Id);
            json.WriteString("kind", Kinds[(int)wait.Kind]);
            json.WriteString("at", wait.At);
            json.WriteNumber("token", wait.Token);
            Optional(json, "name", wait.Name);
            Optional(json, "key", wait.Key);
            Optional(json, "cycle", wait.Cycle);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("variables");
        Values.Write(json, state.Variables);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Token token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", token.Id);
        json.WriteNumber("scope", token.Scope);
        json.WriteString("at", token.At);
        Optional(json, "via", token.Via);
        Optional(json, "stuck", token.Stuck);
        if (token.Item is { } item)
            json.WriteNumber("item", item);
        if (token.Loop is { } loop)
        {
            json.WriteStartObject("loop");
            json.WriteNumber("count", loop.Count);
            json.WriteNumber("started", loop.Started);
            json.WriteNumber("completed", loop.Completed);
            Optional(json, "items", loop.Items);
            Optional(json, "results", loop.Results);
            json.WriteEndObject();
        }
        if (token.Locals is not null)
        {
            json.WritePropertyName("locals");
            Values.Write(json, token.Locals);
        }
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Optional(Utf8JsonWriter json, string name, IReadOnlyList<object?>? list)
    {
        if (list is null)
            return;
        json.WritePropertyName(name);
        Values.Write(json, list);
    }

    public static InstanceState Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number))
            throw new JsonException("The text is no instance state.");
        if (number is < 1 or > InstanceState.CurrentVersion)
            throw new NotSupportedException($"Instance state version {number}; this program knows up to {InstanceState.CurrentVersion}.");
        try
        {
            return new()
            {
                Process = json.GetProperty("process").GetString()!,
                Status = json.GetProperty("status").ValueEquals("ended") ? InstanceStatus.Ended : InstanceStatus.Running,
                Next = json.GetProperty("next").GetInt32(),
                Tokens = [.. json.GetProperty("tokens").EnumerateArray().Select(ReadToken)],
                Waits = [.. json.GetProperty("waits").EnumerateArray().Select(wait => new Wait(wait.GetProperty("id").GetString()!,
                    (WaitKind)Array.IndexOf(Kinds, wait.GetProperty("kind").GetString()), wait.GetProperty("at").GetString()!, wait.GetProperty("token").GetInt32(),
                    Text(wait, "name"), Text(wait, "key"), Text(wait, "cycle")))],
                Variables = Values.Context(json.GetProperty("variables")),
            };
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("The text is no instance state.", error);
        }
    }

    private static Token ReadToken(JsonElement token) => new(token.GetProperty("id").GetInt32(), token.GetProperty("scope").GetInt32(),
        token.GetProperty("at").GetString()!, Text(token, "via"), Text(token, "stuck"),
        token.TryGetProperty("item", out var item) ? item.GetInt32() : null,
        token.TryGetProperty("loop", out var loop) ? new(loop.GetProperty("count").GetInt32(), loop.GetProperty("started").GetInt32(),
            loop.GetProperty("completed").GetInt32(), List(loop, "items"), List(loop, "results")) : null,
        token.TryGetProperty("locals", out var locals) ? Values.Context(locals) : null);

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IReadOnlyList<object?>? List(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? (IReadOnlyList<object?>?)Values.Read(value) : null;
}
