using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Feel;

namespace Sen.Bpmn;

/// <summary>The variables of one step, and the expressions over them. Values are JSON; dates and durations that FEEL gives become ISO 8601 text.</summary>
internal sealed class Variables(JsonObject before)
{
    private IReadOnlyDictionary<string, object?>? forFeel;

    private IReadOnlyDictionary<string, object?> ForFeel => forFeel ??= FeelJson.ReadContext(JsonSerializer.SerializeToElement(Values));

    public JsonObject Values { get; } = (JsonObject)before.DeepClone();

    public void Set(JsonObject? values)
    {
        foreach (var (name, value) in values ?? [])
            Values[name] = value?.DeepClone();
        forFeel = null;
    }

    /// <summary>Whether the condition of a flow holds; null with a problem when it is neither true nor false.</summary>
    public bool? Holds(SequenceFlow flow, out string? problem)
    {
        problem = null;
        if (Evaluate(flow.Condition!, out problem) is bool holds)
            return holds;
        problem ??= $"The condition of {flow.Id} is neither true nor false. {flow.Condition!.Why(ForFeel)}".TrimEnd();
        return null;
    }

    /// <summary>The date or duration of a timer; null with a problem when the expression gives no text.</summary>
    public string? Time(TimerTrigger timer, out string? problem)
    {
        problem = null;
        if (timer.Computed is null)
            return timer.Text;
        var text = ToJson(Evaluate(timer.Computed, out problem))?.ToString();
        problem ??= TimerTrigger.IsIso(timer.Kind, text ?? "") ? null : $"The timer \"{timer.Text}\" gives no ISO 8601 {(timer.Kind == TimerKind.Date ? "date" : "duration")}. {timer.Computed.Why(ForFeel)}".TrimEnd();
        return problem is null ? text : null;
    }

    /// <summary>Sets the result of a script; a problem when it has none.</summary>
    public string? Compute(ScriptTask script)
    {
        var value = Evaluate(script.Script, out var problem);
        if (problem is null)
        {
            Values[script.Result] = ToJson(value);
            forFeel = null;
        }
        return problem;
    }

    private object? Evaluate(Expression expression, out string? problem)
    {
        problem = null;
        try
        {
            return expression.Evaluate(ForFeel);
        }
        catch (FeelLimitException error)
        {
            problem = $"\"{expression}\" takes too long: {error.Message}";
            return null;
        }
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        decimal number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        DateOnly date => JsonValue.Create(date.ToString("O", CultureInfo.InvariantCulture)),
        IEnumerable<KeyValuePair<string, object?>> context => new JsonObject(context.Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Value)))),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => JsonValue.Create(value.ToString()),
    };
}
