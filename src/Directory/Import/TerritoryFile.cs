using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Directory.Import;

/// <summary>A province or commune as a row of the reference data says it.</summary>
internal sealed record TerritoryRow(int Line, string Code, string? ProvinceCode, string FullName, string NameEn)
{
    public string Kind => ProvinceCode is null ? UnitKind.Province : UnitKind.Commune;
}

/// <summary>
/// Reads <c>provinces.csv</c> or <c>communes.csv</c>: heads <c>code</c>, <c>full_name</c>, <c>name_en</c>, <c>unit_type</c>, and
/// <c>province_code</c> where the rows are communes. Other columns are left alone.
/// </summary>
internal static class TerritoryFile
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["Tỉnh"] = "Province",
        ["Thành phố"] = "City",
        ["Phường"] = "Ward",
        ["Xã"] = "Commune",
        ["Đặc khu"] = "Special Zone",
    };

    private static readonly string[] Needed = ["code", "full_name", "name_en", "unit_type"];

    public static (IReadOnlyList<TerritoryRow> Rows, IReadOnlyList<ImportError> Errors, int Read) Read(Stream file)
    {
        var (rows, errors, read) = (new List<TerritoryRow>(), new List<ImportError>(), 0);
        var seen = new Dictionary<string, int>();
        using var csv = new CsvReader(new StreamReader(file), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            BadDataFound = null,
            MissingFieldFound = null,
        });
        if (!csv.Read() || !csv.ReadHeader() || Needed.Except(csv.HeaderRecord!).FirstOrDefault() is { } missing && missing.Length > 0)
            return ([], [new(1, Problem.Invalid("directory.import.heads", null, string.Join(", ", Needed)))], 0);
        var communes = csv.HeaderRecord!.Contains("province_code");
        while (csv.Read())
        {
            read++;
            var row = new TerritoryRow(csv.Parser.RawRow, Field(csv, "code"), communes ? Field(csv, "province_code") : null,
                Field(csv, "full_name").Normalize(), Field(csv, "name_en"));
            var type = Field(csv, "unit_type").Normalize();
            // One of the 3,321 is written "xã Bắc Sơn": the name is clear all the same.
            if (row.FullName.StartsWith(type, StringComparison.OrdinalIgnoreCase))
                row = row with { FullName = type + row.FullName[type.Length..] };
            var problem = Wrong(row, type) ?? (seen.TryGetValue(row.Code, out var first)
                ? Problem.Invalid("directory.import.twice", "code", row.Code, first) : null);
            seen.TryAdd(row.Code, row.Line);
            if (problem is null)
                rows.Add(row with { NameEn = $"{row.NameEn} {Types[type]}" });
            else
                errors.Add(new(row.Line, problem));
        }
        return (rows, errors, read);
    }

    private static Problem? Wrong(TerritoryRow row, string type)
    {
        if (row.Code.Length != (row.ProvinceCode is null ? 2 : 5) || !row.Code.All(char.IsAsciiDigit))
            return Problem.Invalid("directory.import.code", "code", row.Code);
        if (row.ProvinceCode is { } province && (province.Length != 2 || !province.All(char.IsAsciiDigit)))
            return Problem.Invalid("directory.import.province-code", "province_code", province);
        if (!Types.ContainsKey(type))
            return Problem.Invalid("directory.import.type", "unit_type", type);
        if (row.FullName.Length is < 3 or > 200 || !row.FullName.StartsWith(type, StringComparison.Ordinal))
            return Problem.Invalid("directory.import.name", "full_name", row.FullName, type);
        return row.NameEn.Length == 0 ? Problem.Invalid("directory.import.name-en", "name_en") : null;
    }

    private static string Field(CsvReader csv, string name) => csv.GetField(name) ?? "";
}
