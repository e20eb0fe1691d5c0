using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Sen.Identity.SignIn;
using Sen.Ui;

namespace Sen.Identity.VNeID;

/// <summary><c>GET /dang-nhap/vneid?tiep=&amp;muc=&amp;lai=</c>: to VNeID and back; <c>muc</c> asks for an authentication level, <c>lai</c> that the person proves themselves anew.</summary>
internal static class VNeIDRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/dang-nhap/vneid", Challenge).WithMetadata(new OpenToAttribute(Audience.Everyone));

    private static IResult Challenge(HttpContext http, string? tiep, int? muc, bool? lai, IOptionsMonitor<VNeIDOptions> options)
    {
        if (!options.Get(VNeIDOptions.Scheme).IsConfigured)
            return Results.LocalRedirect(http.Request.PathBase + "/dang-nhap");
        var properties = new AuthenticationProperties { RedirectUri = SignInReturn.Path(http, tiep) };
        if (muc is >= 1 and <= 4)
            properties.Items[VNeIDHandler.AskedLevel] = muc.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (lai == true)
            properties.Items[VNeIDHandler.Anew] = "";
        return Results.Challenge(properties, [VNeIDOptions.Scheme]);
    }
}
