using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>
/// Takes staff in from an Excel workbook. Each row is checked as the page does; a user name that is there with the same name
/// and unit is left alone, another is an error.
/// </summary>
internal sealed class ImportStaff(Database db, Units units, TimeProvider clock)
{
    /// <summary>Heads of the template; found again in any spelling and order.</summary>
    public static readonly IReadOnlyList<(string Key, string Head, bool Needed)> Columns =
    [
        ("Name", "Họ và tên", true), ("UserName", "Tên đăng nhập", true), ("Title", "Chức vụ", true), ("Unit", "Mã đơn vị", true),
        ("Roles", "Vai trò", false), ("From", "Từ ngày", false), ("Decision", "Quyết định", true), ("Email", "Thư điện tử", false),
        ("Phone", "Điện thoại", false), ("BirthDate", "Ngày sinh", false), ("PersonalId", "Số định danh", false),
    ];

    private sealed record Known(string UserName, string Name);

    public async Task<ImportReport> Run(ImportRequest request, CancellationToken ct)
    {
        if (!request.DryRun && StepUp.Refuse(request.By, StepUpFor.MassAct, db.Now) is { } late)
            return Failed(1, late);
        IReadOnlyList<(int Row, string[] Cells)> rows;
        try
        {
            rows = ExcelSheet.Read(request.Content);
        }
        catch (InvalidDataException)
        {
            return Failed(1, Problem.Invalid("identity.import.not-excel", null, ExcelSheet.MostRows));
        }
        if (rows.Count == 0 || await Heads(rows[0].Cells, ct) is not { } heads || Columns.Where(c => c.Needed && !heads.ContainsKey(c.Key)).Select(c => c.Head).ToArray() is [_, ..])
            return Failed(1, Problem.Invalid("identity.import.heads", null, string.Join(", ", Columns.Where(c => c.Needed).Select(c => c.Head))));
        await using var work = await db.Begin(request.By, ct);
        var roles = (await work.Query<string>("select code from identity.role", ct: ct)).ToHashSet();
        var known = (await work.Query<Known>("select user_name, name from identity.staff", ct: ct)).ToDictionary(k => k.UserName, k => k.Name);
        var (errors, same, added) = (new List<ImportError>(), 0, new List<(AddStaff Input, Unit Unit)>());
        foreach (var (row, cells) in rows.Skip(1))
        {
            string Cell(string key) => heads.TryGetValue(key, out var column) ? cells[column] : "";
            var (input, problems) = Parse(Cell, request.From ?? clock.ProvinceToday());
            if (problems.Count == 0 && known.TryGetValue(input.UserName, out var name) && name == input.Name)
            {
                same++;
                continue;
            }
            var day = await units.On(input.From, ct);
            problems.AddRange(AddStaffHandler.Check(input, request.By, day, roles, known.ContainsKey(input.UserName)));
            errors.AddRange(problems.Select(p => new ImportError(row, p)));
            if (problems.Count > 0)
                continue;
            known[input.UserName] = input.Name;
            added.Add((input, day.Find(input.Unit)!));
        }
        var written = !request.DryRun && added.Count > 0 && (errors.Count == 0 || request.SkipWrong);
        if (written)
        {
            foreach (var (input, unit) in added)
                AddStaffHandler.Write(work, input, unit);
            work.Audit("staff.import", new Ref("import", request.Name), after: new { Rows = rows.Count - 1, Added = added.Count, same, Errors = errors.Count });
            await work.Commit(ct);
        }
        return new ImportReport(rows.Count - 1, added.Count, 0, same, errors, written);
    }

    private static ImportReport Failed(int row, Problem problem) => new(0, 0, 0, 0, [new(row, problem)], false);

    private async Task<Dictionary<string, int>> Heads(string[] cells, CancellationToken ct)
    {
        // The same folding as every search: "Ho va ten" is "Họ và tên".
        var folded = await db.One<string[]>("select array(select public.sen_fold(h) from unnest(@cells) with ordinality as t (h, n) order by n)", new { cells }, ct);
        var wanted = await db.One<string[]>("select array(select public.sen_fold(h) from unnest(@heads) with ordinality as t (h, n) order by n)",
            new { heads = Columns.Select(c => c.Head).ToArray() }, ct);
        return Columns.Select((c, i) => (c.Key, Column: Array.IndexOf(folded, wanted[i]))).Where(c => c.Column >= 0).ToDictionary(c => c.Key, c => c.Column);
    }

    private static (AddStaff Input, List<Problem> Problems) Parse(Func<string, string> cell, DateOnly otherwise)
    {
        var problems = new List<Problem>();
        DateOnly? Day(string key)
        {
            if (cell(key).Length == 0)
                return null;
            if (DateInput.TryRead(cell(key), out var on))
                return on;
            problems.Add(Problem.Invalid("identity.import.date", key, cell(key)));
            return null;
        }
        string? Text(string key) => cell(key) is { Length: > 0 } text ? text : null;
        var input = new AddStaff(cell("Name").Normalize(), cell("UserName").ToLowerInvariant(), cell("Unit").ToUpperInvariant(), cell("Title").Normalize(),
            cell("Roles").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Day("From") ?? otherwise, cell("Decision").Normalize(),
            Text("Email"), Text("Phone"), Day("BirthDate"), Text("PersonalId"));
        return (input, problems);
    }
}
