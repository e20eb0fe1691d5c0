namespace Sen.Bpmn;

// Gateways (BPMN 2.0, 13.4).
internal sealed partial class Execution
{
    private void ArriveAtGateway(Node gateway, int scope, string? via)
    {
        // A token that an operator put here, or the only one that can come, passes at once.
        if (gateway.Kind == NodeKind.ExclusiveGateway || gateway.Incoming.Count <= 1 || via is null)
        {
            Split(gateway, scope);
            return;
        }
        Rest(gateway, scope, via);
        if (gateway.Kind == NodeKind.ParallelGateway && Arrived(gateway, scope) is { } full && full == All(gateway))
            Join(gateway, scope);
    }

    private void Split(Node gateway, int scope)
    {
        if (gateway.Kind != NodeKind.ExclusiveGateway)
        {
            Leave(gateway, scope);
            return;
        }
        // The first condition that holds, in the order of the file; the later ones are not evaluated (13.4.2).
        IReadOnlyDictionary<string, object?>? view = null;
        foreach (var flow in gateway.Outgoing)
        {
            if (flow == gateway.Default)
                continue;
            string? problem = null;
            bool? holds = flow.Condition is null ? true : Holds(flow.Condition, flow.Id, view ??= View(scope), out problem);
            if (holds is null)
            {
                Rest(gateway, scope, stuck: problem);
                return;
            }
            if (holds is true)
            {
                moving.Enqueue(new(flow.To, scope, flow.Id));
                return;
            }
        }
        if (gateway.Default is { } fallback)
            moving.Enqueue(new(fallback.To, scope, fallback.Id));
        else if (gateway.Outgoing.Count > 0)
            Rest(gateway, scope, stuck: "No condition holds and there is no default flow.");
    }

    private static ulong All(Node gateway) => gateway.Incoming.Count >= 64 ? ulong.MaxValue : (1UL << gateway.Incoming.Count) - 1;

    /// <summary>The incoming flows on which a token waits, as bits.</summary>
    private ulong Arrived(Node gateway, int scope)
    {
        var bits = 0UL;
        foreach (var token in tokens)
        {
            if (Waits(token, gateway, scope))
                bits |= Bit(gateway, token.Via!);
        }
        return bits;
    }

    private static bool Waits(Token token, Node gateway, int scope) =>
        token.Via is not null && token.Scope == scope && token.Stuck is null && token.At == gateway.Id;

    private static ulong Bit(Node gateway, string flow)
    {
        for (var i = 0; i < gateway.Incoming.Count; i++)
        {
            if (gateway.Incoming[i].Id == flow)
                return 1UL << i;
        }
        return 0;
    }

    // One token of each incoming flow becomes one token (13.4.1, 13.4.3); a second on the same flow stays.
    private void Join(Node gateway, int scope)
    {
        var taken = 0UL;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!Waits(tokens[i], gateway, scope) || Bit(gateway, tokens[i].Via!) is not (> 0 and var bit) || (taken & bit) != 0)
                continue;
            taken |= bit;
            tokens.RemoveAt(i--);
        }
        Split(gateway, scope);
    }

    private bool FireInclusiveJoin()
    {
        foreach (var token in tokens)
        {
            if (token.Via is null || token.Stuck is not null || NodeOf(token) is not { Kind: NodeKind.InclusiveGateway, Reach: not null } gateway || !Ready(gateway, token.Scope))
                continue;
            Join(gateway, token.Scope);
            return true;
        }
        return false;
    }

    /// <summary>
    /// Whether an inclusive join must wait no longer (13.4.3): every other token that could still reach an empty incoming
    /// flow, on a way that does not visit the gateway, could also reach one that has a token already.
    /// </summary>
    private bool Ready(Node gateway, int scope)
    {
        var full = Arrived(gateway, scope);
        var empty = All(gateway) & ~full;
        if (empty == 0)
            return true;
        foreach (var token in tokens)
        {
            if (token.Scope != scope || token.At == gateway.Id)
                continue;
            var reach = gateway.Reach![NodeOf(token)];
            if ((reach & empty) != 0 && (reach & full) == 0)
                return false;
        }
        return true;
    }
}
