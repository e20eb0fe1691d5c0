using System.Text.Json.Nodes;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>An application that is being filled in; kept on every page, so that nothing is lost.</summary>
internal sealed record Draft(Guid Id, string PersonId, string ProcedureCode, int ProcedureVersion, string? Office, string Answers, int Version, DateTimeOffset UpdatedAt)
{
    public const string Columns = "id, person_id, procedure_code, procedure_version, office, answers::text, version, updated_at";

    /// <summary>The answers as an object that may be changed.</summary>
    public JsonObject Sheet() => JsonNode.Parse(Answers)!.AsObject();
}

/// <summary>A paper attached to a draft or a dossier.</summary>
internal sealed record AttachedPaper(string Paper, Guid FileId, string Name, long Size);

/// <summary>Drafts of the signed-in person. A draft saved is not an act: no ledger, no events.</summary>
internal sealed class Drafts(Database db)
{
    /// <summary>More papers than this are no application but a mistake.</summary>
    public const int MostPapers = 20;

    public async Task<Guid> Start(Procedure procedure, string office, JsonObject answers, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        var id = Guid.CreateVersion7();
        work.Add("""
            insert into procedures.draft (id, person_id, procedure_code, procedure_version, office, answers, created_at, updated_at)
            values (@Id, @Person, @Code, @Version, @Office, @Answers::jsonb, @Now, @Now)
            """, new { Id = id, Person = actor.Id, procedure.Code, procedure.Version, Office = office, Answers = answers.ToJsonString(), work.Now });
        await work.Commit(ct);
        return id;
    }

    /// <summary>The draft, when it is this actor's.</summary>
    public Task<Draft?> Find(Guid id, Actor actor, CancellationToken ct) =>
        db.OneOrNone<Draft>($"select {Draft.Columns} from procedures.draft where id = @id and person_id = @person", new { id, person = actor.Id }, ct);

    /// <summary>The actor's drafts, newest first.</summary>
    public Task<IReadOnlyList<DraftRow>> Mine(Actor actor, CancellationToken ct) =>
        db.Query<DraftRow>("""
            select d.id, d.procedure_code, p.body::text, d.updated_at from procedures.draft d
            join procedures.procedure p on p.code = d.procedure_code and p.version = d.procedure_version
            where person_id = @person order by updated_at desc limit 20
            """, new { person = actor.Id }, ct);

    /// <summary>Keeps the answers of a page; a page opened in another tab before is stale and overwrites nothing.</summary>
    public async Task Save(Draft draft, JsonObject answers, int version, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        work.AddOne("""
            update procedures.draft set answers = @Answers::jsonb, version = version + 1, updated_at = @Now
            where id = @Id and person_id = @Person and version = @Version
            """, new { Answers = answers.ToJsonString(), work.Now, draft.Id, Person = actor.Id, Version = version });
        await work.Commit(ct);
    }

    public Task<IReadOnlyList<AttachedPaper>> Papers(Guid draft, CancellationToken ct) =>
        db.Query<AttachedPaper>("select paper, file_id, name, size from procedures.draft_paper where draft_id = @draft order by added_at", new { draft }, ct);

    public async Task Attach(Draft draft, string paper, StoredFile file, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        work.Add("""
            insert into procedures.draft_paper (draft_id, paper, file_id, name, size, added_at)
            values (@Draft, @Paper, @File, @Name, @Size, @Now) on conflict do nothing
            """, new { Draft = draft.Id, Paper = paper, File = file.Id, file.Name, file.Size, work.Now });
        await work.Commit(ct);
    }

    public async Task Detach(Draft draft, Guid file, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        work.Add("delete from procedures.draft_paper where draft_id = @Draft and file_id = @File", new { Draft = draft.Id, File = file });
        await work.Commit(ct);
    }

    public async Task Discard(Draft draft, Actor actor, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(actor, ct);
        work.Add("delete from procedures.draft where id = @Id and person_id = @Person", new { draft.Id, Person = actor.Id });
        await work.Commit(ct);
    }
}

/// <summary>A row of "my unfinished applications".</summary>
internal sealed record DraftRow(Guid Id, string ProcedureCode, string Body, DateTimeOffset UpdatedAt)
{
    public Procedure Procedure { get; } = System.Text.Json.JsonSerializer.Deserialize<Procedure>(Body, ProcedureCatalogue.Json)!;
}
