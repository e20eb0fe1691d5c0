using Sen.Kernel;

namespace Sen.Signing;

/// <summary>Where a request stands.</summary>
internal enum RequestState { Open, Done, Refused, Recalled }

/// <summary>Where a step stands. Closed: the request ended before it came to it.</summary>
internal enum StepState { Waiting, Open, Signed, Refused, Closed }

/// <summary>In what capacity somebody signs (Decree 30/2020/NĐ-CP, appendix I, part I, II.7; article 13).</summary>
internal static class Capacity
{
    /// <summary>In one's own: the head of an agency under one head.</summary>
    public const string Own = "";
    /// <summary>For the collective that the agency is led by.</summary>
    public const string Collective = "TM";
    /// <summary>A deputy for the head.</summary>
    public const string Deputy = "KT";
    /// <summary>The head of a part, by order of the head.</summary>
    public const string Order = "TL";
    /// <summary>By authorisation in writing, for a time, not to be passed on.</summary>
    public const string Authorised = "TUQ";

    public static readonly IReadOnlyList<string> All = [Own, Collective, Deputy, Order, Authorised];

    /// <summary>By order and by authorisation: somebody must have given it in writing (article 13, 3 and 4).</summary>
    public static bool NeedsBasis(string capacity) => capacity is Order or Authorised;

    /// <summary>For the collective, or for its head: only the head and the deputies may (article 13, 1 and 2).</summary>
    public static bool NeedsRight(string capacity) => capacity is Collective or Deputy;

    /// <summary>What stands above the signature: <c>KT. CHỦ TỊCH</c>.</summary>
    /// <param name="capacity">One of <see cref="All"/>.</param>
    /// <param name="unit">Name of the agency.</param>
    /// <param name="head">Title of its head.</param>
    /// <param name="own">Title of the signer.</param>
    public static string Line(string capacity, string unit, string head, string own) => capacity switch
    {
        Collective => $"TM. {Body(unit)}",
        Deputy or Order or Authorised => $"{capacity}. {Short(head, unit)}",
        _ => Short(own, unit),
    };

    /// <summary>The collective is named without its place: ỦY BAN NHÂN DÂN.</summary>
    private static string Body(string unit)
    {
        foreach (var body in new[] { "Ủy ban nhân dân", "Hội đồng nhân dân" })
            if (unit.StartsWith(body, StringComparison.OrdinalIgnoreCase))
                return body.ToUpperInvariant();
        return unit.ToUpperInvariant();
    }

    /// <summary>A title is written without the name of the agency, which stands above.</summary>
    private static string Short(string title, string unit)
    {
        foreach (var tail in new[] { unit, "Ủy ban nhân dân phường", "Ủy ban nhân dân xã", "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân đặc khu", "Ủy ban nhân dân" })
            if (title.Length > tail.Length && title.EndsWith(tail, StringComparison.OrdinalIgnoreCase))
                return title[..^tail.Length].Trim().ToUpperInvariant();
        return title.ToUpperInvariant();
    }
}

/// <summary>One step as it is asked for.</summary>
/// <param name="Staff">Who signs; null for the seal.</param>
internal sealed record WantedStep(SignatureKind Kind, string? Staff, string Capacity, string? Basis, DateTimeOffset? DueAt, StepPlace Place);

/// <summary>Where the signature stands.</summary>
/// <param name="Page">From 1; 0 for the last page.</param>
internal sealed record StepPlace(int Page, double Left, double Bottom, double Width, double Height)
{
    /// <summary>Lower right of the last page, as the forms of Decree 30 leave room.</summary>
    public static readonly StepPlace Usual = new(0, 360, 150, 150, 62);
}

/// <summary>The rules of the order of steps; pure.</summary>
internal static class StepRules
{
    public const int Most = 20;

    public static IReadOnlyList<Problem> Check(IReadOnlyList<WantedStep> steps, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        if (steps.Count is 0 or > Most)
            problems.Add(Problem.Invalid("signing.steps-count", "Steps", Most));
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, field) = (steps[i], $"Steps[{i}]");
            if (step.Kind == SignatureKind.Personal && string.IsNullOrWhiteSpace(step.Staff))
                problems.Add(Problem.Invalid("signing.step-nobody", field + ".Staff"));
            if (step.Kind == SignatureKind.Organisation && steps.Take(i).All(s => s.Kind != SignatureKind.Personal))
                problems.Add(Problem.Invalid("signing.seal-first", field + ".Kind") with { Rule = "Nghị định 30/2020/NĐ-CP, Điều 33" });
            if (steps.Take(i).Any(s => s.Kind == SignatureKind.Organisation))
                problems.Add(Problem.Invalid("signing.seal-last", field + ".Kind"));
            if (!Capacity.All.Contains(step.Capacity))
                problems.Add(Problem.Invalid("signing.step-capacity", field + ".Capacity"));
            if (Capacity.NeedsBasis(step.Capacity) && (step.Basis ?? "").Trim().Length < 5)
                problems.Add(Problem.Invalid("signing.step-basis", field + ".Basis") with { Rule = "Nghị định 30/2020/NĐ-CP, Điều 13" });
            if (step.DueAt is { } due && (due <= now || steps.Take(i).Any(s => s.DueAt > due)))
                problems.Add(Problem.Invalid("signing.step-due", field + ".Due"));
            if (step.Place is { } p && (p.Page is < 0 or > 5000 || p.Width is < 20 or > 400 || p.Height is < 20 or > 400 || p.Left is < 0 or > 3000 || p.Bottom is < 0 or > 3000))
                problems.Add(Problem.Invalid("signing.step-place", field + ".Page"));
        }
        return problems;
    }
}
