using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Files of a dossier: to its applicant, and to staff who may work on it at its office.</summary>
internal static class Downloads
{
    private static readonly string[] Working = [Permissions.DossierAccept, Permissions.DossierProcess, Permissions.DossierSign, Permissions.DossierSeal, Permissions.DossierReturn];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/ho-so/{number}/tep/{file:guid}", Get).WithMetadata(new OpenToAttribute(Audience.SignedIn));

    private static async Task<IResult> Get(string number, Guid file, HttpContext http, Dossiers dossiers, FileStore files, PersonalDataLooks looks, CancellationToken ct)
    {
        var actor = http.Actor();
        if (await dossiers.Find(number, ct) is not { } dossier || await MayRead(dossier, file, actor, dossiers, ct) is false)
            return Results.NotFound();
        if (await files.Find(file, ct) is not { } stored || await files.Open(file, ct) is not { } content)
            return Results.NotFound();
        if (actor.Kind == ActorKind.Staff)
            foreach (var person in dossier.Persons)
                await looks.Note(actor, person, "dossier", Names.Dossier(dossier.Id), ct);
        // Pictures and papers of strangers are never shown inside our own origin but as what they are.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, stored.Type, stored.Name);
    }

    private static async Task<bool> MayRead(Dossier dossier, Guid file, Actor actor, Dossiers dossiers, CancellationToken ct)
    {
        var staff = Working.Any(p => actor.May(p, dossier.OfficePath) is not null);
        if (!staff && dossier.PersonId != actor.Id)
            return false;
        if (file == dossier.ReceiptFile || file == dossier.ResultFile && (staff || dossier.State == DossierStatus.Returned))
            return true;
        if ((await dossiers.Papers(dossier.Id, ct)).Any(p => p.FileId == file))
            return true;
        return staff && (await dossiers.Result(dossier.Id, ct))?.File == file;
    }
}
