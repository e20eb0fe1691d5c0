using System.Text.RegularExpressions;

namespace Sen.Tests.Unit.Architecture;

/// <summary>A form with an address of its own gets its antiforgery token only when it asks for it: without, each press ends in a refusal.</summary>
public sealed partial class FormTests
{
    [Fact]
    public void Forms_ThatPostToAnAddress_AskForTheirToken() =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Form().Matches(File.ReadAllText(file)).Select(form => $"{Path.GetFileName(file)}: {form.Value}"))
            .Where(form => form.Contains("action=", StringComparison.Ordinal) && !form.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [GeneratedRegex("<form [^>]*method=\"post\"[^>]*>")]
    private static partial Regex Form();
}
