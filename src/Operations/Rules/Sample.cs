using System.Text.Json;
using Sen.Feel;
using Sen.Ui;

namespace Sen.Operations.Rules;

/// <summary>Sample data as an official types it: a JSON object.</summary>
internal static class Sample
{
    public const int MaxText = 50_000;

    /// <summary>What one trial may spend: far more than a rule of a pack, far less than a server notices.</summary>
    public static readonly FeelLimits Limits = new(Steps: 100_000, Depth: 100, Size: 100_000);

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>The data as a context; null with the problem in words.</summary>
    public static IReadOnlyDictionary<string, object?>? Read(string? text, Words words, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
            return new Dictionary<string, object?>();
        if (text.Length > MaxText)
        {
            problem = words["operations.rules.too-long", MaxText];
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return FeelJson.ReadContext(document.RootElement);
            problem = words["operations.rules.not-an-object"];
        }
        catch (JsonException error)
        {
            problem = words["operations.rules.not-json", (error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1];
        }
        return null;
    }

    /// <summary>Types of the names that the data brings.</summary>
    public static Dictionary<string, FeelType> Types(IReadOnlyDictionary<string, object?> sample) =>
        sample.ToDictionary(entry => entry.Key, entry => FeelType.Of(entry.Value), StringComparer.Ordinal);
}
