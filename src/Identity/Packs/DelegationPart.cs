using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Packs;

/// <summary>A line of <c>delegation.yaml</c>: may a permission be delegated, and delegated on, and by which law.</summary>
internal sealed record DelegationRule(string Permission, bool Delegable, bool Redelegable, string Law)
{
    /// <summary>For the reader of packs, which sets the parts.</summary>
    public DelegationRule() : this("", false, false, "") { }
}

/// <summary>Brings the rules of delegation of the national pack; a permission without a line is not delegable.</summary>
internal sealed class DelegationPart(Database db)
{
    private const string File = "delegation.yaml";

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File))
            return "";
        var rules = pack.Read<List<DelegationRule>>(File);
        if (rules.FirstOrDefault(r => !Permissions.All.Contains(r.Permission)) is { } unknown)
            throw new PackException(File, 0, $"there is no permission '{unknown.Permission}'");
        if (rules.FirstOrDefault(r => r.Law.Length == 0 || (r.Redelegable && !r.Delegable)) is { } wrong)
            throw new PackException(File, 0, $"{wrong.Permission}: needs its law, and what is delegated on must be delegable");
        await using var work = await db.Begin(Actor.Part("pack"), ct);
        var before = await work.Query<DelegationRule>("select permission, delegable, redelegable, law from identity.permission_rule for update", ct: ct);
        var changed = rules.Except(before).ToArray();
        var gone = before.Select(b => b.Permission).Except(rules.Select(r => r.Permission)).ToArray();
        foreach (var rule in changed)
            work.Add("""
                insert into identity.permission_rule (permission, delegable, redelegable, law) values (@Permission, @Delegable, @Redelegable, @Law)
                on conflict (permission) do update set delegable = excluded.delegable, redelegable = excluded.redelegable, law = excluded.law
                """, rule);
        work.Add("delete from identity.permission_rule where permission = any (@gone)", new { gone });
        if (changed.Length + gone.Length > 0)
        {
            work.Audit("access.set-delegation-rules", new Ref("pack", pack.Name), after: rules);
            await work.Commit(ct);
        }
        return $"rules of delegation: {rules.Count}, changed: {changed.Length + gone.Length}";
    }
}
