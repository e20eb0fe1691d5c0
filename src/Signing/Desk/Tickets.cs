using System.Security.Cryptography;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>A ticket just made; the secret is nowhere else.</summary>
internal sealed record NewTicket(Guid Id, string Secret);

/// <summary>
/// Lends a file to the desktop service of a token: for ten minutes, to whoever has the secret, for one signed file in
/// return. The service has no session here, and what it sends is a stranger's file until <see cref="TokenUpload"/> has seen it.
/// </summary>
internal sealed class Tickets(Database db, RequestQuery requests, SignStepHandler steps, KeyStore keys, FileStore files, Staff staff, TrustServices trust)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private sealed record Row(Guid Id, Guid StepId, string StaffId, Guid File, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, string? Problem);

    public async Task<Result<NewTicket>> Make(Guid step, Actor actor, CancellationToken ct)
    {
        var opened = await steps.Open(step, actor, ct);
        if (!opened.Ok)
            return opened.Problem;
        if (StepUp.Refuse(actor, StepUpFor.Signing, db.Now) is { } needed)
            return needed;
        var (request, _, _) = opened.Value;
        var ticket = new NewTicket(Guid.CreateVersion7(db.Now), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        await using var work = await db.Begin(actor, ct);
        work.Add("update signing.ticket set expires_at = @Now where step_id = @Step and used_at is null and expires_at > @Now", new { work.Now, Step = step });
        work.Add("insert into signing.ticket (id, secret_hash, step_id, staff_id, file, created_at, expires_at) values (@Id, @Hash, @Step, @Staff, @File, @Now, @Expires)",
            new { ticket.Id, Hash = Hash(ticket.Secret), Step = step, Staff = actor.Id, request.File, work.Now, Expires = work.Now + Life });
        work.Audit("signing.lend", request.Ref, after: new { ticket = ticket.Id, request.File });
        await work.Commit(ct);
        return ticket;
    }

    /// <summary>The file to be signed; null for a wrong secret, a ticket that ended, or one used.</summary>
    public async Task<(byte[] Content, string Name)?> Lend(Guid id, string secret, CancellationToken ct)
    {
        if (await Find(id, secret, ct) is not { UsedAt: null } ticket || await files.Read(ticket.File, ct) is not { } pdf || await files.Find(ticket.File, ct) is not { } stored)
            return null;
        return (pdf, stored.Name);
    }

    /// <summary>Takes the signed file back. A wrong one is refused and told on the page; the ticket stays good for another try.</summary>
    public async Task<Result<Guid>> Take(Guid id, string secret, ReadOnlyMemory<byte> uploaded, CancellationToken ct)
    {
        if (await Find(id, secret, ct) is not { UsedAt: null } ticket || await staff.Find(ticket.StaffId, ct) is not { } member)
            return Problem.NotFound("signing.token.no-ticket");
        // Rights are asked for anew: the person may have lost them since.
        var actor = new Actor(ActorKind.Staff, member.Id, member.Name) { Title = member.Title, UnitPath = member.UnitPath, Grants = await Grants(ticket, ct) };
        var opened = await steps.Open(ticket.StepId, actor, ct);
        if (!opened.Ok)
            return await Tell(ticket, actor, opened.Problem, ct);
        var (request, all, step) = opened.Value;
        if (await steps.RightEnded(request, step, actor, ct) is { } ended)
            return await Tell(ticket, actor, ended, ct);
        var owner = step.Kind == SignatureKind.Organisation ? ("unit", request.UnitCode) : ("staff", actor.Id);
        if (request.File != ticket.File || await files.Read(ticket.File, ct) is not { } issued)
            return await Tell(ticket, actor, Problem.Conflict("signing.file-changed"), ct);
        if (await keys.Find(owner.Item1, owner.Item2, ct) is not { Place: KeyPlace.Token } key)
            return await Tell(ticket, actor, Problem.Conflict("signing.no-key." + owner.Item1), ct);
        var (anchors, _) = await trust.Anchors(ct);
        if (TokenUpload.Refuse(issued, uploaded, key.Key.Certificate, anchors, db.Now) is { } refused)
            return await Tell(ticket, actor, refused, ct);
        using var content = new MemoryStream(uploaded.ToArray(), writable: false);
        var saved = await files.Save(content, (await files.Find(ticket.File, ct))!.Name, FileRule.Pdf, actor, ct);
        if (!saved.Ok)
            return await Tell(ticket, actor, saved.Problem, ct);
        await using (var used = await db.BeginFollowUp(actor, ct))
        {
            used.AddOne("update signing.ticket set used_at = @Now, problem = null where id = @Id and used_at is null", new { used.Now, ticket.Id });
            await used.Commit(ct);
        }
        return await steps.Record(request, all, step, new SignedFile(saved.Value.Id, ticket.File, key.Id, step.Kind, db.Now), null, actor, ct);
    }

    /// <summary>What became of a ticket, for the page that waits: <c>waiting</c>, <c>done</c>, <c>ended</c> or a problem's code.</summary>
    public async Task<string?> State(Guid id, Actor actor, CancellationToken ct)
    {
        var row = await db.OneOrNone<Row>("select id, step_id, staff_id, file, expires_at, used_at, problem from signing.ticket where id = @id and staff_id = @me", new { id, me = actor.Id }, ct);
        return row switch
        {
            null => null,
            { UsedAt: not null } => "done",
            { Problem: { } problem } => problem,
            _ => row.ExpiresAt < db.Now ? "ended" : "waiting",
        };
    }

    private async Task<Row?> Find(Guid id, string secret, CancellationToken ct) => await db.OneOrNone<Row>("""
        select id, step_id, staff_id, file, expires_at, used_at, problem from signing.ticket
        where id = @id and secret_hash = @hash and expires_at > @now
        """, new { id, hash = Hash(secret), now = db.Now }, ct);

    private async Task<Result<Guid>> Tell(Row ticket, Actor actor, Problem problem, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(actor, ct);
        work.Add("update signing.ticket set problem = @Code where id = @Id", new { problem.Code, ticket.Id });
        await work.Commit(ct);
        return problem;
    }

    /// <summary>The seal's permission at the request's unit, when the person holds it now.</summary>
    private async Task<IReadOnlyList<Grant>> Grants(Row ticket, CancellationToken ct)
    {
        var request = await db.OneOrNone<Guid?>("select request_id from signing.step where id = @StepId", new { ticket.StepId }, ct);
        if (request is null || await requests.Find(request.Value, ct) is not { } row)
            return [];
        var holders = await staff.HoldersOf(Permissions.DossierSeal, row.UnitPath, ct);
        return holders.Any(h => h.Id == ticket.StaffId) ? [new Grant(Permissions.DossierSeal, row.UnitPath, "")] : [];
    }

    private static byte[] Hash(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));
}
