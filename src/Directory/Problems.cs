using System.Text.RegularExpressions;
using Sen.Kernel;

namespace Sen.Directory;

/// <summary>Every refusal of this module; texts are <c>problem.directory.*</c>.</summary>
internal static partial class Problems
{
    /// <summary>The permission that changes units; its words lie in Identity.</summary>
    public const string Manage = "directory.manage";

    private const string Decision20 = "Quyết định 20/2020/QĐ-TTg";

    public static Problem NoUnit(string? code) => Problem.NotFound("directory.no-unit", code);

    /// <summary>The refusal of an actor who does not manage the directory at a unit, or null.</summary>
    public static Problem? NotManager(Actor actor, string unitPath) =>
        actor.May(Manage, unitPath) is null ? Problem.Forbidden("directory.not-manager", Manage, Manage) : null;

    public static Problem Missing(string field) => Problem.Invalid("directory.missing", field);

    public static Problem BadCode(string field, string code) => Problem.Invalid("directory.bad-code", field, code) with { Rule = Decision20 };

    public static Problem CodeTaken(string field, string code) => Problem.Invalid("directory.code-taken", field, code);

    public static Problem BadTerritory(string field) => Problem.Invalid("directory.bad-territory", field);

    /// <summary>At most 35 characters, groups of A-Z and 0-9 joined by dots (Decision 20/2020/QĐ-TTg).</summary>
    public static bool IsCode(string code) => code.Length <= 35 && CodePattern().IsMatch(code);

    /// <summary>2 digits a province, 5 a commune.</summary>
    public static bool IsTerritory(string code) => TerritoryPattern().IsMatch(code);

    [GeneratedRegex(@"^[A-Z0-9]+(\.[A-Z0-9]+)*$")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^([0-9]{2}|[0-9]{5})$")]
    private static partial Regex TerritoryPattern();
}
