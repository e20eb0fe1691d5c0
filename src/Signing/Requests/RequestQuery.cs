using Dapper;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>A request as the database knows it.</summary>
internal sealed record RequestRow(
    Guid Id, string Title, string UnitCode, string UnitPath, string SubjectKind, string SubjectId, Guid Original, Guid File, RequestState State, string? Note, string? Number,
    DateOnly? Dated, string CreatedBy, string CreatedName, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, string? CloseReason, int Version)
{
    public Ref Subject => new(SubjectKind, SubjectId);
    public Ref Ref => new("signing-request", Id.ToString());
}

/// <summary>A step of a request.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record StepRow(
    Guid Id, Guid RequestId, int Ordinal, SignatureKind Kind, string? StaffId, string StaffName, string Capacity, string CapacityLine, string? Basis, DateTimeOffset? DueAt, StepState State,
    DateTimeOffset? OpenedAt, string? DeputyId, string? DeputyName, string? DeputyReason, string? ActedBy, string? ActedName, DateTimeOffset? ActedAt, string? Reason, Guid? FileBefore,
    Guid? FileAfter, int Page, double[] Place)
{
    public PdfRectangle Rectangle => new(Place[0], Place[1], Place[2], Place[3]);
}

/// <summary>One line of a list of requests.</summary>
internal sealed record RequestLine(Guid Id, Guid StepId, string Title, string CreatedName, DateTimeOffset At, DateTimeOffset? DueAt, string State, string Kind, string CapacityLine, string? Number, Guid File);

/// <summary>What a list shows.</summary>
internal enum RequestView
{
    /// <summary>Waits for me.</summary>
    ToSign,
    /// <summary>I asked for it.</summary>
    Sent,
    /// <summary>I signed, sealed or refused it.</summary>
    Acted,
}

/// <summary>Reads requests; who may see one is decided here.</summary>
internal sealed class RequestQuery(Database db)
{
    public const string RequestColumns = """
        id, title, unit_code, unit_path, subject_kind, subject_id, original, file, state, note, number, dated, created_by, created_name, created_at, closed_at, close_reason, version
        """;

    public const string StepColumns = """
        id, request_id, ordinal, kind, staff_id, staff_name, capacity, capacity_line, basis, due_at, state, opened_at, deputy_id, deputy_name, deputy_reason,
        acted_by, acted_name, acted_at, reason, file_before, file_after, page, place
        """;

    /// <summary>Condition on a step <c>s</c> of a request <c>r</c>: the actor may act on it.</summary>
    private static readonly string Mine = $"(s.staff_id = @me or s.deputy_id = @me or (s.kind = 'Organisation' and {Access.AtUnits("r.unit_path")}))";

    public Task<RequestRow?> Find(Guid id, CancellationToken ct) =>
        db.OneOrNone<RequestRow>($"select {RequestColumns} from signing.request where id = @id", new { id }, ct);

    public Task<IReadOnlyList<StepRow>> Steps(Guid request, CancellationToken ct) =>
        db.Query<StepRow>($"select {StepColumns} from signing.step where request_id = @request order by ordinal", new { request }, ct);

    /// <summary>Whoever asked, signs, signed, or may seal at the unit.</summary>
    public static bool MaySee(RequestRow request, IEnumerable<StepRow> steps, Actor actor) =>
        request.CreatedBy == actor.Id || actor.May(Permissions.DossierSeal, request.UnitPath) is not null
        || steps.Any(s => s.StaffId == actor.Id || s.DeputyId == actor.Id || s.ActedBy == actor.Id);

    /// <summary>Null when the actor may act on the step, else why not.</summary>
    public static Problem? Refuse(RequestRow request, StepRow step, Actor actor)
    {
        if (step.Kind == SignatureKind.Organisation)
            return Access.Refuse(actor, Permissions.DossierSeal, request.UnitPath);
        return step.StaffId == actor.Id || step.DeputyId == actor.Id ? null : Problem.Forbidden("signing.not-your-step", null, step.StaffName);
    }

    /// <summary>A page of a list, the most urgent or the newest first, from a position on.</summary>
    public Task<IReadOnlyList<RequestLine>> List(RequestView view, Actor actor, string? text, (DateTimeOffset At, Guid Id)? after, int limit, CancellationToken ct)
    {
        const string Columns = "select r.id, s.id as step_id, r.title, r.created_name, {0} as at, s.due_at, r.state, s.kind, s.capacity_line, r.number, r.file from signing.request r ";
        const string Text = " and (@text::text is null or r.folded like '%' || sen_fold(@text) || '%')";
        var sql = view switch
        {
            RequestView.ToSign => string.Format(null, Columns, "coalesce(s.due_at, 'infinity'::timestamptz)") + "join signing.step s on s.request_id = r.id and s.state = 'Open' where r.state = 'Open' and " + Mine
                + Text + " and (@afterId::uuid is null or (coalesce(s.due_at, 'infinity'), s.id) > (@afterAt::timestamptz, @afterId)) order by coalesce(s.due_at, 'infinity'), s.id limit @limit",
            RequestView.Sent => string.Format(null, Columns, "r.created_at") + """
                join lateral (select * from signing.step where request_id = r.id order by state <> 'Open', ordinal desc limit 1) s on true
                where r.created_by = @me
                """ + Text + " and (@afterId::uuid is null or (r.created_at, s.id) < (@afterAt::timestamptz, @afterId)) order by r.created_at desc, s.id desc limit @limit",
            _ => string.Format(null, Columns, "s.acted_at") + "join signing.step s on s.request_id = r.id where s.acted_by = @me"
                + Text + " and (@afterId::uuid is null or (s.acted_at, s.id) < (@afterAt::timestamptz, @afterId)) order by s.acted_at desc, s.id desc limit @limit",
        };
        return db.Query<RequestLine>(sql, new
        {
            me = actor.Id,
            units = actor.UnitsFor(Permissions.DossierSeal),
            text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
            afterAt = after?.At,
            afterId = after?.Id,
            limit = Math.Clamp(limit, 1, 201),
        }, ct);
    }

    /// <summary>How many wait for the actor, and how many of them are late; counted to 1,000.</summary>
    public Task<(int Open, int Late)> Count(Actor actor, CancellationToken ct) => db.One<(int, int)>($"""
        select count(*)::int, (count(*) filter (where due_at < @now))::int from (
          select s.due_at from signing.request r join signing.step s on s.request_id = r.id and s.state = 'Open' where r.state = 'Open' and {Mine} limit 1000) w
        """, new { me = actor.Id, units = actor.UnitsFor(Permissions.DossierSeal), now = db.Now }, ct);
}
