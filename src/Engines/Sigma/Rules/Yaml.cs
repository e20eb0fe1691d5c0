using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>A YAML scalar as Sigma sees it: text, a number as text and value, a truth value, or null.</summary>
internal readonly record struct Scalar(string? Text, double? Number = null, bool? Truth = null)
{
    public bool IsNull => Text is null;
}

/// <summary>Reads YAML nodes with reasons instead of exceptions of the library.</summary>
internal static partial class Yaml
{
    public static IReadOnlyList<YamlNode> Documents(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(document => document.RootNode)];
        }
        catch (Exception error) when (error is YamlException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new RefusedException("yaml", error.Message);
        }
    }

    public static YamlNode? Child(this YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static string? Text(this YamlMappingNode map, string key) =>
        map.Child(key) switch { null => null, YamlScalarNode scalar => Scalar(scalar).Text, _ => throw new RefusedException("document", $"{key} must be text") };

    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) => map.Child(key) is { } node ? Texts(node, key) : [];

    public static IReadOnlyList<string> Texts(YamlNode node, string key) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar).Text is { } text ? [text] : [],
        YamlSequenceNode list => [.. list.Select(item => item is YamlScalarNode scalar && Scalar(scalar).Text is { } text ? text : throw new RefusedException("document", $"{key} must be a list of text"))],
        _ => throw new RefusedException("document", $"{key} must be a list of text"),
    };

    public static YamlMappingNode Map(YamlNode? node, string key, string code) => node as YamlMappingNode ?? throw new RefusedException(code, $"{key} must be a map");

    public static string Key(YamlNode node, string code) => (node as YamlScalarNode)?.Value ?? throw new RefusedException(code, "a key must be text");

    /// <summary>The core schema, less the spellings that logs use as text (hexadecimal, octal, yes, no).</summary>
    public static Scalar Scalar(YamlScalarNode node)
    {
        var text = node.Value ?? "";
        if (node.Style != ScalarStyle.Plain)
            return new(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new(null),
            "true" or "True" or "TRUE" => new(text, null, true),
            "false" or "False" or "FALSE" => new(text, null, false),
            _ when Decimal().IsMatch(text) => new(text, double.Parse(text, CultureInfo.InvariantCulture)),
            _ => new(text),
        };
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$")]
    private static partial Regex Decimal();
}
