using System.Xml;
using System.Xml.Linq;

namespace Sen.Feel.Dmn;

/// <summary>Something in a model that will not work, found when it was read.</summary>
/// <param name="Element">Name of the decision, knowledge model or type, with the rule where it is one.</param>
/// <param name="Message">What is wrong, with line and column inside the text.</param>
public sealed record DmnProblem(string Element, string Message);

/// <summary>What a model imports.</summary>
/// <param name="Name">Name under which the model's elements are seen; empty where they are seen as own ones.</param>
/// <param name="Namespace">Namespace of the imported model.</param>
/// <param name="Location">Where its file is said to lie, or null.</param>
/// <param name="Type">Namespace of its language: a version of DMN, XML Schema or PMML.</param>
public sealed record DmnImport(string Name, string Namespace, string? Location, string Type)
{
    internal bool IsModel => Type.Contains("/DMN/", StringComparison.Ordinal);

    internal static DmnImport Read(XElement element) => new(
        element.Name(), (string?)element.Attribute("namespace") ?? "", (string?)element.Attribute("locationURI"), (string?)element.Attribute("importType") ?? "");
}

/// <summary>A decision model (OMG DMN 1.2 to 1.5 XML): read and compiled once, evaluated many times from any thread.</summary>
public sealed class DmnModel
{
    private readonly Dictionary<string, DmnElement> byId = new(StringComparer.Ordinal);
    private readonly List<DmnProblem> problems = [];
    private readonly List<(string Name, DmnModel Model)> imported = [];
    private readonly HashSet<string> words;
    private readonly DmnTypes types;
    private readonly IReadOnlyList<DecisionTable> tables;

    private DmnModel(XElement root, Func<DmnImport, DmnModel?>? imports)
    {
        Name = root.Name();
        Namespace = (string?)root.Attribute("namespace") ?? "";
        foreach (var import in root.Children("import").Select(DmnImport.Read).Where(import => import.IsModel))
        {
            if (imports?.Invoke(import) is { } model)
                imported.Add((import.Name, model));
            else
                Problem(import.Name, $"It imports '{import.Namespace}', which was not given.");
        }
        words = [.. root.DescendantsAndSelf().SelectMany(element => new[] { (string?)element.Attribute("name"), (string?)element.Attribute("iteratorVariable") })
            .OfType<string>().Where(name => name.Length > 0), .. imported.SelectMany(import => import.Model.words)];
        var names = new Names(words.Concat(BuiltIns.SpecialNames));
        types = new DmnTypes(root, names, Problem, imported.Select(import => (import.Name, import.Model.types)));
        var reader = new BoxedReader(types, names, Problem);
        foreach (var element in root.Elements())
        {
            if (DmnElement.Read(element, types, reader) is { } read && !byId.TryAdd(read.Id, read))
                Problem(read.Name, $"The id '{read.Id}' is used twice.");
        }
        tables = reader.Tables;
        foreach (var element in byId.Values)
            element.Link(Lookup, Problem);
        foreach (var element in byId.Values)
            element.Compile(types, Problem);
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>Its namespace.</summary>
    public string Namespace { get; }

    /// <summary>What is wrong with the model. A pack with problems should be refused; evaluation gives null where they are.</summary>
    public IReadOnlyList<DmnProblem> Problems => problems;

    /// <summary>Names of the decisions.</summary>
    public IReadOnlyList<string> Decisions => [.. Named(DmnKind.Decision)];

    /// <summary>Names of the decision services.</summary>
    public IReadOnlyList<string> Services => [.. Named(DmnKind.Service)];

    /// <summary>Names of the input data.</summary>
    public IReadOnlyList<string> Inputs => [.. Named(DmnKind.Input)];

    /// <summary>Reads a model.</summary>
    /// <param name="xml">DMN 1.2 to 1.5.</param>
    /// <param name="imports">Gives the models that this one imports; null where there is none, which is a problem of the model. Nothing is ever fetched.</param>
    /// <exception cref="XmlException">The text is no well-formed XML, or declares a document type.</exception>
    public static DmnModel Read(TextReader xml, Func<DmnImport, DmnModel?>? imports = null)
    {
        using var reader = XmlReader.Create(xml, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 20_000_000 });
        return new DmnModel(XElement.Load(reader), imports);
    }

