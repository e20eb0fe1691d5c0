using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.MyData;

/// <summary>A person gives or withdraws consent to one purpose. Withdrawing is as easy as giving, and at once.</summary>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Version whose words the person read.</param>
/// <param name="Give">False withdraws.</param>
/// <param name="Language">In which the person read them.</param>
internal sealed record Consent(string Purpose, int Version, bool Give, string Language);

internal sealed class ConsentHandler(Database db)
{
    public async Task<Result<Done>> Handle(Consent input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        var standing = await work.OneOrNone<Guid?>("select id from identity.consent where person_id = @Id and purpose = @Purpose and withdrawn_at is null for update",
            new { actor.Id, input.Purpose }, ct);
        if (standing is { } before)
            work.AddOne("update identity.consent set withdrawn_at = @Now where id = @before and withdrawn_at is null", new { before, work.Now });
        if (input.Give)
        {
            var sentence = await work.OneOrNone<string>("""
                select coalesce(sentences ->> @Language, sentences ->> 'vi') from identity.consent_purpose where code = @Purpose and version = @Version and active
                """, input, ct);
            if (sentence is null)
                return Problem.Conflict("identity.consent-changed");
            work.Add("""
                insert into identity.consent (id, person_id, purpose, version, sentence, language, given_at)
                values (@Consent, @Id, @Purpose, @Version, @Sentence, @Language, @Now)
                """, new { Consent = Guid.CreateVersion7(), actor.Id, input.Purpose, input.Version, Sentence = sentence, input.Language, work.Now });
        }
        else if (standing is null)
            return Done.It;
        work.Audit(input.Give ? "consent.give" : "consent.withdraw", new Ref("person", actor.Id), after: new { input.Purpose, input.Version });
        await work.Commit(ct);
        return Done.It;
    }
}
