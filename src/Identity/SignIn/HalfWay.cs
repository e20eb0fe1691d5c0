using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sen.Identity.SignIn;

/// <summary>Between password and second factor: a cookie of five minutes that says whose password was right, and opens nothing.</summary>
internal static class HalfWay
{
    private const string Name = "sen-half", Purpose = "identity.half-way";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    public static void Set(HttpContext http, StaffUser user) =>
        http.Response.Cookies.Append(Name, Protector(http).Protect(JsonSerializer.Serialize(user), Lasts), new CookieOptions
        {
            Path = "/",
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.RequestServices.GetRequiredService<IHostEnvironment>().IsProduction() || http.Request.IsHttps,
            IsEssential = true,
        });

    /// <summary>Whose password was right a moment ago in this browser, or null.</summary>
    public static StaffUser? Of(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } cookie)
            return null;
        try
        {
            return JsonSerializer.Deserialize<StaffUser>(Protector(http).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, new CookieOptions { Path = "/" });

    private static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).ToTimeLimitedDataProtector();
}
