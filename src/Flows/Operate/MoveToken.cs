using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>An operator puts a token elsewhere, or tries its node again; the reason goes into the ledger.</summary>
internal sealed record MoveToken(Guid Instance, int Token, string To, string Reason, JsonObject? Variables = null);

internal sealed class MoveTokenHandler(Database db, Runner runner)
{
    public async Task<Result<Done>> Handle(MoveToken input, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(input.Reason))
            return Problem.Invalid("flows.reason-needed", "Reason");
        await using var work = await db.Begin(actor, ct);
        var before = await Runner.Lock(work, input.Instance, ct);
        if (before is null)
            return Problem.NotFound("flows.no-instance");
        if (Identity.Access.Refuse(actor, Identity.Permissions.OperationsAct, before.UnitPath) is { } refused)
            return refused;
        if (await runner.Step(work, input.Instance, new Moved(input.Token, input.To) { Variables = input.Variables }, ct) is { } reason)
            return Problem.Conflict("flows.not-moved", reason);
        var token = InstanceState.FromJson(before.State).Tokens.First(one => one.Id == input.Token);
        work.Audit("process.move", new Ref("process", input.Instance.ToString()), input.Reason, new { at = token.At, token.Stuck }, new { at = input.To });
        await work.Commit(ct);
        return Done.It;
    }
}
