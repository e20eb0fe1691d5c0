using System.Text.RegularExpressions;
using Sen.Kernel;

namespace Sen.Identity.Personnel;

/// <summary>Refusals about staff; texts are <c>problem.identity.people.*</c>.</summary>
internal static partial class PeopleProblems
{
    public static Problem NoStaff(string id) => Problem.NotFound("identity.people.none", id);
    public static Problem Missing(string field) => Problem.Invalid("identity.people.missing", field);

    /// <summary>One for each of the dates that was not given.</summary>
    public static Problem[] MissingOf(params (string Field, DateOnly? Value)[] dates) => [.. dates.Where(d => d.Value is null).Select(d => Missing(d.Field))];

    public static Problem NoUnit(string field, string? code) => Problem.Invalid("identity.people.no-unit", field, code);
    public static Problem NoRole(string field, string code) => Problem.Invalid("identity.people.no-role", field, code);
    public static Problem BadUserName(string field) => Problem.Invalid("identity.people.user-name", field);
    public static Problem UserNameTaken(string field, string name) => Problem.Invalid("identity.people.user-name-taken", field, name);
    public static Problem EndBeforeBegin(string field) => Problem.Invalid("identity.people.end-before-begin", field);
    public static Problem Past(string field) => Problem.Invalid("identity.people.past", field);

    /// <summary>Nobody gives rights to themselves: another person answers for it.</summary>
    public static Problem ToYourself() => Problem.Forbidden("identity.people.to-yourself");

    public static bool IsUserName(string name) => UserName().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{2,59}$")]
    private static partial Regex UserName();
}
