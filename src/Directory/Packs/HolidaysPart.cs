using Sen.Calendar;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Packs;

/// <summary>One year of <c>holidays.yaml</c>: the Prime Minister's choices (Labour Code 45/2019, art. 112) and the swapped days.</summary>
internal sealed class HolidayYear
{
    public required int Year { get; init; }
    public required int TetDaysBefore { get; init; }
    public required bool NationalDayBefore { get; init; }
    public bool CultureDay { get; init; }
    public IReadOnlyList<Swap> Swaps { get; init; } = [];
    public bool Demonstration { get; init; }

    internal sealed class Swap
    {
        public required DateOnly Off { get; init; }
        public required DateOnly Worked { get; init; }
    }
}

/// <summary>Writes out the holidays of the years that the national pack knows.</summary>
internal sealed class HolidaysPart(Database db)
{
    private const string File = "holidays.yaml";

    private sealed record Day(DateOnly OnDate, string Kind, bool Compensation, bool Demonstration);
    private sealed record Extra(DateOnly OnDate, string Reason);

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File))
            return "";
        var years = pack.Read<List<HolidayYear>>(File);
        var gap = years.Select(y => y.Year).Order().Zip(years.Select(y => y.Year).Order().Skip(1)).FirstOrDefault(p => p.Second != p.First + 1);
        if (gap != default)
            throw new PackException(File, 0, $"no holidays between {gap.First} and {gap.Second}: the years must follow one another");
        var byHand = (await db.Query<DateOnly>("select on_date from directory.holiday where by_hand union select on_date from directory.extra_working_day where by_hand", ct: ct)).ToHashSet();
        var wanted = years.SelectMany(Days).Where(d => !byHand.Contains(d.OnDate)).ToDictionary(d => d.OnDate);
        var worked = years.SelectMany(y => y.Swaps.Select(s => new Extra(s.Worked, $"{s.Off:yyyy-MM-dd}"))).Where(e => !byHand.Contains(e.OnDate)).ToHashSet();
        await using var work = await db.Begin(Actor.Part("pack"), ct);
        var range = new { from = new DateOnly(years.Min(y => y.Year), 1, 1), to = new DateOnly(years.Max(y => y.Year), 12, 31) };
        var present = (await work.Query<Day>("select on_date, kind, compensation, demonstration from directory.holiday where on_date between @from and @to and not by_hand", range, ct)).ToHashSet();
        var presentWorked = (await work.Query<Extra>("select on_date, reason from directory.extra_working_day where on_date between @from and @to and not by_hand", range, ct)).ToHashSet();
        foreach (var gone in present.Where(d => !wanted.ContainsKey(d.OnDate)))
            work.Add("delete from directory.holiday where on_date = @OnDate", gone);
        var changed = wanted.Values.Where(d => !present.Contains(d)).ToArray();
        foreach (var day in changed)
            work.Add("""
                insert into directory.holiday (on_date, kind, compensation, demonstration) values (@OnDate, @Kind, @Compensation, @Demonstration)
                on conflict (on_date) do update set
                  kind = excluded.kind, compensation = excluded.compensation, demonstration = excluded.demonstration
                """, day);
        foreach (var gone in presentWorked.Except(worked))
            work.Add("delete from directory.extra_working_day where on_date = @OnDate", gone);
        foreach (var day in worked.Except(presentWorked))
            work.Add("""
                insert into directory.extra_working_day (on_date, reason) values (@OnDate, @Reason)
                on conflict (on_date) do update set reason = excluded.reason
                """, day);
        var changes = changed.Length + present.Count(d => !wanted.ContainsKey(d.OnDate))
            + presentWorked.Except(worked).Count() + worked.Except(presentWorked).Count();
        if (changes > 0)
        {
            work.Publish(new HolidaysChanged(range.from.Year, range.to.Year));
            work.Audit("directory.set-holidays", new Ref("pack", pack.Name), after: new { Days = wanted.Keys, Worked = worked });
            await work.Commit(ct);
        }
        return $"holidays: {wanted.Count} in {range.from.Year}-{range.to.Year}, changed: {changes}";
    }

    private static IEnumerable<Day> Days(HolidayYear year) =>
        VietnameseHolidays.Of(year.Year, new HolidayFrame(year.TetDaysBefore, year.NationalDayBefore, year.CultureDay))
            .Select(h => new Day(h.Date, Kinds[h.Kind], h.Compensation, year.Demonstration))
            .Concat(year.Swaps.Select(s => new Day(s.Off, "swapped", false, year.Demonstration)));

    private static readonly Dictionary<HolidayKind, string> Kinds = new()
    {
        [HolidayKind.NewYear] = "new-year",
        [HolidayKind.Tet] = "tet",
        [HolidayKind.HungKings] = "hung-kings",
        [HolidayKind.Victory] = "victory",
        [HolidayKind.Labour] = "labour",
        [HolidayKind.National] = "national",
        [HolidayKind.Culture] = "culture",
    };
}
