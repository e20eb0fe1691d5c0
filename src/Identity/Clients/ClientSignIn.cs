using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;
using Sen.Ui;

namespace Sen.Identity.Clients;

/// <summary>Says who the system is, at endpoints that are for systems; cookies count nothing there, keys nothing elsewhere.</summary>
internal sealed class ClientSignIn(ClientReader clients, SignInLog log, ErrorPages pages, IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private const string Scheme = "Bearer ";

    // One line a minute for a place, a key and a reason: a program that keeps on trying does not fill the log.
    private const int MostTold = 10_000;
    private static readonly TimeSpan TellEach = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Address, string? Key, string Reason), DateTimeOffset> _told = new();

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
        var origin = Origin.Of(http);
        if (await Client(http, origin) is { } client)
        {
            var key = new PresentedKey(client.ByCertificate ? "certificate" : "key", client.KeyId, client.Actor.Id);
            using var lease = _limits.AttemptAcquire(client);
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
                await Tell(key, "over-limit", origin, http.RequestAborted);
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await pages.Write(http, StatusCodes.Status429TooManyRequests);
                return;
            }
            http.SetActor(client.Actor);
            http.Items[typeof(KnownClient)] = client;
            await next(http);
            // Another scope, or another unit than the system's.
            if (http.Response.StatusCode == StatusCodes.Status403Forbidden)
                await Tell(key, "out-of-scope", origin, CancellationToken.None);
            return;
        }
        await next(http);
    }

    private async Task<KnownClient?> Client(HttpContext http, Origin origin)
    {
        var (header, ct) = (http.Request.Headers.Authorization.ToString(), http.RequestAborted);
        var byKey = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        var key = byKey ? ClientKey.Read(header[Scheme.Length..].Trim()) : null;
        var certificate = byKey ? null : http.Connection.ClientCertificate;
        if (key is not null && await clients.ByKey(key, origin, ct) is { } known)
            return known;
        if (certificate is not null && await clients.ByCertificate(certificate, origin, ct) is { } shown)
            return shown with { ByCertificate = true };
        if (header.Length > 0 || certificate is not null)
        {
            var (presented, reason) = await clients.Why(key, certificate, ct);
            await Tell(presented, reason, origin, ct);
        }
        return null;
    }

    private async Task Tell(PresentedKey key, string reason, Origin origin, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_told.Count >= MostTold)
            _told.Clear();
        var what = (origin.Address, key.Id, reason);
        if (_told.TryGetValue(what, out var last) && now - last < TellEach)
            return;
        _told[what] = now;
        await log.Failed(key, reason, origin, ct);
    }

    /// <summary>
    /// Before forwarded headers are read: a TLS proxy on this machine, which has checked that the system holds the key, passes
    /// the certificate in the header that <c>Sen:ClientCertificateHeader</c> names (PEM, URL-encoded). From anybody else it is not believed.
    /// </summary>
    public Task Certificate(HttpContext http, RequestDelegate next)
    {
        if (configuration["Sen:ClientCertificateHeader"] is { Length: > 0 } header && http.Request.Headers[header] is { Count: > 0 } values)
        {
            http.Request.Headers.Remove(header);
            // Two of them: the proxy added its own to what came from outside, and the first is whoever's.
            if (values is [{ Length: > 0 } pem] && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from))
                try
                {
                    http.Connection.ClientCertificate = Alone(Uri.UnescapeDataString(pem).Trim());
                }
                catch (Exception e) when (e is CryptographicException or ArgumentException)
                {
                    // No certificate: the system stays unknown.
                }
        }
        return next(http);
    }

    /// <summary>One certificate and nothing beside it: values of two headers may have been joined on the way.</summary>
    private static X509Certificate2? Alone(string pem) =>
        PemEncoding.TryFind(pem, out var found) && found.Location.GetOffsetAndLength(pem.Length) == (0, pem.Length) ? X509Certificate2.CreateFromPem(pem) : null;

    public void Dispose() => _limits.Dispose();
}
