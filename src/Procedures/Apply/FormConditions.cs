using System.Text.RegularExpressions;

namespace Sen.Procedures;

/// <summary>
/// The condition of a question for the enhancement in the browser, where it is a plain comparison. The server decides by
/// the FEEL rule itself; without script the question is shown and its answer dropped when it was not asked.
/// </summary>
internal static partial class FormConditions
{
    public static string? ForScript(Question question) =>
        question.When is { } when && Plain().Match(when) is { Success: true } match ? $"{match.Groups[1].Value}={match.Groups[2].Value}" : null;

    [GeneratedRegex("""^\s*(\w+)\s*=\s*"([^"]*)"\s*$""")]
    private static partial Regex Plain();
}
