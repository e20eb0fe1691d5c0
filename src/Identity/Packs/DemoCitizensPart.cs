using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.Packs;

/// <summary>An invented citizen of <c>demo/citizens.yaml</c>, or a child of <c>demo/children.yaml</c>; the VNeID stand-in reads the former, too.</summary>
internal sealed class DemoCitizenEntry
{
    public required string Id { get; init; }
    public required string PersonalId { get; init; }
    public required string Name { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Gender { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public int Level { get; init; }
    public string Language { get; init; } = "vi";
    public string? Guardian { get; init; }
}

/// <summary>Brings invented citizens, only into a demonstration (<c>Sen:Demo</c>).</summary>
internal sealed class DemoCitizensPart(Database db, IConfiguration configuration)
{
    // Adults first: a child names its guardian.
    private static readonly string[] Files = ["demo/citizens.yaml", "demo/children.yaml"];

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!configuration.GetValue<bool>("Sen:Demo"))
            return "";
        var entries = Files.Where(pack.Has).SelectMany(pack.Read<List<DemoCitizenEntry>>).ToArray();
        if (entries.Length == 0)
            return "";
        var known = (await db.Query<string>("select id from identity.person where demonstration", ct: ct)).ToHashSet();
        var added = entries.Where(e => !known.Contains(e.Id)).ToArray();
        if (added.Length > 0)
        {
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            foreach (var entry in added)
                work.Add("""
                    insert into identity.person
                      (id, name, personal_id, birth_date, gender, email, phone, language, level, guardian_id, demonstration, created_at)
                    values (@Id, @Name, @PersonalId, @BirthDate, @Gender, @Email, @Phone, @Language, @Level, @Guardian, true, @Now)
                    """,
                    new
                    {
                        entry.Id,
                        entry.Name,
                        entry.PersonalId,
                        entry.BirthDate,
                        entry.Gender,
                        entry.Email,
                        entry.Phone,
                        entry.Language,
                        entry.Level,
                        entry.Guardian,
                        work.Now,
                    });
            work.Audit("person.add-demonstration", new Ref("pack", pack.Name), after: added.Select(e => e.Id));
            await work.Commit(ct);
        }
        return $"demonstration citizens: {entries.Length}, added: {added.Length}";
    }
}
