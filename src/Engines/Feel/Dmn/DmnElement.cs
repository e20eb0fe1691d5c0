using System.Xml.Linq;

namespace Sen.Feel.Dmn;

internal enum DmnKind { Input, Decision, Knowledge, Service }

/// <summary>A node of the requirement graph with its compiled logic.</summary>
internal sealed class DmnElement
{
    private readonly List<string> required = [];
    private readonly Node? logic;

    private DmnElement(DmnKind kind, XElement element, FeelType? type, Node? logic)
    {
        (Kind, Id, Name, Type, this.logic) = (kind, element.Id() is { Length: > 0 } id ? id : $"{kind} {element.Name()}", element.Child("variable") is { } v && v.Name().Length > 0 ? v.Name() : element.Name(), type, logic);
        required.AddRange(element.Elements()
            .Where(child => child.Name.LocalName is "informationRequirement" or "knowledgeRequirement")
            .SelectMany(requirement => requirement.Elements().Select(Href)));
        Outputs = [.. element.Children("outputDecision").Select(Href)];
        Parameters = [.. element.Children("inputData").Concat(element.Children("inputDecision")).Select(Href)];
    }

    public DmnKind Kind { get; }

    public string Id { get; }

    public string Name { get; }

    public FeelType? Type { get; }

    /// <summary>Ids of the output decisions of a service.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Ids of the inputs of a service: input data, then input decisions, as positional calls give them.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>What its logic may name, with the name of the import it comes by.</summary>
    public List<(string? Import, DmnElement Element)> Requires { get; } = [];

    public List<DmnElement> OutputElements { get; } = [];

    public List<DmnElement> ParameterElements { get; } = [];

    /// <summary>The logic over an environment whose value is the dictionary of required values.</summary>
    public Code? Code { get; private set; }

    public static DmnElement? Read(XElement element, DmnTypes types, BoxedReader reader)
    {
        var type = types.Of(element.Child("variable"));
        return element.Name.LocalName switch
        {
            "inputData" => new DmnElement(DmnKind.Input, element, type, null),
            "decision" => new DmnElement(DmnKind.Decision, element, type, reader.As(reader.ReadIn(element, element.Name()), type)),
            "businessKnowledgeModel" => new DmnElement(DmnKind.Knowledge, element, type, Knowledge(element, type, reader)),
            "decisionService" => new DmnElement(DmnKind.Service, element, type, null),
            _ => null,
        };
    }

    public void Link(Func<string, (string? Import, DmnElement Element)?> lookup, Action<string, string> problem)
    {
        Requires.AddRange(Found(required));
        OutputElements.AddRange(Found(Outputs).Select(found => found.Element));
        ParameterElements.AddRange(Found(Parameters).Select(found => found.Element));

        IEnumerable<(string? Import, DmnElement Element)> Found(IEnumerable<string> hrefs)
        {
            foreach (var href in hrefs)
            {
                if (lookup(href) is { } found)
                    yield return found;
                else
                    problem(Name, $"It requires '{href}', which is not in the model.");
            }
        }
    }

    public void Compile(DmnTypes types, Action<string, string> problem)
    {
        if (logic is null)
            return;
        var compiler = new Compiler("", traces: false, types.Find);
        Code = compiler.Compile(logic, new Scope(null, entries: [.. Requires.Select(other => other.Import is { Length: > 0 } import ? import : other.Element.Name), .. Kind == DmnKind.Knowledge ? new[] { Name } : []]));
        foreach (var name in compiler.FreeNames.Except(compiler.MemberNames))
            problem(Name, $"It uses '{name}', which it does not require.");
    }

    /// <summary>A knowledge model's variable may declare the function type or, in older files, the result's type.</summary>
    private static BoxedFunction Knowledge(XElement element, FeelType? type, BoxedReader reader)
    {
        var function = element.Child("encapsulatedLogic") is { } encapsulated ? reader.Function(encapsulated, element.Name()) : new BoxedFunction([], [], new Literal(null, 0, 0));
        var result = type is { Kind: FeelKind.Function } ? type.Element : type;
        return function.Body is null || result is null || result.Kind == FeelKind.Any ? function : function with { Body = reader.As(function.Body, result) };
    }

    private static string Href(XElement reference)
    {
        var href = (string?)reference.Attribute("href") ?? "";
        return href.StartsWith('#') ? href[1..] : href;
    }
}
