namespace Sen.Bpmn;

// Gateways (BPMN 2.0, 13.4).
internal sealed partial class Execution
{
    private void Arrive(Gateway gateway, int scope, string? via)
    {
        var incoming = definition.ScopeOf(gateway.Id).Incoming(gateway.Id);
        // A token that an operator put here, or the only one that can come, passes at once.
        if (gateway.Kind == GatewayKind.Exclusive || incoming.Count <= 1 || via is null)
        {
            Split(gateway, scope);
            return;
        }
        Rest(gateway, scope, via);
        if (gateway.Kind == GatewayKind.Parallel && incoming.All(flow => Waiting(gateway, scope).Any(token => token.Via == flow.Id)))
            Join(gateway, scope);
    }

    private void Split(Gateway gateway, int scope)
    {
        if (gateway.Kind != GatewayKind.Exclusive)
        {
            Leave(gateway, scope);
            return;
        }
        // The first condition that holds, in the order of the file; the later ones are not evaluated (13.4.2).
        var flows = definition.ScopeOf(gateway.Id).Outgoing(gateway.Id);
        foreach (var flow in flows.Where(flow => flow.Id != gateway.Default))
        {
            bool? holds = flow.Condition is null ? true : variables.Holds(flow, out var problem) is { } value ? value : Halt(problem!);
            if (holds is null)
                return;
            if (holds is true)
            {
                Take([flow], scope);
                return;
            }
        }
        if (gateway.Default is not null)
            Take(flows.Where(flow => flow.Id == gateway.Default), scope);
        else if (flows.Count > 0)
            Halt("No condition holds and there is no default flow.");

        bool? Halt(string reason)
        {
            Rest(gateway, scope, stuck: reason);
            return null;
        }
    }

    private Token[] Waiting(Gateway gateway, int scope) =>
        [.. tokens.Where(token => token.At == gateway.Id && token.Scope == scope && token.Stuck is null)];

    // One token of each incoming flow becomes one token (13.4.1, 13.4.3); a second on the same flow stays.
    private void Join(Gateway gateway, int scope)
    {
        foreach (var token in Waiting(gateway, scope).DistinctBy(token => token.Via))
            tokens.Remove(token);
        Split(gateway, scope);
    }

    private bool FireInclusiveJoin()
    {
        foreach (var at in tokens.Where(token => token.Via is not null && token.Stuck is null).DistinctBy(token => (token.At, token.Scope)).ToArray())
        {
            if (definition.Find(at.At) is Gateway { Kind: GatewayKind.Inclusive } gateway && Ready(gateway, at.Scope))
            {
                Join(gateway, at.Scope);
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether an inclusive join must wait no longer (13.4.3): every other token that could still reach an empty incoming
    /// flow, on a way that does not visit the gateway, could also reach one that has a token already.
    /// </summary>
    private bool Ready(Gateway gateway, int scopeId)
    {
        var scope = definition.ScopeOf(gateway.Id);
        var full = Waiting(gateway, scopeId).Select(token => token.Via!).ToHashSet();
        var empty = scope.Incoming(gateway.Id).Select(flow => flow.Id).Where(id => !full.Contains(id)).ToHashSet();
        return empty.Count == 0 || tokens
            .Where(token => token.Scope == scopeId && token.At != gateway.Id)
            .Select(token => Reach(scope, token.At, gateway.Id))
            .All(reached => !reached.Overlaps(empty) || reached.Overlaps(full));
    }

    // The flows that a token at a node can still take without passing the gateway; its activity may also end by a boundary event.
    internal static HashSet<string> Reach(Scope scope, string from, string gateway)
    {
        var flows = new HashSet<string>();
        var nodes = new Stack<string>([from]);
        var seen = new HashSet<string> { from };
        while (nodes.TryPop(out var node))
        {
            foreach (var boundary in scope.Boundaries(node).Where(boundary => seen.Add(boundary.Id)))
                nodes.Push(boundary.Id);
            foreach (var flow in scope.Outgoing(node).Where(flow => flows.Add(flow.Id)))
            {
                if (flow.To != gateway && seen.Add(flow.To))
                    nodes.Push(flow.To);
            }
        }
        return flows;
    }
}
