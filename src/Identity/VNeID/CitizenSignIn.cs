using Sen.Data;
using Sen.Identity.Represent;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.VNeID;

/// <summary>A citizen comes back from VNeID; the first time makes the person, later times bring what VNeID says now.</summary>
internal sealed record CitizenSignIn(VNeIDClaims Claims, Origin Origin);

internal sealed class CitizenSignInHandler(Database db)
{
    private sealed record Known(string Id, string? VneidSubject);

    /// <summary>The new session.</summary>
    public async Task<Guid> Handle(CitizenSignIn input, CancellationToken ct)
    {
        var claims = input.Claims;
        // The personal number is the person: a subject may change when an account is made anew.
        var known = await db.OneOrNone<Known>("select id, vneid_subject from identity.person where personal_id = @PersonalId", claims, ct);
        var id = known?.Id ?? Guid.CreateVersion7().ToString();
        await using var work = await db.Begin(claims.Actor(id), ct);
        work.Add("update identity.person set vneid_subject = null where vneid_subject = @Subject and personal_id <> @PersonalId", claims);
        work.Add("""
            insert into identity.person
              (id, name, personal_id, birth_date, gender, email, phone, vneid_subject, level, created_at)
            values (@Id, @Name, @PersonalId, @BirthDate, @Gender, @Email, @Phone, @Subject, 1, @Now)
            on conflict (personal_id) do update set
              name = excluded.name, vneid_subject = excluded.vneid_subject,
              birth_date = coalesce(excluded.birth_date, person.birth_date), gender = coalesce(excluded.gender, person.gender),
              -- what the person chose here stays
              email = coalesce(person.email, excluded.email), phone = coalesce(person.phone, excluded.phone),
              level = greatest(person.level, 1)
            """,
            new
            {
                Id = id,
                claims.Name,
                claims.PersonalId,
                claims.BirthDate,
                claims.Gender,
                claims.Email,
                claims.Phone,
                claims.Subject,
                work.Now,
            });
        if (known is null)
            work.Audit("person.register", new Ref("person", id), after: new { claims.Name, By = "VNeID" });
        Ref? organization = null;
        if (claims is { OrganizationCode: { } code, OrganizationName: { } name } && Enterprises.Code().IsMatch(code))
            organization = new Ref("enterprise", await Enterprises.Put(work, code, name, id, "vneid", null, ct));
        var session = SessionStore.Start(work, SessionKind.Citizen, id, claims.Assurance, input.Origin,
            claims.Confirms(work.Now) ? "vneid" : null, organization);
        SignIn.SignInLog.Succeeded(work, id, input.Origin);
        await work.Commit(ct);
        return session;
    }
}
