using Sen.Kernel;

namespace Sen.Directory.Succeed;

/// <summary>
/// Works out a succession: the units named and all their parts end, each part has the part of the same kind of place as its
/// follower, and parts that no follower has yet are made. Pure.
/// </summary>
internal static class Planner
{
    /// <param name="input">What was decided.</param>
    /// <param name="before">The directory of the day before.</param>
    /// <param name="ever">The directory of the last day there is: codes that were ever used, changes already planned.</param>
    public static Result<Plan> Make(Succession input, UnitsOn before, UnitsOn ever)
    {
        if (Checks.Of(input, before, ever) is [_, ..] problems)
            return problems;
        var from = input.From.Select(c => before.Find(c)!).DistinctBy(u => u.Code).ToArray();
        var closing = from.Where(f => input.To.All(t => t.Code != f.Code)).ToArray();
        var created = new List<UnitRow>();
        var pairs = new List<Pair>();
        foreach (var target in input.To)
        {
            var follower = target.Name is null ? before.Find(target.Code)! : Begin(target, from[0], input).AsUnit();
            var places = new Dictionary<string, (string Code, string Path)> { [""] = (follower.Code, follower.Path) };
            if (target.Name is null)
                foreach (var part in before.Below(follower.Path).Skip(1))
                    places.TryAdd(Place(follower, part), (part.Code, part.Path));
            else
                created.Add(Begin(target, from[0], input));
            // A split gives each follower all parts; whoever joins one that is there only brings what it lacks.
            foreach (var former in from.Where(f => f.Code != follower.Code))
                foreach (var part in before.Below(former.Path).Skip(1))
                    if (!places.ContainsKey(Place(former, part)))
                        created.Add(Part(places, former, follower, part, before, input));
            foreach (var former in closing)
                foreach (var unit in before.Below(former.Path))
                    pairs.Add(new Pair(unit, places[Place(former, unit)].Code, places[Place(former, unit)].Path, target.Code == input.MainCode, target.Code == input.FilesCode));
        }
        return new Plan([.. closing.SelectMany(f => before.Below(f.Path))], created, pairs);
    }

    private static UnitRow Begin(Target target, Unit model, Succession input) => new(target.Code, model.Kind, target.Name!, target.Name!,
        target.NameEn ?? target.Name!, model.ParentCode, $"{model.Path[..model.Path.LastIndexOf('/')]}/{target.Code}",
        target.TerritoryCode ?? model.TerritoryCode, input.On, input.Decision, model.Demonstration);

    private static UnitRow Part(Dictionary<string, (string Code, string Path)> places, Unit former, Unit follower, Unit part, UnitsOn before, Succession input)
    {
        var place = Place(former, part);
        var above = places[Place(former, before.Find(part.ParentCode!)!)];
        var row = new UnitRow(follower.Code + place, part.Kind, Renamed(part.Name, former, follower), Renamed(part.ShortName, former, follower),
            part.NameEn.Replace(former.NameEn, follower.NameEn, StringComparison.Ordinal), above.Code, $"{above.Path}/{follower.Code + place}",
            follower.TerritoryCode, input.On, input.Decision, part.Demonstration);
        places[place] = (row.Code, row.Path);
        return row;
    }

    /// <summary>Where a part stands within its unit: ".UB" of H01.30307.UB; empty for the unit itself.</summary>
    private static string Place(Unit unit, Unit part) => part.Code == unit.Code ? ""
        : part.Code.StartsWith(unit.Code + ".", StringComparison.Ordinal) ? part.Code[unit.Code.Length..]
        : "." + part.Code.Split('.')[^1];

    // "UBND phường Long Xuyên": within a name the kind of place is written small.
    private static string Renamed(string name, Unit former, Unit follower) =>
        name.Replace(Within(former.Name), Within(follower.Name), StringComparison.Ordinal).Replace(former.Name, follower.Name, StringComparison.Ordinal);

    private static string Within(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static Unit AsUnit(this UnitRow row) =>
        new(row.Code, row.Name, row.Kind, row.Path, row.ParentCode, row.TerritoryCode, row.ShortName) { NameEn = row.NameEn };
}
