using System.Text.Json.Nodes;
using Sen.Data;
using Sen.Flows;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>A settlement task with the dossier it is about: what every page of this folder opens with.</summary>
internal sealed record OpenTask(FlowTask Task, Dossier Dossier, Offer Offer, ResultDraft? Result);

/// <summary>Opens a settlement task for those who may do it.</summary>
internal sealed class Settlement(Worklist worklist, Dossiers dossiers, ProcedureCatalogue catalogue, PersonalDataLooks looks)
{
    public async Task<Result<OpenTask>> Open(Guid task, string form, Actor actor, CancellationToken ct)
    {
        if (await worklist.Find(task, ct) is not { SubjectKind: "dossier" } open || open.Form != form)
            return Problem.Conflict("flows.task-closed");
        if (Access.Refuse(actor, open.Permission, open.UnitPath) is { } refused)
            return refused;
        var dossier = (await dossiers.Find(open.SubjectId, ct))!;
        foreach (var person in dossier.Persons)
            await looks.Note(actor, person, "dossier", Names.Dossier(dossier.Id), ct);
        return new OpenTask(open, dossier, await catalogue.Version(dossier.ProcedureCode, dossier.ProcedureVersion, ct), await dossiers.Result(dossier.Id, ct));
    }
}

/// <summary>Outcomes that the process's conditions read.</summary>
internal static class Outcome
{
    public static JsonObject Of(string outcome) => new() { ["outcome"] = outcome };

    public static JsonObject Handover(bool electronic) => new() { ["outcome"] = "done", ["handover"] = electronic ? "electronic" : "counter" };
}

/// <summary>Moves a dossier to another status with everything that belongs to a move.</summary>
internal static class Moves
{
    public static void Move(this Work work, Dossier dossier, DossierStatus to, string code, params string[] args)
    {
        work.AddOne("""
            update procedures.dossier set status = @To, version = version + 1,
              finished_at = case when @To in (7, 8, 9) then @Now else finished_at end,
              returned_at = case when @To = 10 then @Now else returned_at end
            where id = @Id and status = @From
            """, new { To = (int)to, work.Now, dossier.Id, From = dossier.Status });
        work.Step(dossier.Id, to, code, args);
        work.Publish(new DossierMoved(dossier.Id, dossier.ProcedureCode, dossier.Office, dossier.Status, (int)to));
    }
}