    /// <summary>The value of a decision with what it requires, with reasons for nulls.</summary>
    /// <param name="decision">Name of a decision.</param>
    /// <param name="inputs">Values of input data by name; values of decisions given here replace their logic.</param>
    /// <param name="clock">For <c>now()</c> and <c>today()</c>.</param>
    /// <param name="limits">Budget of the whole evaluation.</param>
    public FeelResult Evaluate(string decision, IReadOnlyDictionary<string, object?> inputs, TimeProvider? clock = null, FeelLimits? limits = null)
    {
        var run = new Run(inputs, limits ?? FeelLimits.Default, clock, collects: true);
        var element = Find(DmnKind.Decision, decision);
        return new FeelResult(run.Result(new DmnSession(run, inputs).Value(element)), run.Reasons);
    }

    /// <summary>The value of a decision, and which rules of which tables led to it.</summary>
    public DmnExplanation Explain(string decision, IReadOnlyDictionary<string, object?> inputs, TimeProvider? clock = null, FeelLimits? limits = null)
    {
        var run = new Run(inputs, limits ?? FeelLimits.Default, clock, collects: true) { Tables = [] };
        var value = run.Result(new DmnSession(run, inputs).Value(Find(DmnKind.Decision, decision)));
        return new DmnExplanation(value, run.Reasons, run.Tables);
    }

    /// <summary>Overlaps and gaps of the model's tables, with the values that show them; at most 50 a table.</summary>
    public IReadOnlyList<TableFinding> CheckTables() =>
        [.. tables.SelectMany(table => TableChecker.Check(table.Name, table, new Compiler("", traces: false, types.Find)))];

    /// <summary>The value of a decision service: of its one output decision, or a context of several.</summary>
    public FeelResult EvaluateService(string service, IReadOnlyDictionary<string, object?> inputs, TimeProvider? clock = null, FeelLimits? limits = null)
    {
        var run = new Run(inputs, limits ?? FeelLimits.Default, clock, collects: true);
        var element = Find(DmnKind.Service, service);
        // What is not given is null, as for any parameter; an input decision's own logic is never run.
        var given = element.ParameterElements.ToDictionary(input => input.Name, input => inputs.GetValueOrDefault(input.Name), StringComparer.Ordinal);
        return new FeelResult(run.Result(new DmnSession(run, given).Service(element)), run.Reasons);
    }

    /// <summary>The element of a reference, with the name of the import it comes by: null for an own one, empty for an import without a name.</summary>
    private (string? Import, DmnElement Element)? Lookup(string href)
    {
        var hash = href.LastIndexOf('#');
        var (space, id) = hash < 0 ? ("", href) : (href[..hash], href[(hash + 1)..]);
        if (space.Length == 0 || space == Namespace)
            return byId.TryGetValue(id, out var own) ? (null, own) : null;
        foreach (var (name, model) in imported)
        {
            if (model.Namespace == space && model.byId.TryGetValue(id, out var element))
                return (name, element);
        }
        return null;
    }

    private DmnElement Find(DmnKind kind, string name) => byId.Values.FirstOrDefault(element => element.Kind == kind && element.Name == name)
        ?? throw new ArgumentException($"The model '{Name}' has no {kind} named '{name}'.", nameof(name));

    private IEnumerable<string> Named(DmnKind kind) => byId.Values.Where(element => element.Kind == kind).Select(element => element.Name);

    private void Problem(string element, string message) => problems.Add(new DmnProblem(element, message));
}
