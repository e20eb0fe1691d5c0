using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Identity;

namespace Sen.Procedures;

/// <summary>What Procedures holds on a person, for their own page of data.</summary>
internal static class OwnDossiers
{
    private const int Most = 50;

    private sealed record Row(string Number, DateTimeOffset SubmittedAt);

    private sealed record Counted(int Dossiers, int Drafts, int ByOthers);

    public static async Task<IReadOnlyList<PersonalDataSection>> Read(IServiceProvider services, string personId, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        var counted = await db.One<Counted>("""
            select (select count(*) from procedures.dossier where person_id = @personId)::int as dossiers,
              (select count(*) from procedures.draft where person_id = @personId)::int as drafts,
              (select count(*) from procedures.dossier where on_behalf_of = 'person:' || @personId)::int as by_others
            """, new { personId }, ct);
        if (counted is { Dossiers: 0, Drafts: 0, ByOthers: 0 })
            return [];
        var rows = await db.Query<Row>("select number, submitted_at from procedures.dossier where person_id = @personId order by submitted_at desc limit @Most", new { personId, Most }, ct);
        var others = await db.Query<Row>("select number, submitted_at from procedures.dossier where on_behalf_of = 'person:' || @personId order by submitted_at desc limit @Most", new { personId, Most }, ct);
        return
        [
            new("procedures.data.title", "procedures.data.why",
                [.. rows.Select(r => new PersonalDatum("procedures.data.dossier", r.Number, "/ho-so/" + r.Number)), .. others.Select(r => new PersonalDatum("procedures.data.by-others", r.Number)), new("procedures.data.drafts", counted.Drafts, "/ho-so")],
                counted.Dossiers - rows.Count + counted.ByOthers - others.Count),
        ];
    }
}
