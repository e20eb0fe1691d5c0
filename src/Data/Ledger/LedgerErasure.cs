using Sen.Kernel;

namespace Sen.Data;

/// <summary>
/// Erases what an entry says where the personal-data law demands it. That there was an entry, its salted hash and its seal
/// stay; the salt goes with the body, so the hash tells nothing. Who may is decided by the caller.
/// </summary>
public sealed class LedgerErasure(Database db)
{
    internal const string Act = "ledger.erase";

    /// <summary>Erases the body of an entry; the erasure is an entry itself, with its reason.</summary>
    public async Task<Result<Done>> Erase(long entry, Actor actor, string reason, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await work.OneOrNone<long?>("select ledger_id from data.ledger_body where ledger_id = @entry", new { entry }, ct) is null)
            return Problem.NotFound("data.no-ledger-body", entry);
        work.AddOne("delete from data.ledger_body where ledger_id = @Entry", new { Entry = entry });
        work.Audit(Act, new Ref("ledger", $"{entry}"), reason);
        await work.Commit(ct);
        return Done.It;
    }
}
