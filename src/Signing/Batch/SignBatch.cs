using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>One line of what is confirmed before many are signed at once.</summary>
/// <param name="File">The file as shown.</param>
internal sealed record BatchLine(Guid Step, Guid Request, string Title, string CreatedName, string CapacityLine, DateTimeOffset? DueAt, Guid File, string FileName, long Size, string Sha256);

/// <summary>Signs what was confirmed, each file for itself.</summary>
[Job("signing.sign-batch")]
internal sealed record SignBatchJob(Guid Batch);

/// <param name="Chosen">Steps with the files that were shown.</param>
internal sealed record SignBatch(IReadOnlyList<(Guid Step, Guid File)> Chosen, bool Confirmed, KeyConsent? Consent);

/// <summary>How a batch stands.</summary>
internal sealed record BatchRow(Guid Id, string StaffId, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <summary>One file of a batch.</summary>
internal sealed record BatchItem(int Ordinal, Guid StepId, Guid RequestId, string Title, Guid File, string State, string? Problem);

internal sealed partial class SignBatchHandler(Database db, SignStepHandler steps, KeyStore keys, Staff staff, ILogger<SignBatchHandler> log)
{
    public const int Most = 200;

    /// <summary>Files that wait together for a remote key are in memory together.</summary>
    private const long MostRemoteBytes = 400L << 20;

    // When whatever a PIN was given for is over, whether this process lived or not.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(30);

    /// <summary>Records what was confirmed; the signing follows: by a job, or here, where the key's holder gave a PIN or a code.</summary>
    public async Task<Result<Guid>> Handle(SignBatch input, Actor actor, CancellationToken ct)
    {
        if (input.Chosen.Count is 0 or > Most)
            return Problem.Invalid("signing.batch-count", "Chosen", Most);
        if (!input.Confirmed)
            return Problem.Invalid("signing.not-confirmed", "Confirmed");
        if ((StepUp.Refuse(actor, StepUpFor.Signing, db.Now) ?? StepUp.Refuse(actor, StepUpFor.MassAct, db.Now)) is { } needed)
            return needed;
        if (await keys.PlaceOf("staff", actor.Id, ct) is not { } place)
            return Problem.Conflict("signing.no-key.staff");
        if (place == KeyPlace.Token)
            return Problem.Conflict("signing.batch-token");
        var id = Guid.CreateVersion7(db.Now);
        var lines = (await Lines(input.Chosen.Select(c => c.Step), actor, ct)).ToDictionary(l => l.Step);
        if (place == KeyPlace.Remote && lines.Values.Sum(l => l.Size) > MostRemoteBytes)
            return Problem.Invalid("signing.batch-size", "Chosen", MostRemoteBytes >> 20);
        await using var work = await db.Begin(actor, ct);
        work.Add("insert into signing.batch (id, staff_id, staff_name, created_at) values (@Id, @Staff, @Name, @Now)", new { Id = id, Staff = actor.Id, actor.Name, work.Now });
        for (var i = 0; i < input.Chosen.Count; i++)
        {
            var (step, file) = input.Chosen[i];
            if (!lines.TryGetValue(step, out var line))
                return Problem.Conflict("signing.step-closed");
            work.Add("insert into signing.batch_item (batch_id, ordinal, step_id, title, file, state) values (@Id, @Ordinal, @Step, @Title, @File, 'Waiting')",
                new { Id = id, Ordinal = i, Step = step, line.Title, File = file });
        }
        var given = input.Consent is { Pin: not null } or { Otp: not null };
        // PIN and code are nowhere but in this process: the job then only tells what a restart left unsigned.
        work.Enqueue(new SignBatchJob(id), new Ref("signing-batch", id.ToString()), given ? work.Now + Abandoned : null);
        work.Audit("signing.batch", new Ref("signing-batch", id.ToString()), after: new { count = input.Chosen.Count, files = input.Chosen.Select(c => c.File) });
        await work.Commit(ct);
        if (given)
            _ = Task.Run(() => RunHere(id, input.Consent!), CancellationToken.None);
        return id;
    }

    private async Task RunHere(Guid batch, KeyConsent consent)
    {
        try
        {
            await Run(batch, consent, CancellationToken.None);
        }
        catch (Exception e)
        {
            Stopped(e, batch);
        }
    }

    /// <summary>
    /// Signs what still waits with the key opened once. A file that was changed or signed meanwhile is left and told; the others
    /// go on. A key that is refused is not asked again: wrong codes lock it.
    /// </summary>
    public async Task Run(Guid batch, KeyConsent consent, CancellationToken ct)
    {
        var row = await db.One<BatchRow>("select id, staff_id, created_at, finished_at from signing.batch where id = @batch", new { batch }, ct);
        if (await staff.Find(row.StaffId, ct) is not { } member)
            throw new JobCannotRunException($"no staff member {row.StaffId}");
        // The confirmation was asked for when the batch was made, and is not older now than it was then.
        var actor = new Actor(ActorKind.Staff, member.Id, member.Name) { Title = member.Title, UnitPath = member.UnitPath, ConfirmedAt = db.Now };
        var waiting = (await Items(batch, ct)).Where(i => i.State == "Waiting").ToArray();
        var together = new Gathering(waiting.Length);
        var key = await Open(actor, consent with { Count = waiting.Length, Together = together }, ct);
        if (key.Ok && together.IsUsed)
        {
            using var several = new SideBySide(together, key.Value);
            await several.Run(waiting, (item, own) => Sign(batch, item, actor, own, ct), ct);
        }
        else
        {
            await OneByOne(batch, waiting, actor, key, ct);
        }
        await using var last = await db.BeginFollowUp(actor, ct);
        last.Add("update signing.batch set finished_at = @Now where id = @batch and finished_at is null", new { last.Now, batch });
        await last.Commit(ct);
    }

    private async Task<Result<StoredKey>> Open(Actor actor, KeyConsent consent, CancellationToken ct)
    {
        try
        {
            return await keys.Find("staff", actor.Id, ct, consent) is { } key ? key : Problem.Conflict("signing.no-key.staff");
        }
        catch (RefusedException refused)
        {
            return Problem.Conflict("signing.refused." + refused.Reason);
        }
    }

    private async Task OneByOne(Guid batch, BatchItem[] waiting, Actor actor, Result<StoredKey> key, CancellationToken ct)
    {
        var refused = key.Problem;
        foreach (var item in waiting)
            if (refused is not null)
                await Mark(batch, item, refused, actor, ct);
            else if (await Sign(batch, item, actor, key.Value, ct) is { Code: "signing.refused." + nameof(Refusal.KeyUnavailable) } now)
                refused = now;
    }

    private async Task<Problem?> Sign(Guid batch, BatchItem item, Actor actor, StoredKey key, CancellationToken ct)
    {
        var done = await steps.Handle(new SignStep(item.StepId, item.File, true) { Key = key }, actor, ct);
        await Mark(batch, item, done.Problem, actor, ct);
        return done.Problem;
    }

    private async Task Mark(Guid batch, BatchItem item, Problem? problem, Actor actor, CancellationToken ct)
    {
        // After a crash the file may be signed and the item not marked.
        var signed = problem is null || await db.One<bool>("select exists (select from signing.step where id = @StepId and state = 'Signed' and acted_by = @By and file_before = @File)", new { item.StepId, By = actor.Id, item.File }, ct);
        await using var work = await db.BeginFollowUp(actor, ct);
        work.Add("update signing.batch_item set state = @State, problem = @Problem where batch_id = @batch and ordinal = @Ordinal",
            new { State = signed ? "Signed" : "Failed", Problem = signed ? null : problem!.Code, batch, item.Ordinal });
        await work.Commit(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Signing batch {Batch} stopped")]
    private partial void Stopped(Exception e, Guid batch);

    public Task<BatchRow?> Find(Guid id, Actor actor, CancellationToken ct) =>
        db.OneOrNone<BatchRow>("select id, staff_id, created_at, finished_at from signing.batch where id = @id and staff_id = @me", new { id, me = actor.Id }, ct);

    public Task<IReadOnlyList<BatchItem>> Items(Guid batch, CancellationToken ct) => db.Query<BatchItem>("""
        select i.ordinal, i.step_id, s.request_id, i.title, i.file, i.state, i.problem
        from signing.batch_item i join signing.step s on s.id = i.step_id where i.batch_id = @batch order by i.ordinal
        """, new { batch }, ct);

    /// <summary>Personal steps that wait for the actor, with the files as they are: the chosen ones, or all up to a batch.</summary>
    public Task<IReadOnlyList<BatchLine>> Lines(IEnumerable<Guid>? chosen, Actor actor, CancellationToken ct) => db.Query<BatchLine>("""
        select s.id as step, r.id as request, r.title, r.created_name, s.capacity_line, s.due_at, r.file, f.name as file_name, f.size, encode(f.sha256, 'hex') as sha256
        from signing.step s join signing.request r on r.id = s.request_id and r.state = 'Open' join data.file f on f.id = r.file
        where s.state = 'Open' and s.kind = 'Personal' and (s.staff_id = @me or s.deputy_id = @me) and (@chosen::uuid[] is null or s.id = any (@chosen))
        order by coalesce(s.due_at, 'infinity'), s.id limit @most
        """, new { me = actor.Id, chosen = chosen?.ToArray(), most = Most }, ct);

    internal static Task RunJob(SignBatchJob job, JobContext context, CancellationToken ct) =>
        context.Services.GetRequiredService<SignBatchHandler>().Run(job.Batch, KeyConsent.None, ct);
}
