using System.Text.Json;
using Dapper;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Packs;

/// <summary>A role of <c>roles.yaml</c>: name and sentence in the three languages, and its permissions.</summary>
internal sealed class RoleEntry
{
    public required string Code { get; init; }
    public required Dictionary<string, string> Name { get; init; }
    public required Dictionary<string, string> Sentence { get; init; }
    public required IReadOnlyList<string> Permissions { get; init; }
}

/// <summary>Brings the roles of the national pack.</summary>
internal sealed class RolesPart(Database db)
{
    private const string File = "roles.yaml";

    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Row(string Code, string Names, string Sentences, string[] Permissions);

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File))
            return "";
        var roles = pack.Read<List<RoleEntry>>(File);
        foreach (var role in roles)
            Check(role);
        await using var work = await db.Begin(Actor.Part("pack"), ct);
        var before = (await work.Query<Row>("select code, names::text as names, sentences::text as sentences, permissions from identity.role for update", ct: ct))
            .ToDictionary(r => r.Code);
        var changed = roles.Where(r => !before.TryGetValue(r.Code, out var old) || !Same(old, r)).ToArray();
        foreach (var role in changed)
            work.Add("""
                insert into identity.role (code, names, sentences, permissions) values (@Code, @Names::jsonb, @Sentences::jsonb, @Permissions)
                on conflict (code) do update set names = excluded.names, sentences = excluded.sentences, permissions = excluded.permissions
                """,
                new { role.Code, Names = JsonSerializer.Serialize(role.Name), Sentences = JsonSerializer.Serialize(role.Sentence), role.Permissions });
        if (changed.Length > 0)
        {
            work.Audit("access.set-roles", new Ref("pack", pack.Name), after: changed.Select(r => new { r.Code, r.Permissions }));
            await work.Commit(ct);
        }
        return $"roles: {roles.Count}, changed: {changed.Length}";
    }

    private static bool Same(Row old, RoleEntry role) =>
        Equal(old.Names, role.Name) && Equal(old.Sentences, role.Sentence) && old.Permissions.SequenceEqual(role.Permissions);

    private static bool Equal(string json, Dictionary<string, string> texts) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json) is { } old
        && old.Count == texts.Count && old.All(t => texts.TryGetValue(t.Key, out var text) && text == t.Value);

    private static void Check(RoleEntry role)
    {
        if (role.Permissions.Except(Permissions.All).FirstOrDefault() is { } unknown)
            throw new PackException(File, 0, $"role {role.Code} has the unknown permission '{unknown}'; known: {string.Join(", ", Permissions.All)}");
        foreach (var texts in new[] { role.Name, role.Sentence })
            if (Texts.Languages.Except(texts.Keys).FirstOrDefault() is { } missing)
                throw new PackException(File, 0, $"role {role.Code} lacks a text in '{missing}'");
    }
}
