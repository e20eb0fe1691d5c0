using Dapper;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>A row of the one-stop desk's list.</summary>
internal sealed record DossierRow(Guid Id, string Number, string ProcedureName, string ApplicantName, int Status, DateTimeOffset SubmittedAt, DateTimeOffset? DueAt, string? OnBehalfName);

/// <summary>A step of the course of a dossier.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record StepRow(DateTimeOffset At, int Status, string Code, string[] Args, string ByName, string ByTitle);

/// <summary>The result while it is prepared.</summary>
internal sealed record ResultDraft(Guid DossierId, string Fields, int Version, int? PrintedVersion, Guid? File, string? Note)
{
    /// <summary>True when the file shows the fields as they are now.</summary>
    public bool IsPrinted => File is not null && PrintedVersion == Version;
}

/// <summary>Reads dossiers; lists show only what lies at the actor's units.</summary>
internal sealed class Dossiers(Database db, Identity.RowFilter rows)
{
    private const string ByText = " and (d.number ilike '%' || @text || '%' or sen_fold(d.applicant_name || ' ' || coalesce(d.on_behalf_name, '')) like '%' || sen_fold(@text) || '%')";

    /// <summary>By number or by identifier; callers check that the actor may see it.</summary>
    public Task<Dossier?> Find(string key, CancellationToken ct) => db.OneOrNone<Dossier>(
        $"select {Dossier.Columns} from procedures.dossier where {ByKey(key)}", Key(key), ct);

    /// <summary>Locks the dossier inside an act.</summary>
    public static Task<Dossier?> Lock(Work work, string key, CancellationToken ct) => work.OneOrNone<Dossier>(
        $"select {Dossier.Columns} from procedures.dossier where {ByKey(key)} for update", Key(key), ct);

    public Task<IReadOnlyList<AttachedPaper>> Papers(Guid dossier, CancellationToken ct) => db.Query<AttachedPaper>(
        "select paper, file_id, name, size from procedures.dossier_paper where dossier_id = @dossier order by name", new { dossier }, ct);

    public Task<IReadOnlyList<StepRow>> Course(Guid dossier, CancellationToken ct) => db.Query<StepRow>(
        "select at, status, code, args, by_name, by_title from procedures.dossier_step where dossier_id = @dossier order by id", new { dossier }, ct);

    public Task<ResultDraft?> Result(Guid dossier, CancellationToken ct) => db.OneOrNone<ResultDraft>(
        "select dossier_id, fields::text, version, printed_version, file, note from procedures.result_draft where dossier_id = @dossier", new { dossier }, ct);

    public Task<int?> Score(Guid dossier, CancellationToken ct) =>
        db.OneOrNone<int?>("select score from procedures.rating where dossier_id = @dossier", new { dossier }, ct);

    /// <summary>Dossiers of a citizen, newest first; a page from a position on.</summary>
    public Task<IReadOnlyList<DossierRow>> Mine(Actor actor, (DateTimeOffset At, Guid Id)? after, int limit, CancellationToken ct) =>
        db.Query<DossierRow>("""
            select d.id, d.number, p.name as procedure_name, d.applicant_name, d.status, d.submitted_at, d.due_at, d.on_behalf_name
            from procedures.dossier d join procedures.procedure p on p.code = d.procedure_code and p.version = d.procedure_version
            where d.person_id = @person and (@id::uuid is null or (d.submitted_at, d.id) < (@at::timestamptz, @id))
            order by d.submitted_at desc, d.id desc limit @limit
            """, new { person = actor.Id, at = after?.At, id = after?.Id, limit }, ct);

    /// <summary>Dossiers at the actor's desks, oldest first, by status and by part of number or name in any spelling.</summary>
    public async Task<IReadOnlyList<DossierRow>> AtDesk(Actor actor, int? status, string? text, (DateTimeOffset At, Guid Id)? after, int limit, CancellationToken ct)
    {
        var at = await Mine(actor, ct);
        text = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        var args = new DynamicParameters(at);
        args.AddDynamicParams(new { status, text, at = after?.At, id = after?.Id, limit });
        // Conditions that are not asked stay out, so that the index serves those that are.
        return await db.Query<DossierRow>($"""
            select d.id, d.number, p.name as procedure_name, d.applicant_name, d.status, d.submitted_at, d.due_at, d.on_behalf_name
            from procedures.dossier d join procedures.procedure p on p.code = d.procedure_code and p.version = d.procedure_version
            where {at.Sql}{(status is null ? "" : " and d.status = @status")}{(text is null ? "" : ByText)}{(after is null ? "" : " and (d.submitted_at, d.id) > (@at, @id)")}
            order by d.submitted_at, d.id limit @limit
            """, args, ct);
    }

    /// <summary>How many wait at the actor's desks, by status, counted to at most 1,000.</summary>
    public async Task<IReadOnlyDictionary<int, int>> CountAtDesk(Actor actor, CancellationToken ct)
    {
        var at = await Mine(actor, ct);
        return (await db.Query<(int Status, int Count)>($"""
            select status, count(*)::int from (select d.status from procedures.dossier d where {at.Sql} and d.status in (1, 2, 4, 5, 9) limit 1000) x group by status
            """, at, ct)).ToDictionary(c => c.Status, c => c.Count);
    }

    private Task<Identity.RowsAt> Mine(Actor actor, CancellationToken ct) =>
        rows.For(actor, Identity.Permissions.DossierAccept, "d.office_path", "procedures.v_dossier_place", whole: false, ct);

    // One column or the other, so that each reads its own index.
    private static string ByKey(string key) => Guid.TryParse(key, out _) ? "id = @Id" : "number = @Number";

    private static object Key(string key) => Guid.TryParse(key, out var id) ? new { Id = id } : new { Number = key };
}
