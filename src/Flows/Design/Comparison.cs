using System.Xml.Linq;
using Model = Sen.Bpmn.Model.Definitions;

namespace Sen.Flows;

/// <summary>How an element of two versions differs.</summary>
internal enum Change { Added, Removed, Changed }

/// <summary>What is different between two versions of a process, by element; how it is drawn does not count.</summary>
internal sealed record Difference(string Element, string? Name, Change Change);

internal static class Comparison
{
    public static IReadOnlyList<Difference> Of(Model before, Model after)
    {
        var (old, now) = (Elements(before), Elements(after));
        return
        [
            .. old.Keys.Except(now.Keys).Select(id => new Difference(id, old[id].Name, Change.Removed)),
            .. now.Keys.Except(old.Keys).Select(id => new Difference(id, now[id].Name, Change.Added)),
            .. now.Keys.Intersect(old.Keys).Where(id => old[id].Text != now[id].Text).Select(id => new Difference(id, now[id].Name, Change.Changed)),
        ];
    }

    // An element with its attributes and parts; of a sub-process only itself, since what is inside stands for itself.
    private static Dictionary<string, (string? Name, string Text)> Elements(Model model)
    {
        var found = new Dictionary<string, (string?, string)>();
        foreach (var element in XDocument.Parse(model.ToXml()).Root!.Elements().Where(root => root.Name.LocalName == "process").Descendants()
            .Where(one => one.Attribute("id") is not null))
        {
            var alone = new XElement(element);
            alone.Elements().Where(child => child.Attribute("id") is not null || child.Name.LocalName is "incoming" or "outgoing").Remove();
            found.TryAdd((string)element.Attribute("id")!, ((string?)element.Attribute("name"), alone.ToString(SaveOptions.DisableFormatting)));
        }
        return found;
    }
}
