using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Sessions;

namespace Sen.Identity.MyData;

/// <summary>What Identity itself holds on a person.</summary>
internal sealed class OwnData(Database db, People people, Staff staff, Representation representation, SessionStore sessions, Units units)
{
    private const int Most = 50;

    private sealed record Counted(int Messages, int Sessions, int Looks, int SignIns);

    public static Task<IReadOnlyList<PersonalDataSection>> Read(IServiceProvider services, string personId, CancellationToken ct) =>
        services.GetRequiredService<OwnData>().Of(personId, ct);

    private async Task<IReadOnlyList<PersonalDataSection>> Of(string personId, CancellationToken ct)
    {
        var sections = new List<PersonalDataSection>();
        if (await people.Find(personId, ct) is { } person)
        {
            sections.Add(new("identity.data.person", "identity.data.person-why",
            [
                new("identity.account.name", person.Name),
                new("identity.account.personal-id", person.PersonalId),
                new("identity.account.birth-date", person.BirthDate),
                new("identity.data.gender", person.Gender is { } gender ? new TextKey("identity.data.gender." + gender) : null),
                new("identity.account.email", person.Email),
                new("identity.account.phone", person.Phone),
                new("identity.data.language", person.Language),
            ]));
            var principals = await representation.Of(personId, ct);
            if (principals.Count > 0)
                sections.Add(new("identity.represent.title", "identity.data.represent-why",
                    [.. principals.Select(p => new PersonalDatum("identity.represent.basis." + p.Basis, $"{p.Name} ({p.Code})", "/dai-dien"))]));
        }
        if (await staff.Find(personId, ct) is { } member)
            sections.Add(new("identity.data.staff", "identity.data.staff-why",
            [
                new("identity.account.name", member.Name),
                new("identity.account.position", member.Title),
                new("identity.account.unit", (await units.Find(member.UnitCode, ct))?.Name ?? member.UnitCode),
            ]));
        var live = await sessions.Of(personId, ct);
        var counted = await db.One<Counted>("""
            select (select count(*) from identity.message where person_id = @personId)::int as messages,
              (select count(*) from identity.session where subject_id = @personId)::int as sessions,
              (select count(*) from identity.data_look where person_id = @personId)::int as looks,
              (select count(*) from identity.sign_in_event where subject_id = @personId)::int as sign_ins
            """, new { personId }, ct);
        sections.Add(new("identity.account.sessions", "identity.data.sessions-why",
            [.. live.Take(Most).Select(s => new PersonalDatum("identity.data.session", $"{s.Address} · {s.Agent}", "/tai-khoan"))], Math.Max(0, counted.Sessions - live.Count)));
        sections.Add(new("identity.inbox.title", "identity.data.messages-why", [new("identity.data.count", counted.Messages, "/hop-thu")]));
        sections.Add(new("identity.data.looks", "identity.data.looks-why", [new("identity.data.count", counted.Looks, "/du-lieu-cua-toi/ai-da-xem")]));
        sections.Add(new("identity.data.sign-ins", "identity.data.sign-ins-why", [new("identity.data.count", counted.SignIns)]));
        return sections;
    }
}

/// <summary>A value that is a word of the interface: shown in the reader's language.</summary>
internal sealed record TextKey(string Key);
