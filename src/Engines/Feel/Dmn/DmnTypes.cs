using System.Xml.Linq;

namespace Sen.Feel.Dmn;

/// <summary>Item definitions as FEEL types (DMN 1.5 §7.3.2), resolved when first asked for, because files declare them in any order.</summary>
internal sealed class DmnTypes
{
    private readonly Dictionary<string, XElement> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeelType?> resolved = new(StringComparer.Ordinal);
    private readonly Action<string, string> problem;
    private readonly Names names;
    private readonly (string Name, DmnTypes Types)[] imported;

    public DmnTypes(XElement root, Names names, Action<string, string> problem, IEnumerable<(string Name, DmnTypes Types)> imported)
    {
        (this.names, this.problem, this.imported) = (names, problem, [.. imported]);
        foreach (var definition in root.Children("itemDefinition"))
            definitions[definition.Name()] = definition;
        foreach (var name in definitions.Keys)
            Find(name);
    }

    /// <summary>The type of a typeRef: an item definition or a built-in type, with or without a prefix; null where there is none.</summary>
    public FeelType? Find(string name)
    {
        name = name.Trim();
        if (resolved.TryGetValue(name, out var known))
            return known;
        if (definitions.TryGetValue(name, out var definition))
        {
            resolved[name] = null; // A definition that needs itself to be known is no type.
            return resolved[name] = Read(definition, type => resolved[name] = type);
        }
        if (FeelType.Named.TryGetValue(name, out var builtIn))
            return builtIn;
        foreach (var (import, types) in imported)
        {
            if ((import.Length == 0 ? types.Find(name) : name.StartsWith(import + ".", StringComparison.Ordinal) ? types.Find(name[(import.Length + 1)..]) : null) is { } found)
                return found;
        }
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? Find(name[(colon + 1)..]) : null;
    }

    /// <summary>The type of an element's typeRef; null where it declares none.</summary>
    public FeelType? Of(XElement? element)
    {
        var name = (string?)element?.Attribute("typeRef") ?? element?.Child("typeRef")?.Value;
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var type = Find(name);
        if (type is null)
            problem(element!.Name(), $"No type is named '{name}'.");
        return type is { Kind: FeelKind.Any } ? null : type;
    }

    private FeelType? Read(XElement definition, Action<FeelType>? early = null)
    {
        FeelType? type;
        if (definition.Children("itemComponent").ToArray() is { Length: > 0 } components)
        {
            var fields = new Dictionary<string, FeelType>(StringComparer.Ordinal);
            type = new FeelType(FeelKind.Context) { Fields = fields };
            early?.Invoke(type);
            foreach (var component in components)
                fields[component.Name()] = Read(component) ?? FeelType.Any;
        }
        else if (definition.Child("functionItem") is { } function)
        {
            type = new FeelType(FeelKind.Function)
            {
                Parameters = [.. function.Children("parameters").Select(parameter => Of(parameter) ?? FeelType.Any)],
                Element = Of(function.Attribute("outputTypeRef") is { } output ? new XElement("x", new XAttribute("typeRef", output.Value)) : null),
            };
        }
        else
        {
            type = Of(definition) ?? FeelType.Any;
        }
        type = Narrowed(definition, "allowedValues", type);
        if ((bool?)definition.Attribute("isCollection") == true)
            type = new FeelType(FeelKind.List) { Element = type };
        return Narrowed(definition, "typeConstraint", type);
    }

    private FeelType Narrowed(XElement definition, string element, FeelType type)
    {
        if (definition.Child(element)?.Child("text")?.Value is not { } text || string.IsNullOrWhiteSpace(text))
            return type;
        try
        {
            return new FeelType(type.Kind)
            {
                Element = type.Element,
                Fields = type.Fields,
                Parameters = type.Parameters,
                Refines = type,
                Allowed = new FeelExpression(text, isTest: true, names),
            };
        }
        catch (FeelSyntaxException error)
        {
            problem(definition.Name(), error.Message);
            return type;
        }
    }
}

/// <summary>DMN files differ in namespace by version only, so elements are found by their local names.</summary>
internal static class DmnXml
{
    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    public static XElement? Child(this XElement element, string name) => element.Children(name).FirstOrDefault();

    public static string Name(this XElement element) => ((string?)element.Attribute("name") ?? "").Trim();

    public static string Id(this XElement element) => (string?)element.Attribute("id") ?? "";
}
