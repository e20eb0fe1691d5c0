using Sen.Bpmn.Model;
using Sen.Bpmn.Xml;
using Sen.Feel;

namespace Sen.Bpmn.Compile;

/// <summary>Collects what forbids a process, each by element, name and place.</summary>
internal sealed class Problems(Definitions model)
{
    private readonly List<DeployProblem> found = [];
    private readonly Stack<string> place = new();

    public IReadOnlyList<DeployProblem> Found => found;

    public int Count => found.Count;

    public Definitions Model => model;

    public void Enter(IFlowElements inside) => Enter(inside.Name ?? inside.Id ?? "");

    public void Enter(string inside) => place.Push(inside);

    public void Leave() => place.Pop();

    public void Add(string? id, string? name, string code, string reason) =>
        found.Add(new(id, name, code, reason, string.Join(" › ", place.Reverse())));

    public void Add(FlowElement element, string code, string reason) => Add(element.Id, element.Name, code, reason);

    /// <summary>A FEEL expression; null, with a problem, when the text is none.</summary>
    public FeelText? Feel(FlowElement owner, Expression? expression, string? language = null)
    {
        if (expression is null)
            return null;
        return Feel(owner, expression.Text, language ?? (expression as FormalExpression)?.Language ?? expression.OtherAttributes.FirstOrDefault(a => a.Name == "language")?.Value);
    }

    /// <summary>A FEEL expression; null, with a problem, when the text is none.</summary>
    public FeelText? Feel(FlowElement owner, string text, string? language = null)
    {
        language ??= model.ExpressionLanguage;
        if (language is not null && !language.Contains("feel", StringComparison.OrdinalIgnoreCase))
        {
            Add(owner, "feel", $"Expressions are FEEL, not {language}.");
            return null;
        }
        text = text.Trim();
        try
        {
            return new(text.StartsWith('=') ? text[1..].Trim() : text);
        }
        catch (FeelSyntaxException error)
        {
            Add(owner, "feel", $"\"{text}\" is not a FEEL expression: {error.Message}");
            return null;
        }
    }

    /// <summary>The name of a message or signal; null, with a problem, when there is none.</summary>
    public string? Named<T>(FlowElement owner, string? reference, string kind, Func<T, string?> name) where T : RootElement
    {
        if (model.Root<T>(reference) is { } root && name(root) is { Length: > 0 } found)
            return found;
        Add(owner, "reference", $"The element names no {kind} that exists and has a name.");
        return null;
    }

    /// <summary>Whether nothing of the element would be ignored: no attribute and child that BPMN does not know, none of ours that is misspelt.</summary>
    public void Known(FlowElement element, params string[] ours)
    {
        foreach (var attribute in element.OtherAttributes)
        {
            if (attribute.Name.Namespace == Names.Our && !ours.Contains(attribute.Name.LocalName))
                Add(element, "attribute", $"The engine does not know the attribute sen:{attribute.Name.LocalName} here.");
            else if (attribute.Name.NamespaceName.Length == 0)
                Add(element, "attribute", $"The engine does not know the attribute {attribute.Name.LocalName}=\"{attribute.Value}\" here.");
        }
        foreach (var other in element.OtherElements.Where(other => other.Name.Namespace == Names.Omg))
            Add(element, "element", $"The engine does not run {other.Name.LocalName} here.");
    }
}
