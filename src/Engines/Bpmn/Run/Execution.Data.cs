using System.Text.Json.Nodes;
using Sen.Bpmn.Compile;
using Sen.Feel;

namespace Sen.Bpmn;

// Variables (BPMN 2.0, 10.4 and 13.3.2): those of the process, and those that end with a token.
internal sealed partial class Execution
{
    private IReadOnlyDictionary<string, object?> variables;
    private bool owned;

    private void Set(JsonObject? values, int token)
    {
        if (values is null)
            return;
        foreach (var (name, value) in values)
            Set(name, Values.Read(value), token);
    }

    /// <summary>Sets a variable where it is declared: at the token, around it, or at last in the process.</summary>
    private void Set(string name, object? value, int token)
    {
        while (token != 0 && Get(token) is { } at)
        {
            if (at.Locals?.ContainsKey(name) == true)
            {
                Replace(at, at with { Locals = new Dictionary<string, object?>(at.Locals) { [name] = value } });
                return;
            }
            token = at.Scope;
        }
        if (!owned)
            variables = new Dictionary<string, object?>(variables);
        owned = true;
        ((Dictionary<string, object?>)variables)[name] = value;
    }

    private void Declare(int token, string name, object? value)
    {
        var at = Get(token)!;
        Replace(at, at with { Locals = new Dictionary<string, object?>(at.Locals ?? new Dictionary<string, object?>()) { [name] = value } });
    }

    /// <summary>What is visible at a token: the inner name hides the outer.</summary>
    private IReadOnlyDictionary<string, object?> View(int token)
    {
        Dictionary<string, object?>? merged = null;
        while (token != 0 && Get(token) is { } at)
        {
            foreach (var (name, value) in at.Locals ?? new Dictionary<string, object?>())
                (merged ??= []).TryAdd(name, value);
            token = at.Scope;
        }
        if (merged is null)
            return variables;
        foreach (var (name, value) in variables)
            merged.TryAdd(name, value);
        return merged;
    }

    private static object? Evaluate(FeelText expression, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        try
        {
            return expression.Evaluate(view);
        }
        catch (FeelLimitException error)
        {
            problem = $"\"{expression}\" takes too long: {error.Message}";
            return null;
        }
    }

    /// <summary>Whether a condition holds; null with a problem when it is neither true nor false.</summary>
    private static bool? Holds(FeelText condition, string where, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        if (Evaluate(condition, view, out problem) is bool holds)
            return holds;
        problem ??= $"The condition of {where} is neither true nor false. {condition.Why(view)}".TrimEnd();
        return null;
    }

    /// <summary>The date, duration or repetition of a timer; null with a problem when the expression gives none.</summary>
    private static string? Time(TimerTrigger timer, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        if (timer.Computed is null)
            return timer.Text;
        var text = Values.FromFeel(Evaluate(timer.Computed, view, out problem))?.ToString();
        if (problem is null && !TimerTrigger.IsIso(timer.Kind, text ?? ""))
            problem = $"The timer \"{timer.Text}\" gives no ISO 8601 {TriggerCompiler.Words(timer.Kind)}. {timer.Computed.Why(view)}".TrimEnd();
        return problem is null ? text : null;
    }

    /// <summary>The key of a message; null without one, or with a problem when it has no value.</summary>
    private static string? Key(FeelText? key, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        if (key is null)
            return null;
        var value = Values.FromFeel(Evaluate(key, view, out problem));
        if (problem is null && value is not (string or decimal or FeelNumber or bool))
            problem = $"The key \"{key}\" of the message has no value. {key.Why(view)}".TrimEnd();
        return problem is null ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The inputs of a node as its data associations give them; null when it has none.</summary>
    private static Dictionary<string, object?>? Inputs(Node node, IReadOnlyDictionary<string, object?> view, out string? problem)
    {
        problem = null;
        if (node.Inputs.Count == 0)
            return null;
        var inputs = new Dictionary<string, object?>();
        foreach (var move in node.Inputs)
        {
            inputs[move.To] = Values.FromFeel(Evaluate(move.Value, view, out problem));
            if (problem is not null)
                return null;
        }
        return inputs;
    }

    /// <summary>
    /// What came with an answer: set as it is, or, when the node names its outputs, only what its data associations make of it.
    /// </summary>
    private string? Accept(Node node, JsonObject? values, int token, int scope)
    {
        if (node.Outputs.Count == 0)
        {
            Set(values, token);
            return null;
        }
        var view = new Dictionary<string, object?>(View(token));
        foreach (var (name, value) in values ?? [])
            view[name] = Values.Read(value);
        foreach (var move in node.Outputs)
        {
            var value = Values.FromFeel(Evaluate(move.Value, view, out var problem));
            if (problem is not null)
                return problem;
            Set(move.To, value, scope);
        }
        return null;
    }
}
