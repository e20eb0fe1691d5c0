using Sen.Data;

namespace Sen.Directory;

/// <summary>A row of <c>directory.unit_version</c> as an act writes it; equality decides whether a pack changes it.</summary>
internal sealed record UnitRow(string Code, string Kind, string Name, string ShortName, string NameEn, string? ParentCode, string Path,
    string? TerritoryCode, DateOnly ValidFrom, string Source, bool Demonstration);

/// <summary>The writes that every act on units shares. Within a batch a period is closed before the next one opens.</summary>
internal static class UnitWrites
{
    /// <summary>Waits for other acts on units, so that two of them never decide on the same state.</summary>
    public static Task<long> LockUnits(this Work work, CancellationToken ct) =>
        work.One<long>("select n from directory.generation for update", ct: ct);

    /// <summary>Ends the open period of a unit: the day is the first on which it no longer holds.</summary>
    public static void CloseUnit(this Work work, string code, DateOnly on) => work.AddOne(
        "update directory.unit_version set valid_to = @On, version = version + 1 where code = @Code and valid_to is null and valid_from < @On",
        new { Code = code, On = on });

    /// <summary>Opens a period, of a new unit or of one whose last period was closed.</summary>
    public static void OpenUnit(this Work work, UnitRow row, bool byHand)
    {
        work.Add("insert into directory.unit (code) values (@Code) on conflict do nothing", new { row.Code });
        work.Add("""
            insert into directory.unit_version (code, kind, name, short_name, name_en, parent_code, path, territory_code, valid_from, source, demonstration, by_hand)
            values (@Code, @Kind, @Name, @ShortName, @NameEn, @ParentCode, @Path, @TerritoryCode, @ValidFrom, @Source, @Demonstration, @byHand)
            """, new
        {
            row.Code,
            row.Kind,
            row.Name,
            row.ShortName,
            row.NameEn,
            row.ParentCode,
            row.Path,
            row.TerritoryCode,
            row.ValidFrom,
            row.Source,
            row.Demonstration,
            byHand,
        });
    }

    /// <summary>Puts the open period right: it was wrong from its beginning.</summary>
    public static void CorrectUnit(this Work work, UnitRow row, bool byHand) => work.AddOne("""
        update directory.unit_version set kind = @Kind, name = @Name, short_name = @ShortName, name_en = @NameEn, parent_code = @ParentCode,
          path = @Path, territory_code = @TerritoryCode, valid_from = @ValidFrom, source = @Source, demonstration = @Demonstration,
          by_hand = by_hand or @byHand, version = version + 1
        where code = @Code and valid_to is null
        """, new
    {
        row.Code,
        row.Kind,
        row.Name,
        row.ShortName,
        row.NameEn,
        row.ParentCode,
        row.Path,
        row.TerritoryCode,
        row.ValidFrom,
        row.Source,
        row.Demonstration,
        byHand,
    });

    /// <summary>Tells every copy of the program, and everybody who listens, that units changed.</summary>
    public static void UnitsChanged(this Work work, int units)
    {
        work.Add("update directory.generation set n = n + 1");
        work.Publish(new UnitsChanged(units));
    }

    /// <summary>The row that says the same as a unit.</summary>
    public static UnitRow Row(this Unit unit, string source) => new(unit.Code, unit.Kind, unit.Name, unit.ShortName, unit.NameEn, unit.ParentCode,
        unit.Path, unit.TerritoryCode, unit.ValidFrom, source, unit.Demonstration);
}
