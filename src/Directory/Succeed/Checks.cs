using Sen.Kernel;

namespace Sen.Directory.Succeed;

/// <summary>Why a succession cannot be: every reason at once.</summary>
internal static class Checks
{
    public static Problem[] Of(Succession input, UnitsOn before, UnitsOn ever)
    {
        var found = new List<Problem>();
        var from = Former(input, before, ever, found);
        Numbers(input, from, found);
        foreach (var (n, target) in input.To.Index())
        {
            var wrong = new List<Problem>();
            Follower(target, before, ever, from, wrong);
            // The first has fields of its own, the others are lines of one.
            found.AddRange(wrong.Select(p => n == 0 ? p : p with { Field = "More" }));
        }
        if (input.To.Select(t => t.Code).Distinct().Count() < input.To.Count)
            found.Add(Problem.Invalid("directory.succession.twice", "ToCode"));
        if (input.To.All(t => t.Code != input.MainCode))
            found.Add(Problem.Invalid("directory.succession.share-to", "Main", input.MainCode));
        if (input.To.All(t => t.Code != input.FilesCode))
            found.Add(Problem.Invalid("directory.succession.share-to", "Files", input.FilesCode));
        foreach (var share in input.Shares.Where(s => input.Kind != SuccessionKind.Split || input.To.All(t => t.Code != s.To)))
            found.Add(Problem.Invalid("directory.succession.share-to", "Main", share.To));
        if (string.IsNullOrWhiteSpace(input.Decision))
            found.Add(Problems.Missing("Decision"));
        return [.. found.Distinct()];
    }

    private static List<Unit> Former(Succession input, UnitsOn before, UnitsOn ever, List<Problem> found)
    {
        var units = new List<Unit>();
        foreach (var code in input.From)
        {
            if (before.Find(code) is not { } unit)
                found.Add(Problem.Invalid("directory.succession.not-there", "From", code));
            else if (unit.ParentCode is null)
                found.Add(Problem.Invalid("directory.succession.root", "From", unit.Name));
            else if (before.Below(unit.Path).FirstOrDefault(u => ever.LastKnown(u.Code) is { } last && (last.ValidTo is not null || last.ValidFrom >= input.On)) is { } moving)
                found.Add(Problem.Invalid("directory.succession.planned-already", "From", moving.Name));
            else if (units.All(u => u.Code != unit.Code))
                units.Add(unit);
        }
        if (units.Select(u => (u.Kind, u.ParentCode)).Distinct().Count() > 1)
            found.Add(Problem.Invalid("directory.succession.not-alike", "From"));
        return units;
    }

    private static void Numbers(Succession input, List<Unit> from, List<Problem> found)
    {
        var one = input.To.Count == 1;
        var fits = input.Kind switch
        {
            SuccessionKind.Merge => one && (input.From.Count > 1 || input.From.Count == 1 && input.To[0].Name is null && from.All(f => f.Code != input.To[0].Code)),
            SuccessionKind.Split => input.From.Count == 1 && input.To.Count > 1,
            _ => input.From.Count == 1 && one && input.To[0].Name is not null,
        };
        if (!fits)
            found.Add(Problem.Invalid("directory.succession.numbers." + input.Kind.ToString().ToLowerInvariant(), "From"));
    }

    private static void Follower(Target target, UnitsOn before, UnitsOn ever, List<Unit> from, List<Problem> found)
    {
        if (target.Name is null)
        {
            if (before.Find(target.Code) is not { } there || there.Code != target.Code)
                found.Add(Problem.Invalid("directory.succession.no-follower", "ToCode", target.Code));
            else if (from is [var first, ..] && (there.Kind, there.ParentCode) != (first.Kind, first.ParentCode))
                found.Add(Problem.Invalid("directory.succession.not-alike", "ToCode"));
            else if (ever.LastKnown(there.Code)?.ValidTo is not null)
                found.Add(Problem.Invalid("directory.succession.planned-already", "ToCode", there.Name));
            return;
        }
        if (!Problems.IsCode(target.Code))
            found.Add(Problems.BadCode("ToCode", target.Code));
        else if (ever.LastKnown(target.Code) is not null || ever.Find(target.Code) is not null)
            found.Add(Problems.CodeTaken("ToCode", target.Code));
        if (target.Name.Length is < 3 or > 200)
            found.Add(Problems.Missing("ToName"));
        if (target.TerritoryCode is { } territory && !Problems.IsTerritory(territory))
            found.Add(Problems.BadTerritory("ToTerritory"));
    }
}
