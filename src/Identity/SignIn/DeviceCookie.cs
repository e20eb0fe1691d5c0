using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sen.Identity.SignIn;

/// <summary>
/// Remembers, in the browser, for which accounts somebody has signed in here before. It opens nothing; it only keeps its owner
/// apart from strangers who guess at the account, so that they cannot lock the owner out.
/// </summary>
internal static class DeviceCookie
{
    private const string Name = "sen-device", Path = "/", Purpose = "identity.device";
    private const int MostAccounts = 5;
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(180);

    private sealed record Device(string UserName, string Id);

    /// <summary>The device's own number for this account, or null when it has not signed in here.</summary>
    public static string? Of(HttpContext http, string userName) =>
        Read(http).FirstOrDefault(d => string.Equals(d.UserName, userName.Trim(), StringComparison.OrdinalIgnoreCase))?.Id;

    /// <summary>Remembers a sign-in that went through.</summary>
    public static void Set(HttpContext http, string userName)
    {
        var devices = Read(http);
        if (devices.Any(d => d.UserName == userName))
            return;
        var kept = devices.Prepend(new Device(userName, Guid.NewGuid().ToString("n"))).Take(MostAccounts);
        http.Response.Cookies.Append(Name, Protector(http).Protect(JsonSerializer.Serialize(kept), Lasts), new CookieOptions
        {
            Path = Path,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.RequestServices.GetRequiredService<IHostEnvironment>().IsProduction() || http.Request.IsHttps,
            MaxAge = Lasts,
            IsEssential = true,
        });
    }

    private static Device[] Read(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } cookie)
            return [];
        try
        {
            return JsonSerializer.Deserialize<Device[]>(Protector(http).Unprotect(cookie)) ?? [];
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException)
        {
            return [];
        }
    }

    private static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).ToTimeLimitedDataProtector();
}
