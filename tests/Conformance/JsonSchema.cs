using System.Text.Json;
using Sen.Schema;

namespace Sen.Tests.Conformance;

/// <summary>The JSON Schema Test Suite, draft 2020-12; <c>remotes/</c> stands for http://localhost:1234/.</summary>
internal static class JsonSchemaSuite
{
    public static Suite Suite { get; } = new("json-schema", Run);

    private static IEnumerable<Outcome> Run(string folder)
    {
        var remotes = System.IO.Path.Combine(folder, "remotes");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name.StartsWith("remotes/", StringComparison.Ordinal))
                continue;
            var options = new SchemaOptions
            {
                AssertFormats = name.StartsWith("optional/format/", StringComparison.Ordinal),
                Documents = uri => Remote(remotes, uri),
            };
            var optional = name.StartsWith("optional/", StringComparison.Ordinal);
            foreach (var group in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray())
            {
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                    yield return Check(name, group, test, options) with { Optional = optional };
            }
        }
    }

    private static Outcome Check(string file, JsonElement group, JsonElement test, SchemaOptions options)
    {
        var title = $"{group.GetProperty("description").GetString()}: {test.GetProperty("description").GetString()}";
        try
        {
            var schema = JsonSchema.Compile(group.GetProperty("schema"), options);
            var (data, expected) = (test.GetProperty("data"), test.GetProperty("valid").GetBoolean());
            var result = schema.Validate(data);
            var direct = schema.Validate(System.Text.Encoding.UTF8.GetBytes(data.GetRawText()));
            return new Outcome(file, title, result.Valid == expected && direct.Valid == expected,
                $"expected {expected}, was {result.Valid}, from UTF-8 {direct.Valid} {(result.Errors is [var first, ..] ? first.KeywordPath : "")}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Outcome(file, title, false, $"{error.GetType().Name} {error.Message}");
        }
    }

    private static JsonElement? Remote(string folder, Uri uri)
    {
        if (uri is not { Scheme: "http", Host: "localhost", Port: 1234 })
            return null;
        var file = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, uri.AbsolutePath.TrimStart('/')));
        return file.StartsWith(System.IO.Path.GetFullPath(folder), StringComparison.Ordinal) && File.Exists(file)
            ? JsonDocument.Parse(File.ReadAllText(file)).RootElement : null;
    }
}
