using Microsoft.AspNetCore.Http;
using Sen.Kernel;

namespace Sen.Directory.Succeed;

/// <summary>A portion of open work that a split gives to one of the units that follow.</summary>
/// <param name="Kind">As <see cref="WorkPortion.Kind"/>.</param>
/// <param name="Key">As <see cref="WorkPortion.Key"/>.</param>
/// <param name="To">Code of the unit that follows.</param>
internal sealed record Share(string Kind, string Key, string To);

/// <summary>What can be shared out, under its heading, as the preview shows it.</summary>
internal sealed record SharedPortions(string Text, IReadOnlyList<WorkPortion> Portions);

/// <summary>Reads what there is to share out, and what a form says of it.</summary>
internal sealed class Shares(IEnumerable<SharedWork> kinds, IServiceProvider services)
{
    /// <summary>Names of the form's inputs: the n-th portion, and where it goes.</summary>
    public const string Of = "ShareOf", To = "ShareTo", Apart = "Apart";

    public async Task<IReadOnlyList<SharedPortions>> Portions(Plan plan, CancellationToken ct)
    {
        var found = new List<SharedPortions>();
        foreach (var kind in kinds)
            if (await kind.Portions(Paths(plan), services, ct) is [_, ..] portions)
                found.Add(new(kind.Text, portions));
        return found;
    }

    /// <summary>The shares of a posted form; single things stand line by line as <c>what | code</c>.</summary>
    public async Task<Result<IReadOnlyList<Share>>> Read(IFormCollection form, string? apart, Plan plan, IReadOnlyList<Target> targets, CancellationToken ct)
    {
        var shares = new Dictionary<(string, string), Share>();
        var problems = new List<Problem>();
        for (var n = 0; form.TryGetValue($"{Of}{n}", out var of); n++)
            if (of.ToString().Split('|', 2) is [var kind, { Length: > 0 and <= 200 } key] && form[$"{To}{n}"].ToString() is { Length: > 0 } to)
                shares[(kind, key)] = new(kind, key, to);
        foreach (var line in (apart ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            if (parts is not [var what, var code] || targets.FirstOrDefault(t => string.Equals(t.Code, code, StringComparison.OrdinalIgnoreCase))?.Code is not { } to)
                problems.Add(Problem.Invalid("directory.succession.share-line", Apart, line));
            else if (await One(what, plan, ct) is not { } portion)
                problems.Add(Problem.Invalid("directory.succession.share-nothing", Apart, what));
            else
                shares[(portion.Kind, portion.Key)] = new(portion.Kind, portion.Key, to);
        }
        return problems is [] ? shares.Values.ToArray() : Result<IReadOnlyList<Share>>.Refused(problems);
    }

    private async Task<WorkPortion?> One(string what, Plan plan, CancellationToken ct)
    {
        foreach (var kind in kinds)
            if (kind.One is { } find && await find(what, Paths(plan), services, ct) is { } portion)
                return portion;
        return null;
    }

    private static string[] Paths(Plan plan) => [.. plan.Closed.Select(u => u.Path)];
}
