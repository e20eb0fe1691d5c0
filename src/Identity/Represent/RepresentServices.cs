using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Represent;

/// <summary>Registers acting for others, and the interface by which registered systems ask who may.</summary>
internal static class RepresentServices
{
    public static void AddRepresent(this IServiceCollection services)
    {
        services.AddSingleton<Representation>().AddSingleton<ActForHandler>().AddSingleton<Authorities>().AddSingleton<Enterprises>().AddSingleton<DemoEnterprisesPart>();
        services.AddSingleton(new PackPart("identity.demo-enterprises", 902, (s, pack, ct) => s.GetRequiredService<DemoEnterprisesPart>().Apply(pack, ct)));
        services.AddSingleton(new MenuEntry("citizen", 85, "identity.represent.menu", "/dai-dien"));
        services.AddSingleton(new MenuEntry("staff", 60, "identity.record.menu", "/ghi-nhan-dai-dien", Permissions.DossierAccept));
        services.AddSingleton(new ClientScope(AuthorityRead));
        services.AddSingleton(new Routes(routes => routes.MapGet("/api/quyen-dai-dien", Ask).RequireClient(AuthorityRead)));
    }

    private const string AuthorityRead = "authority.read";

    /// <summary>
    /// <c>GET /api/quyen-dai-dien?nguoi=012345678901&amp;thay=0123456789&amp;thu-tuc=2.000635</c>: may the person of this personal number act for the
    /// enterprise or person of this code today? Answers no more than it is asked.
    /// </summary>
    private static async Task<IResult> Ask(HttpContext http, Database db, Representation representation, PersonalDataLooks looks)
    {
        var (person, principal, procedure) = (http.Request.Query["nguoi"].ToString(), http.Request.Query["thay"].ToString(), http.Request.Query["thu-tuc"].ToString());
        var id = await db.OneOrNone<string>("select id from identity.person where personal_id = @person", new { person }, http.RequestAborted);
        if (id is not null)
            await looks.Note(http.Actor(), id, "authority", new Ref("client", http.Actor().Id), http.RequestAborted);
        var found = id is null ? null
            : (await representation.Of(id, http.RequestAborted)).FirstOrDefault(p => p.Code == principal && (procedure.Length == 0 || p.Covers(procedure)));
        return Results.Json(new { may = found is not null, basis = found?.Basis.ToString().ToLowerInvariant(), until = found?.Until });
    }
}
