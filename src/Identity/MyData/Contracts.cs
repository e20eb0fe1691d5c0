using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>One thing that is held on a person.</summary>
/// <param name="Label">Key of its words.</param>
/// <param name="Value">Text, number, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>; null when empty.</param>
/// <param name="Link">Page that shows it, or null.</param>
public sealed record PersonalDatum(string Label, object? Value, string? Link = null);

/// <summary>What one part of the program holds on a person.</summary>
/// <param name="Title">Key of its heading.</param>
/// <param name="Why">Key of a sentence: for what, on which law, how long.</param>
/// <param name="Data">What is held; a long list is cut and says so by <paramref name="More"/>.</param>
/// <param name="More">How many more there are.</param>
public sealed record PersonalDataSection(string Title, string Why, IReadOnlyList<PersonalDatum> Data, int More = 0);

/// <summary>
/// Every module that holds data on people registers one for each kind: shown at <c>/du-lieu-cua-toi</c> and part of the export.
/// </summary>
/// <param name="Order">Place on the page.</param>
/// <param name="Read">Reads the sections of a person, by <see cref="Actor.Id"/>; empty when nothing is held.</param>
public sealed record PersonalDataSource(int Order, Func<IServiceProvider, string, CancellationToken, Task<IReadOnlyList<PersonalDataSection>>> Read);

/// <summary>
/// Who looked at whose data, and why. A page that shows an official the data of a person notes it:
/// <c>await looks.Note(actor, personId, "dossier", about, ct);</c> with text <c>look.dossier</c>.
/// </summary>
public sealed class PersonalDataLooks(Database db)
{
    private static readonly TimeSpan Same = TimeSpan.FromMinutes(30);

    /// <summary>Notes one look; the same actor at the same thing within half an hour is one look. One's own data is not noted.</summary>
    public async Task Note(Actor actor, string personId, string reason, Ref about, CancellationToken ct)
    {
        if (actor.Id == personId || actor.OnBehalfOf?.Id == personId)
            return;
        await using var work = await db.BeginDraft(actor, ct);
        work.Add("""
            insert into identity.data_look (person_id, at, actor_kind, actor_id, actor_name, actor_title, unit_path, reason, about_kind, about_id)
            select @Person, @Now, @Kind, @Actor, @Name, @Title, @Unit, @Reason, @AboutKind, @AboutId
            where not exists (select from identity.data_look where person_id = @Person and actor_id = @Actor and about_kind = @AboutKind and about_id = @AboutId and at > @Since)
            """,
            new
            {
                Person = personId,
                work.Now,
                actor.Kind,
                Actor = actor.Id,
                actor.Name,
                actor.Title,
                Unit = actor.UnitPath,
                Reason = reason,
                AboutKind = about.Kind,
                AboutId = about.Id,
                Since = work.Now - Same,
            });
        await work.Commit(ct);
    }
}

/// <summary>Consents of persons to purposes beyond what the law asks of the office (Law 91/2025/QH15, art. 9: free, specific, provable, withdrawable).</summary>
public sealed class Consents(Database db)
{
    /// <summary>True while the person's consent to the purpose stands.</summary>
    public Task<bool> Stands(string personId, string purpose, CancellationToken ct) => db.One<bool>("""
        select exists (select from identity.consent c join identity.consent_purpose p on p.code = c.purpose and p.active and p.version = c.version
          where c.person_id = @personId and c.purpose = @purpose and c.withdrawn_at is null)
        """, new { personId, purpose }, ct);
}
