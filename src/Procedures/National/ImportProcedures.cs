using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>
/// <c>sen import procedures FILE</c>: the national list, one JSON record a line, plain or gzip. The file is the whole list:
/// what it no longer has stays readable and leaves the search. It opens no procedure for applications; packs do that.
/// </summary>
internal sealed partial class ImportProcedures(Database db, ProcedureSearch search)
{
    internal static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [GeneratedRegex(@"^\d\.\d{6}$")]
    private static partial Regex Code();

    private sealed record Known(string Code, string Digest, bool Listed);

    public async Task<ImportReport> Run(ImportRequest request, CancellationToken ct)
    {
        var errors = new List<ImportError>();
        var read = new Dictionary<string, NationalProcedure>(StringComparer.Ordinal);
        var rows = 0;
        await foreach (var (row, line) in ImportLines.Read(request.Content, ct))
        {
            rows++;
            if (Read(line, row, errors) is { } procedure && !read.TryAdd(procedure.Code, procedure))
                errors.Add(new(row, Problem.Invalid("procedures.import.twice", "ma_thu_tuc", procedure.Code)));
        }
        await using var work = await db.Begin(request.By, ct);
        var known = (await work.Query<Known>("select code, digest, listed from procedures.national for update", ct: ct)).ToDictionary(k => k.Code);
        var (added, changed, same) = (0, 0, 0);
        foreach (var procedure in read.Values)
        {
            var body = JsonSerializer.Serialize(procedure, Json);
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
            var before = known.GetValueOrDefault(procedure.Code);
            if (before?.Digest == digest && before.Listed)
            {
                same++;
                continue;
            }
            (added, changed) = before is null ? (added + 1, changed) : (added, changed + 1);
            work.Add("""
                insert into procedures.national (code, name, field, ministry, levels, body, digest, listed, imported_at)
                values (@Code, @Name, @Field, @Ministry, @Levels, @body::jsonb, @digest, true, @Now)
                on conflict (code) do update set name = excluded.name, field = excluded.field, ministry = excluded.ministry,
                  levels = excluded.levels, body = excluded.body, digest = excluded.digest, listed = true, imported_at = excluded.imported_at
                """, new { procedure.Code, procedure.Name, procedure.Field, procedure.Ministry, procedure.Levels, body, digest, work.Now });
        }
        var gone = known.Values.Where(k => k.Listed && !read.ContainsKey(k.Code)).Select(k => k.Code).ToArray();
        var written = !request.DryRun && (errors.Count == 0 || request.SkipWrong) && added + changed + gone.Length > 0;
        if (written)
        {
            if (gone.Length > 0)
                work.Add("update procedures.national set listed = false where code = any (@gone)", new { gone });
            work.Audit("procedures.import-national", new Ref("import", request.Name), after: new { rows, added, changed, same, Gone = gone.Length, Errors = errors.Count });
            await work.Commit(ct);
            search.Forget();
        }
        return new ImportReport(rows, added, changed, same, errors, written)
        {
            Notes = gone.Length == 0 ? [] : [Problem.Invalid("procedures.import.gone", null, gone.Length)],
        };
    }

    private static NationalProcedure? Read(string line, int row, List<ImportError> errors)
    {
        try
        {
            var procedure = JsonSerializer.Deserialize<NationalProcedure>(line)!;
            if (!Code().IsMatch(procedure.Code))
                errors.Add(new(row, Problem.Invalid("procedures.import.code", "ma_thu_tuc", procedure.Code)));
            else if (string.IsNullOrWhiteSpace(procedure.Name))
                errors.Add(new(row, Problem.Invalid("procedures.import.name", "ten_thu_tuc", procedure.Code)));
            else
                return procedure with { Name = procedure.Name.Trim().Normalize() };
        }
        catch (JsonException)
        {
            errors.Add(new(row, Problem.Invalid("procedures.import.json", null)));
        }
        return null;
    }
}
