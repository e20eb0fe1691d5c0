using Sen.Data;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>The applicant rates the settlement, 1 to 5, once; what it says is no one's personal data but theirs.</summary>
internal sealed record RateDossier(string Number, int? Score, string? Comment);

internal sealed class RateDossierHandler(Database db)
{
    public async Task<Result<Done>> Handle(RateDossier input, Actor actor, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        if (await Dossiers.Lock(work, input.Number, ct) is not { } dossier || dossier.PersonId != actor.Id)
            return Problems.NoDossier(input.Number);
        if (input.Score is not { } score || score is < 1 or > 5)
            return Problems.NoScore();
        if (dossier.State is not (DossierStatus.Finished or DossierStatus.Returned or DossierStatus.NotAccepted)
            || await work.OneOrNone<int?>("select score from procedures.rating where dossier_id = @Id", new { dossier.Id }, ct) is not null)
            return Problems.NotInThisState(dossier.State);
        var comment = input.Comment?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, 1000)] : null;
        work.Add("insert into procedures.rating (dossier_id, score, comment, rated_at) values (@Id, @Score, @Comment, @Now)",
            new { dossier.Id, Score = score, Comment = comment, work.Now });
        work.Publish(new DossierRated(dossier.Id, dossier.Office, score));
        work.Audit("dossier.rate", Names.Dossier(dossier.Id), after: new { score });
        await work.Commit(ct);
        return Done.It;
    }
}
