using System.Text.RegularExpressions;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Represent;

/// <summary>An official records an enterprise and its legal representative from the registration certificate.</summary>
internal sealed record RecordEnterprise(string Code, string Name, string RepresentativeNumber, string Paper);

internal sealed partial class Enterprises(Database db)
{
    /// <summary>The enterprise of a code, as <c>enterprise:ID</c>, or null.</summary>
    public async Task<Ref?> Find(string code, CancellationToken ct) =>
        await db.OneOrNone<string>("select id from identity.enterprise where code = @code and active", new { code = code.Trim() }, ct) is { } id ? new Ref("enterprise", id) : null;

    public async Task<Result<string>> Record(RecordEnterprise input, Actor actor, CancellationToken ct)
    {
        if (!actor.Holds(Permissions.DossierAccept))
            return Problem.Forbidden("identity.not-held", Permissions.DossierAccept, Permissions.DossierAccept);
        var wrong = new List<Problem>();
        var representative = await db.OneOrNone<string>("select id from identity.person where personal_id = @number", new { number = input.RepresentativeNumber.Trim() }, ct);
        if (!Code().IsMatch(input.Code.Trim()))
            wrong.Add(Problem.Invalid("identity.enterprise-code", "Code"));
        if (input.Name.Trim().Length is < 3 or > 300)
            wrong.Add(Problem.Invalid("identity.client-text", "Name", 3, 300));
        if (representative is null)
            wrong.Add(Problem.Invalid("identity.agent-unknown", "RepresentativeNumber"));
        if (input.Paper.Trim().Length is < 5 or > 300)
            wrong.Add(Problem.Invalid("identity.paper-missing", "Paper"));
        if (wrong.Count > 0)
            return Result<string>.Refused(wrong);
        await using var work = await db.Begin(actor, ct);
        var id = await Put(work, input.Code.Trim(), input.Name.Trim(), representative!, "recorded", input.Paper.Trim(), ct);
        work.Audit("enterprise.record", new Ref("enterprise", id), input.Paper, after: input);
        work.Notify(new Notice(representative!, "identity.enterprise-recorded", new Ref("enterprise", id), [input.Name.Trim()], "/dai-dien"));
        await work.Commit(ct);
        return id;
    }

    /// <summary>Makes or changes the enterprise of a code; the identifier stays.</summary>
    public static async Task<string> Put(Work work, string code, string name, string representative, string source, string? paper, CancellationToken ct)
    {
        var id = await work.OneOrNone<string>("select id from identity.enterprise where code = @code for update", new { code }, ct) ?? Guid.CreateVersion7().ToString();
        work.Add("""
            insert into identity.enterprise (id, code, name, representative_id, source, paper, created_at, changed_at)
            values (@id, @code, @name, @representative, @source, @paper, @Now, @Now)
            on conflict (code) do update set name = excluded.name, representative_id = excluded.representative_id, source = excluded.source,
              paper = excluded.paper, active = true, changed_at = excluded.changed_at
            """, new { id, code, name, representative, source, paper, work.Now });
        return id;
    }

    /// <summary>Enterprise code as the business register gives it (10 digits, a branch with -NNN), or the owner's 12 digits for a household business.</summary>
    [GeneratedRegex(@"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$")]
    public static partial Regex Code();
}
