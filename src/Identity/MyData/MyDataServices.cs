using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>Registers the rights of persons over their data.</summary>
internal static class MyDataServices
{
    public static void AddMyData(this IServiceCollection services)
    {
        services.AddSingleton<PersonalDataLooks>().AddSingleton<Consents>();
        services.AddSingleton<OwnData>().AddSingleton<DataBook>().AddSingleton<ConsentHandler>().AddSingleton<DataRequests>().AddSingleton<ContactDetailsHandler>();
        services.AddSingleton(new PersonalDataSource(0, OwnData.Read));
        services.AddSingleton<ConsentPurposesPart>();
        services.AddSingleton(new PackPart("identity.consent-purposes", 210, (s, pack, ct) => s.GetRequiredService<ConsentPurposesPart>().Apply(pack, ct)));
        services.AddSingleton(new MenuEntry("citizen", 88, "identity.data.title", "/du-lieu-cua-toi"));
        services.AddSingleton(new MenuEntry("staff", 94, "identity.request-desk.menu", "/yeu-cau-du-lieu", Permissions.PersonalDataAnswer));
        services.AddSingleton(new Routes(routes => routes.MapGet("/du-lieu-cua-toi/xuat", Export).WithMetadata(new OpenToAttribute(Audience.SignedIn))));
    }

    /// <summary>The export: a citizen needs two factors, staff a fresh confirmation, since all lies in one file.</summary>
    private static async Task<IResult> Export(HttpContext http, DataBook book, TimeProvider clock)
    {
        var actor = http.Actor();
        if (actor.Kind == ActorKind.Citizen && StepUp.RefuseLevel(actor, 2) is not null)
            return Results.Redirect(StepUp.LevelAddress(http, 2));
        if (actor.Kind == ActorKind.Staff && StepUp.Refuse(actor, StepUpFor.Security, clock.GetUtcNow()) is not null)
            return Results.Redirect(StepUp.Address(http, StepUpFor.Security));
        return Results.File(await book.Export(actor.Id, http.RequestAborted), "application/json", "du-lieu-cua-toi.json");
    }
}
