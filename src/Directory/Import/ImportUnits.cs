using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Import;

/// <summary>
/// Takes in the provinces, then the communes, of the whole country by their territorial codes. Those that are there already
/// keep their identifier code; the others get one of the form <c>Z91</c>, <c>Z9130307</c>, since the annex of Decision 20/2020 is not
/// part of the reference data, and are marked as demonstration.
/// </summary>
internal sealed class ImportUnits(Database db, Units units)
{
    /// <summary>First day of the two-level local government.</summary>
    private static readonly DateOnly TwoLevels = new(2025, 7, 1);

    public async Task<ImportReport> Run(ImportRequest request, CancellationToken ct)
    {
        var (rows, wrong, read) = TerritoryFile.Read(request.Content);
        var errors = wrong.ToList();
        await using var work = await db.Begin(request.By, ct);
        await work.LockUnits(ct);
        units.Forget();
        var from = request.From ?? TwoLevels;
        var day = await units.On(units.Today > from ? units.Today : from, ct);
        var byHand = (await work.Query<string>("select code from directory.unit_version where by_hand and valid_to is null", ct: ct)).ToHashSet();
        var provinces = ByTerritory(day, UnitKind.Province);
        var there = rows.Count > 0 && rows[0].ProvinceCode is null ? provinces : ByTerritory(day, UnitKind.Commune);
        var (added, changed, same) = (0, 0, 0);
        foreach (var row in rows)
        {
            if (row.ProvinceCode is { } province && !provinces.ContainsKey(province))
                errors.Add(new(row.Line, Problem.Invalid("directory.import.no-province", "province_code", province)));
            else if (!there.TryGetValue(row.Code, out var known))
            {
                added++;
                work.OpenUnit(Row(row, row.ProvinceCode is null ? null : provinces[row.ProvinceCode], from, request.Name), byHand: false);
            }
            else if (known.Name == row.FullName || byHand.Contains(known.Code))
                same++;
            else
            {
                changed++;
                Rename(work, known, row, from, request.Name);
            }
        }
        var written = !request.DryRun && (errors.Count == 0 || request.SkipWrong) && added + changed > 0;
        if (written)
        {
            work.UnitsChanged(added + changed);
            work.Audit("directory.import-units", new Ref("import", request.Name), after: new { read, added, changed, same, Errors = errors.Count });
            await work.Commit(ct);
            units.Forget();
        }
        return new ImportReport(read, added, changed, same, [.. errors.OrderBy(e => e.Row)], written);
    }

    private static Dictionary<string, Unit> ByTerritory(UnitsOn day, string kind) =>
        day.All.Where(u => u.Kind == kind && u.TerritoryCode is not null).GroupBy(u => u.TerritoryCode!).ToDictionary(g => g.Key, g => g.First());

    private static UnitRow Row(TerritoryRow row, Unit? province, DateOnly from, string source)
    {
        var code = $"Z{row.ProvinceCode}{row.Code}";
        return new UnitRow(code, row.Kind, row.FullName, row.FullName, row.NameEn, province?.Code, province is null ? code : $"{province.Path}/{code}",
            row.Code, from, source, Demonstration: true);
    }

    private static void Rename(Work work, Unit known, TerritoryRow row, DateOnly from, string source)
    {
        var now = known.Row(source) with { Name = row.FullName, NameEn = row.NameEn, ShortName = known.ShortName == known.Name ? row.FullName : known.ShortName };
        if (from <= known.ValidFrom)
        {
            work.CorrectUnit(now, byHand: false);
            return;
        }
        work.CloseUnit(known.Code, from);
        work.OpenUnit(now with { ValidFrom = from }, byHand: false);
    }
}
