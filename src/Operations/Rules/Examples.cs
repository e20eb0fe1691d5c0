using System.Text.Json;
using Sen.Kernel;

namespace Sen.Operations.Rules;

/// <summary>An example for who is new to FEEL.</summary>
/// <param name="Id">Name in links.</param>
/// <param name="Group">Key of its group: numbers, texts, dates, lists, conditions.</param>
/// <param name="Says">What it does.</param>
/// <param name="Expression">The text.</param>
/// <param name="Data">Sample data.</param>
internal sealed record Example(string Id, string Group, Label Says, string Expression, JsonElement Data);

/// <summary>The examples of <c>examples.json</c>, which a test evaluates one by one.</summary>
internal static class Examples
{
    public static readonly IReadOnlyList<Example> All = Read();

    public static Example? Find(string? id) => All.FirstOrDefault(example => example.Id == id);

    private static Example[] Read()
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonSerializer.Deserialize<Example[]>(stream, JsonSerializerOptions.Web)!;
    }
}
