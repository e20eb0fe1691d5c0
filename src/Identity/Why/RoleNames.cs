using Dapper;
using Sen.Data;

namespace Sen.Identity.Why;

/// <summary>A role in the reader's language.</summary>
[method: ExplicitConstructor] // arrays are set as properties
internal sealed record RoleName(string Code, string Name, string Sentence, string[] Permissions);

/// <summary>The roles of the installation in words.</summary>
internal sealed class RoleNames(Database db)
{
    /// <summary>All roles in order of code, in the language.</summary>
    public Task<IReadOnlyList<RoleName>> All(string language, CancellationToken ct) => db.Query<RoleName>("""
        select code, coalesce(names ->> @language, names ->> 'vi') as name,
          coalesce(sentences ->> @language, sentences ->> 'vi') as sentence, permissions
        from identity.role order by code
        """, new { language }, ct);

    /// <summary>Codes of the roles that give a permission, for the page that refuses.</summary>
    public Task<IReadOnlyList<string>> Giving(string permission, CancellationToken ct) =>
        db.Query<string>("select code from identity.role where @permission = any (permissions) order by code", new { permission }, ct);
}
