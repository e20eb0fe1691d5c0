using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>Reads selections and their condition into one tree.</summary>
internal sealed class DetectionReader(SigmaOptions options)
{
    private readonly ItemReader _items = new(options);

    /// <param name="map">The detection or filter section.</param>
    /// <param name="others">Keys of the section that are no selections.</param>
    public Expr Read(YamlMappingNode map, params ReadOnlySpan<string> others)
    {
        var selections = new Dictionary<string, Expr>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var name = Yaml.Key(key, "detection");
            if (name == "timeframe")
                throw new RefusedException("condition", "timeframe left the standard: write a correlation");
            if (name != "condition" && !others.Contains(name))
                selections[name] = Selection(name, value);
        }
        var conditions = map.Texts("condition");
        if (conditions.Count == 0)
            throw new RefusedException("condition", "there is no condition");
        return Any([.. conditions.Select(condition => ConditionParser.Parse(condition, selections))]);
    }

    private Expr Selection(string name, YamlNode node) => node switch
    {
        YamlMappingNode map => Map(name, map),
        YamlSequenceNode list => List(name, list),
        YamlScalarNode => _items.Read("", node),
        _ => throw new RefusedException("detection", $"{name} is neither a map nor a list"),
    };

    private Expr Map(string name, YamlMappingNode map)
    {
        if (map.Children.Count == 0)
            throw new RefusedException("detection", $"{name} is empty");
        var items = map.Select(pair => _items.Read(Yaml.Key(pair.Key, "detection"), pair.Value)).ToArray();
        return items.Length == 1 ? items[0] : new AllOf(items);
    }

    private Expr List(string name, YamlSequenceNode list)
    {
        if (list.Children.Count == 0)
            throw new RefusedException("detection", $"{name} is empty");
        if (list.All(item => item is YamlScalarNode))
            return _items.Read("", list);
        return Any([.. list.Select(item => item is YamlSequenceNode ? throw new RefusedException("detection", $"{name} holds a list in a list") : Selection(name, item))]);
    }

    private static Expr Any(Expr[] parts) => parts.Length == 1 ? parts[0] : new AtLeast(1, parts);
}
