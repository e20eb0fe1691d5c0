using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>Says who the system is, at endpoints that are for systems; cookies count nothing there, keys nothing elsewhere.</summary>
internal sealed class ClientSignIn(ClientReader clients, ErrorPages pages, IConfiguration configuration) : IDisposable
{
    private const string Scheme = "Bearer ";

    // Each copy of the program counts for itself: behind a balancer a system reaches the limit times the copies.
    private readonly PartitionedRateLimiter<KnownClient> _limits = PartitionedRateLimiter.Create<KnownClient, (string, int)>(client =>
        RateLimitPartition.GetTokenBucketLimiter((client.Actor.Id, client.PerMinute), key => new()
        {
            TokenLimit = key.Item2,
            TokensPerPeriod = Math.Max(1, key.Item2 / 6),
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            AutoReplenishment = true,
        }));

    public static bool IsFor(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<OpenToAttribute>()?.Audience == Audience.Machine;

    public static Task Invoke(HttpContext http, RequestDelegate next) =>
        IsFor(http) ? http.RequestServices.GetRequiredService<ClientSignIn>().SignIn(http, next) : next(http);

    private async Task SignIn(HttpContext http, RequestDelegate next)
    {
        http.SetActor(Kernel.Actor.Anonymous);
        var address = Origin.Of(http).Address;
        if (await Client(http, address) is { } client)
        {
            using var lease = _limits.AttemptAcquire(client);
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await pages.Write(http, StatusCodes.Status429TooManyRequests);
                return;
            }
            http.SetActor(client.Actor);
            http.Items[typeof(KnownClient)] = client;
        }
        await next(http);
    }

    private async Task<KnownClient?> Client(HttpContext http, string address)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return ClientKey.Read(header[Scheme.Length..].Trim()) is { } key ? await clients.ByKey(key, address, http.RequestAborted) : null;
        return http.Connection.ClientCertificate is { } certificate ? await clients.ByCertificate(certificate, address, http.RequestAborted) : null;
    }

    /// <summary>
    /// Before forwarded headers are read: a TLS proxy on this machine, which has checked that the system holds the key, passes
    /// the certificate in the header that <c>Sen:ClientCertificateHeader</c> names (PEM, URL-encoded). From anybody else it is not believed.
    /// </summary>
    public Task Certificate(HttpContext http, RequestDelegate next)
    {
        if (configuration["Sen:ClientCertificateHeader"] is { Length: > 0 } header && http.Request.Headers[header].ToString() is { Length: > 0 } pem)
        {
            http.Request.Headers.Remove(header);
            if (http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from))
                try
                {
                    http.Connection.ClientCertificate = X509Certificate2.CreateFromPem(Uri.UnescapeDataString(pem));
                }
                catch (Exception e) when (e is CryptographicException or ArgumentException)
                {
                    // No certificate: the system stays unknown.
                }
        }
        return next(http);
    }

    public void Dispose() => _limits.Dispose();
}
