using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>The engine's own tables, which travel inside the assembly.</summary>
internal static class Resources
{
    public static YamlMappingNode Map(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(name);
        using var reader = new StreamReader(stream);
        return (YamlMappingNode)Yaml.Documents(reader.ReadToEnd())[0];
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Lists(string name) => Lists(Map(name));

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Lists(YamlMappingNode map) =>
        map.ToDictionary(pair => Yaml.Key(pair.Key, "document"), pair => Yaml.Texts(pair.Value, "list"), StringComparer.Ordinal);
}
