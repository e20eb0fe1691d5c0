using System.Text;
using Sen.Sigma.Rules;
using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Events;

/// <summary>Which log source an event shows by itself: a Windows channel with its event id, a program or a data set by name (<c>Data/sources.yml</c>).</summary>
internal sealed class SourceTable
{
    private readonly Dictionary<string, YamlMappingNode> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogSource[]> _names;

    public SourceTable()
    {
        var map = Resources.Map("sources.yml");
        foreach (var (channel, value) in (YamlMappingNode)map.Child("windows")!)
            _channels[Yaml.Key(channel, "document").ToLowerInvariant()] = (YamlMappingNode)value;
        _names = ((YamlMappingNode)map.Child("names")!).ToDictionary(pair => Yaml.Key(pair.Key, "document"), pair => Yaml.Texts(pair.Value, "names").Select(Written).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The table's sentences for <see cref="Templates"/>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Sentences() => Resources.Lists("sentences.yml");

    public IEnumerable<LogSource> Named(ReadOnlySpan<byte> name) => name.IsEmpty ? [] : _names.GetValueOrDefault(Encoding.UTF8.GetString(name).ToLowerInvariant(), []);

    public IEnumerable<LogSource> Windows(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> eventId)
    {
        if (channel.IsEmpty)
            return [];
        if (!_channels.TryGetValue(Encoding.UTF8.GetString(channel).ToLowerInvariant(), out var known))
            return [new LogSource("windows")];
        var service = known.Text("service");
        var categories = known.Texts(Encoding.UTF8.GetString(eventId));
        return categories.Count == 0 ? [new LogSource("windows", null, service)] : categories.Select(category => new LogSource("windows", category, service));
    }

    /// <summary>"product/category/service", a dash for none.</summary>
    private static LogSource Written(string text)
    {
        var parts = text.Split('/').Select(part => part == "-" ? null : part).ToArray();
        return new(parts[0], parts[1], parts[2]);
    }
}
