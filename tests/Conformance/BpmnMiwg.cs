using System.Globalization;
using System.Xml.Linq;
using Sen.Bpmn.Model;

namespace Sen.Tests.Conformance;

/// <summary>
/// Reference models of the BPMN Model Interchange Working Group: read into the typed model and written from it, a file must
/// say the same, element by element and attribute by attribute, diagram included; also after one edit, which must be the
/// only difference. A file is two cases.
/// </summary>
internal static class BpmnMiwg
{
    private const string Edited = "Đã sửa <&\">";

    public static Suite Suite { get; } = new("bpmn-miwg", Run);

    private static IEnumerable<Outcome> Run(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.bpmn", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file);
            yield return Check(name, "read, write", () =>
            {
                var written = Read(file).ToXml();
                return Difference(XDocument.Load(file), written) ?? Unseen(XDocument.Load(file), written);
            });
            yield return Check(name, "every BPMN element and attribute has a place in the model", () => Unplaced(Read(file))) with { Optional = true };
            yield return Check(name, "read, edit, write", () =>
            {
                var (before, model) = (XDocument.Load(file), Read(file));
                Edit(before, model);
                return Difference(before, model.ToXml());
            });
        }
    }

    // What the standard does not know is kept, too, but only as it was found.
    private static string? Unplaced(Definitions model) => model.Descendants().Prepend(model)
        .SelectMany(element => element.OtherElements.Where(other => other.Name.NamespaceName.Contains("www.omg.org/spec/BPMN/20100524", StringComparison.Ordinal)).Select(other => other.Name.LocalName)
            .Concat(element.OtherAttributes.Where(other => !other.IsNamespaceDeclaration && other.Name.NamespaceName.Length == 0).Select(other => $"@{other.Name.LocalName}={other.Value}"))
            .Select(what => $"{element.GetType().Name} {what}"))
        .FirstOrDefault();

    private static Outcome Check(string file, string title, Func<string?> difference)
    {
        try
        {
            return difference() is { } detail ? new(file, title, false, detail) : new(file, title, true);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new(file, title, false, $"{error.GetType().Name} {error.Message}");
        }
    }

    private static Definitions Read(string file)
    {
        using var stream = File.OpenRead(file);
        return Definitions.Read(stream);
    }

    /// <summary>Renames the first flow node, draws it elsewhere and gives it a note: in the model and, apart from it, in the text.</summary>
    private static void Edit(XDocument text, Definitions model)
    {
        if (model.Descendants().OfType<FlowNode>().FirstOrDefault(one => one.Id is not null) is not { } node)
        {
            model.Name = Edited;
            text.Root!.SetAttributeValue("name", Edited);
            return;
        }
        node.Name = Edited;
        node.Documentation.Insert(0, new() { Text = Edited });
        var same = text.Descendants().First(element => (string?)element.Attribute("id") == node.Id);
        same.SetAttributeValue("name", Edited);
        same.AddFirst(new XElement(same.Name.Namespace + "documentation", Edited));
        if (model.Descendants().OfType<BpmnShape>().FirstOrDefault(one => one.BpmnElement?.Split(':')[^1] == node.Id) is not { Bounds: { } bounds } shape)
            return;
        bounds.X += 12.5m;
        var drawn = text.Descendants().First(element => element.Name.LocalName == "BPMNShape" && (string?)element.Attribute("bpmnElement") == shape.BpmnElement)
            .Elements().First(element => element.Name.LocalName == "Bounds");
        drawn.SetAttributeValue("x", bounds.X!.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static string? Difference(XDocument before, string written) => Compare(before.Root!, XDocument.Parse(written).Root!);

    /// <summary>
    /// A comparison that finds nothing proves something only if it would have found it: up to 40 elements of the written text are
    /// spoiled, one at a time (an attribute lost, changed, added, a text changed, the element gone), and each must be seen.
    /// </summary>
    private static string? Unseen(XDocument before, string written)
    {
        var count = XDocument.Parse(written).Root!.Descendants().Count();
        for (var i = 0; i < count; i += Math.Max(1, count / 40))
        {
            foreach (var (what, spoil) in Spoilings)
            {
                var spoiled = XDocument.Parse(written);
                var element = spoiled.Root!.Descendants().ElementAt(i);
                var place = Place(element);
                if (spoil(element) && Compare(before.Root!, spoiled.Root!) is null)
                    return $"{place}: the comparison does not see {what}";
            }
        }
        return null;
    }

    private static readonly (string What, Func<XElement, bool> Spoil)[] Spoilings =
    [
        ("a lost attribute", element => Attribute(element) is { } one && Do(one.Remove)),
        ("a changed attribute", element => Attribute(element) is { } one && Do(() => one.Value += "x")),
        ("another number", element => Attribute(element) is { } one && decimal.TryParse(one.Value, CultureInfo.InvariantCulture, out var number)
            && Do(() => one.Value = (number + 1).ToString(CultureInfo.InvariantCulture))),
        ("an attribute from nowhere", element => Do(() => element.SetAttributeValue("fromNowhere", "x"))),
        ("a changed text", element => Do(() => element.Add(new XText("x")))),
        ("a lost element", element => Do(element.Remove)),
        ("an element twice", element => Do(() => element.AddAfterSelf(new XElement(element)))),
    ];

    private static XAttribute? Attribute(XElement element) => element.Attributes().LastOrDefault(one => !one.IsNamespaceDeclaration);

    private static bool Do(Action act)
    {
        act();
        return true;
    }

    private static string? Compare(XElement before, XElement after)
    {
        if (before.Name != after.Name)
            return $"{Place(before)}: {before.Name.LocalName} became {after.Name.LocalName}";
        // The writer may declare a prefix more; none may be missing, since values can use it.
        foreach (var attribute in before.Attributes())
        {
            if (after.Attribute(attribute.Name) is not { } same)
                return $"{Place(before)}: attribute {attribute.Name} is lost";
            if (!(IsName(attribute) ? attribute.Value.Trim() == same.Value.Trim() : SameValue(attribute.Value, same.Value)))
                return $"{Place(before)}: attribute {attribute.Name} was \"{attribute.Value}\", is \"{same.Value}\"";
        }
        if (after.Attributes().FirstOrDefault(attribute => !attribute.IsNamespaceDeclaration && before.Attribute(attribute.Name) is null) is { } added)
            return $"{Place(before)}: attribute {added.Name} came from nowhere";
        if (!before.HasElements && !after.HasElements)
            return SameText(before.Value, after.Value) ? null : $"{Place(before)}: text was \"{before.Value}\", is \"{after.Value}\"";
        if (!SameText(OwnText(before), OwnText(after)))
            return $"{Place(before)}: text was \"{OwnText(before)}\", is \"{OwnText(after)}\"";
        return Children(before, after);
    }

    // The schema fixes the order of kinds; files that are not in that order are put in it. Within a kind the order must be kept.
    private static string? Children(XElement before, XElement after)
    {
        var (left, right) = (before.Elements().ToArray(), after.Elements().ToArray());
        if (!left.Select(element => element.Name).SequenceEqual(right.Select(element => element.Name)))
            (left, right) = ([.. left.OrderBy(Kind, StringComparer.Ordinal)], [.. right.OrderBy(Kind, StringComparer.Ordinal)]);
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (Compare(left[i], right[i]) is { } difference)
                return difference;
        }
        return left.Length == right.Length ? null : $"{Place(before)}: had {left.Length} children, has {right.Length}";

        static string Kind(XElement element) => element.Name.ToString();
    }

    private static bool IsName(XAttribute attribute) => attribute.Name.LocalName is "id" or "name" or "bpmnElement" || attribute.Name.LocalName.EndsWith("Ref", StringComparison.Ordinal);

    private static bool SameText(string before, string after) => before == after || SameValue(before, after);

    // xs:boolean has two spellings, numbers many; ids and names have one.
    private static bool SameValue(string before, string after) => before.Trim() == after.Trim()
        || (before.Trim(), after.Trim()) is ("1", "true") or ("0", "false")
        || (decimal.TryParse(before, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b);

    private static string OwnText(XElement element) => string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value)).Trim();

    private static string Place(XElement element) =>
        string.Join('/', element.AncestorsAndSelf().Reverse().Select(one => one.Name.LocalName + ((string?)one.Attribute("id") is { } id ? $"#{id}" : "")));
}
