using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>Reads all documents of all files and sees that ids, names and references hold together.</summary>
internal sealed class PackReader(SigmaOptions options)
{
    private static readonly string[] Kinds = ["detection", "correlation", "filter"];
    private static readonly string[] Levels = ["informational", "low", "medium", "high", "critical"];
    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];

    private readonly DetectionReader _detections = new(options);
    private readonly Dictionary<string, SigmaDocument> _named = new(StringComparer.Ordinal);
    private readonly List<SigmaRule> _rules = [];
    private readonly List<SigmaCorrelation> _correlations = [];
    private readonly List<SigmaFilter> _filters = [];
    private readonly List<SigmaRefusal> _refused = [];

    public SigmaPack Read(IEnumerable<SigmaFile> files)
    {
        foreach (var file in files)
            Read(file);
        return new(_rules, Ordered(), Known(), _refused, options);
    }

    private void Read(SigmaFile file)
    {
        IReadOnlyList<YamlNode> documents;
        try
        {
            documents = Yaml.Documents(file.Text);
            if (documents.Count == 0)
                throw new RefusedException("document", "the file is empty");
        }
        catch (RefusedException error)
        {
            _refused.Add(new(file.Name, null, error.Code, error.Message));
            return;
        }
        foreach (var document in documents)
        {
            try
            {
                Read(file.Name, Yaml.Map(document, "a rule", "document"));
            }
            catch (RefusedException error)
            {
                var title = document is YamlMappingNode map && map.Child("title") is YamlScalarNode scalar ? scalar.Value : null;
                _refused.Add(new(file.Name, title, error.Code, error.Message));
            }
        }
    }

    private void Read(string file, YamlMappingNode map)
    {
        if (map.Text("taxonomy") is { } taxonomy && taxonomy is not ("sigma" or "ecs"))
            throw new RefusedException("taxonomy", taxonomy);
        var kinds = Kinds.Where(kind => map.Child(kind) is not null).ToArray();
        switch (kinds)
        {
            case ["detection"]:
                var detection = Yaml.Map(map.Child("detection"), "detection", "detection");
                Add(_rules, new SigmaRule { Id = "", Title = "", File = file, Source = Source(map), Detection = _detections.Read(detection) }, map);
                break;
            case ["correlation"]:
                Add(_correlations, CorrelationReader.Read(file, Yaml.Map(map.Child("correlation"), "correlation", "correlation")), map);
                break;
            case ["filter"]:
                var filter = Yaml.Map(map.Child("filter"), "filter", "filter");
                var rules = filter.Child("rules") is YamlScalarNode { Value: "any" or "" } ? [] : filter.Texts("rules");
                Add(_filters, new SigmaFilter { Id = "", Title = "", File = file, Source = Source(map), Rules = rules, Detection = _detections.Read(filter, "rules") }, map);
                break;
            default:
                throw new RefusedException("document", "a document holds one of detection, correlation and filter");
        }
    }

    private void Add<T>(List<T> list, T blank, YamlMappingNode map)
        where T : SigmaDocument
    {
        var title = map.Text("title") is { Length: > 0 and <= 256 } text ? text : throw new RefusedException("document", "a title of at most 256 characters is needed");
        var (id, name) = (map.Text("id"), map.Text("name"));
        var document = blank with
        {
            Id = id ?? name ?? title,
            Name = name,
            Title = title,
            Titles = map.Child("titles") is { } titles ? Yaml.Map(titles, "titles", "document").ToDictionary(pair => Yaml.Key(pair.Key, "document"), pair => Yaml.Key(pair.Value, "document"), StringComparer.Ordinal) : [],
            Description = map.Text("description"),
            Status = OneOf(map, "status", Statuses),
            Level = OneOf(map, "level", Levels),
            Tags = map.Texts("tags"),
            FalsePositives = map.Texts("falsepositives"),
            Fields = map.Texts("fields"),
        };
        foreach (var key in new[] { document.Id, name }.OfType<string>().Distinct())
            if (_named.TryGetValue(key, out var other))
                throw new RefusedException("duplicate", $"{key} is already that of {other.Title} ({other.File})");
        _named[document.Id] = document;
        if (name is not null)
            _named[name] = document;
        list.Add(document);
    }

    private static string? OneOf(YamlMappingNode map, string key, string[] words) =>
        map.Text(key) is not { } word ? null : words.Contains(word) ? word : throw new RefusedException("document", $"{key}: {word}");

    private static LogSource Source(YamlMappingNode map)
    {
        var node = Yaml.Map(map.Child("logsource"), "logsource", "logsource");
        var source = new LogSource(node.Text("product")?.ToLowerInvariant(), node.Text("category")?.ToLowerInvariant(), node.Text("service")?.ToLowerInvariant());
        return source != new LogSource() ? source : throw new RefusedException("logsource", "one of product, category and service is needed");
    }

    /// <summary>Correlations after what they refer to; those that refer to nothing known, or in a circle, are refused.</summary>
    private List<SigmaCorrelation> Ordered()
    {
        var ready = _rules.Cast<SigmaDocument>().ToHashSet();
        var (waiting, ordered) = (_correlations.ToList(), new List<SigmaCorrelation>());
        while (waiting.FirstOrDefault(correlation => correlation.Rules.All(rule => _named.TryGetValue(rule, out var other) && ready.Contains(other))) is { } next)
        {
            waiting.Remove(next);
            var own = next.Rules.SelectMany(rule => new[] { _named[rule].Id, _named[rule].Name }).ToHashSet();
            if (next.Aliases.Values.SelectMany(alias => alias.Keys).FirstOrDefault(rule => !own.Contains(rule)) is { } stranger)
            {
                _refused.Add(new(next.File, next.Title, "correlation", $"aliases: {stranger} is none of the rules"));
                continue;
            }
            ordered.Add(next);
            ready.Add(next);
        }
        foreach (var left in waiting)
        {
            var missing = left.Rules.First(rule => !_named.TryGetValue(rule, out var other) || !ready.Contains(other));
            _refused.Add(new(left.File, left.Title, "reference", $"{missing} is no rule taken, or refers back to this one"));
        }
        return ordered;
    }

    private List<SigmaFilter> Known()
    {
        var known = new List<SigmaFilter>();
        foreach (var filter in _filters)
        {
            var missing = filter.Rules.FirstOrDefault(rule => !_named.TryGetValue(rule, out var other) || other is not SigmaRule);
            if (missing is null)
                known.Add(filter);
            else
                _refused.Add(new(filter.File, filter.Title, "reference", $"{missing} is no rule taken"));
        }
        return known;
    }
}
