using Sen.Data;

namespace Sen.Directory.Packs;

/// <summary><c>units.yaml</c> of a province's pack.</summary>
internal sealed class UnitsFile
{
    public required string Source { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public IReadOnlyList<Entry> Units { get; init; } = [];
    public IReadOnlyList<HoursEntry> OpeningHours { get; init; } = [];
    public CommunesEntry? Communes { get; init; }

    internal sealed class Entry
    {
        public required string Code { get; init; }
        public required string Kind { get; init; }
        public required string Name { get; init; }
        public string? ShortName { get; init; }
        public string? NameEn { get; init; }
        public string? Parent { get; init; }
        public string? TerritoryCode { get; init; }
        public IReadOnlyList<string> Aliases { get; init; } = [];
        public IReadOnlyList<ContactEntry> Contacts { get; init; } = [];
        public bool Demonstration { get; init; }
    }

    internal sealed class ContactEntry
    {
        public required string Kind { get; init; }
        public required string Value { get; init; }
    }

    internal sealed class HoursEntry
    {
        public required string Unit { get; init; }
        public required IReadOnlyList<DayOfWeek> Days { get; init; }
        public required IReadOnlyList<string> Spans { get; init; }
        public bool Demonstration { get; init; }
    }

    internal sealed class CommunesEntry
    {
        public required string Parent { get; init; }
        public required string Code { get; init; }
        public IReadOnlyList<PartEntry> Each { get; init; } = [];
        public bool Demonstration { get; init; }
        public required IReadOnlyList<CommuneEntry> List { get; init; }
    }

    internal sealed class PartEntry
    {
        public required string Code { get; init; }
        public required string Kind { get; init; }
        public string? Under { get; init; }
        public required string Name { get; init; }
        public required string ShortName { get; init; }
        public required string NameEn { get; init; }
        public string? Email { get; init; }
    }

    internal sealed class CommuneEntry
    {
        public required string TerritoryCode { get; init; }
        public required string Name { get; init; }
        public required string NameEn { get; init; }
    }

    /// <summary>All units of the file, parents before children, with what every commune has written out.</summary>
    /// <exception cref="PackException">A parent that is not in the file, a kind that does not exist, a code twice.</exception>
    public IReadOnlyList<(UnitRow Row, Entry Entry)> Expand()
    {
        var known = new Dictionary<string, (UnitRow Row, Entry Entry)>();
        foreach (var entry in Units.Concat(Communes is null ? [] : Communes.List.SelectMany(c => Written(Communes, c))))
        {
            if (!UnitKind.All.Contains(entry.Kind))
                throw Wrong($"unit {entry.Code} has the unknown kind '{entry.Kind}'; known: {string.Join(", ", UnitKind.All)}");
            if (entry.Parent is not null && !known.ContainsKey(entry.Parent))
                throw Wrong($"unit {entry.Code} lies under {entry.Parent}, which does not come before it");
            var path = entry.Parent is null ? entry.Code : $"{known[entry.Parent].Row.Path}/{entry.Code}";
            var shortName = entry.ShortName ?? entry.Name;
            var row = new UnitRow(entry.Code, entry.Kind, entry.Name, shortName, entry.NameEn ?? shortName, entry.Parent, path,
                entry.TerritoryCode, ValidFrom, Source, entry.Demonstration);
            if (!known.TryAdd(entry.Code, (row, entry)))
                throw Wrong($"unit {entry.Code} is there twice");
        }
        return [.. known.Values];
    }

    private static IEnumerable<Entry> Written(CommunesEntry all, CommuneEntry commune)
    {
        string Fill(string text) => text
            .Replace("{parent}", all.Parent, StringComparison.Ordinal)
            .Replace("{territory}", commune.TerritoryCode, StringComparison.Ordinal)
            .Replace("{nameEn}", commune.NameEn, StringComparison.Ordinal)
            .Replace("{name}", WithinSentence(commune.Name), StringComparison.Ordinal);
        var code = Fill(all.Code);
        yield return new Entry
        {
            Code = code,
            Kind = UnitKind.Commune,
            Name = commune.Name,
            NameEn = commune.NameEn,
            Parent = all.Parent,
            TerritoryCode = commune.TerritoryCode,
            Demonstration = all.Demonstration,
        };
        foreach (var part in all.Each)
            yield return new Entry
            {
                Code = $"{code}.{part.Code}",
                Kind = part.Kind,
                Name = Fill(part.Name),
                ShortName = Fill(part.ShortName),
                NameEn = Fill(part.NameEn),
                Parent = part.Under is null ? code : $"{code}.{part.Under}",
                TerritoryCode = commune.TerritoryCode,
                Contacts = part.Email is null ? [] : [new ContactEntry { Kind = "email", Value = Fill(part.Email) }],
                Demonstration = all.Demonstration,
            };
    }

    /// <summary>"Phường Long Xuyên" reads "phường Long Xuyên" within a name.</summary>
    private static string WithinSentence(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static PackException Wrong(string reason) => new("units.yaml", 0, reason);
}
