namespace Sen.Directory.Succeed;

/// <summary>What happens to units on a day.</summary>
internal enum SuccessionKind
{
    /// <summary>Several become one, new or one of them; or one goes into another.</summary>
    Merge,
    /// <summary>One becomes several; one of them takes the code, one answers for closed files, open work is shared out.</summary>
    Split,
    /// <summary>One gets another code, and perhaps another name.</summary>
    Recode,
}

/// <summary>A unit that stands afterwards: one that is there already, or a new one when it has a name.</summary>
/// <param name="Code">Agency identifier code.</param>
/// <param name="Name">Official name of a new unit; null for one that is there.</param>
/// <param name="NameEn">Name in Latin letters; the Vietnamese one stands in.</param>
/// <param name="TerritoryCode">Territorial code; null takes that of the first former unit.</param>
internal sealed record Target(string Code, string? Name = null, string? NameEn = null, string? TerritoryCode = null);

/// <summary>A merger, a split or a new code, as decided.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="From">Codes of the units before.</param>
/// <param name="To">Units after.</param>
/// <param name="On">First day of the new order.</param>
/// <param name="Decision">The act that orders it, with number and date.</param>
internal sealed record Succession(SuccessionKind Kind, IReadOnlyList<string> From, IReadOnlyList<Target> To, DateOnly On, string Decision)
{
    /// <summary>Which of a split's followers takes the former code, and all that is not shared out.</summary>
    public string? Main { get; init; }

    /// <summary>Which of a split's followers is the legal successor for what is closed: reads the files, certifies copies, answers complaints. Null: who takes the code.</summary>
    public string? Files { get; init; }

    /// <summary>What a split gives to the others.</summary>
    public IReadOnlyList<Share> Shares { get; init; } = [];

    /// <summary>Code of the follower that takes the former code.</summary>
    public string MainCode => Main ?? To[0].Code;

    /// <summary>Code of the follower that answers for closed files.</summary>
    public string FilesCode => Files ?? MainCode;
}

/// <summary>A former unit and one of those that follow it.</summary>
/// <param name="Main">Takes the code and what is not shared out.</param>
/// <param name="Files">Answers for the closed files.</param>
internal sealed record Pair(Unit From, string To, string ToPath, bool Main, bool Files);

/// <summary>What an act of succession would write.</summary>
/// <param name="Closed">Units that end, with their parts.</param>
/// <param name="Created">Units that begin, parents first.</param>
/// <param name="Pairs">Who follows whom.</param>
internal sealed record Plan(IReadOnlyList<Unit> Closed, IReadOnlyList<UnitRow> Created, IReadOnlyList<Pair> Pairs);
