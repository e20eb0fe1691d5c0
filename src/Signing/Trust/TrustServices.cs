using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Whom this installation trusts, and where it gets timestamps and statements of status.</summary>
internal sealed class TrustServices(Database db, KeyStore keys, IHttpClientFactory http, SigningOptions options, TimeProvider clock)
{
    private const int MostBytes = 8 << 20;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, (ValidationData Data, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    private sealed record Anchor(byte[] Certificate, bool Development);

    /// <summary>The anchors, and whether a development authority is among them.</summary>
    public async Task<(TrustAnchors Anchors, bool Development)> Anchors(CancellationToken ct)
    {
        var rows = await db.Query<Anchor>("select certificate, development from signing.anchor limit 1000", null, ct);
        return (new([.. rows.Select(a => X509CertificateLoader.LoadCertificate(a.Certificate))]), rows.Any(a => a.Development));
    }

    /// <summary>A source of timestamps: the authority that is set up, else in development our own; null without either.</summary>
    public async Task<TimestampSource?> Timestamp(CancellationToken ct)
    {
        if (options.Tsa is { } address)
            return (hash, stop) => Ask(address, hash, stop);
        return options.StandIns && await keys.Find("timestamp", "development", ct) is { } key ? new TimestampResponder(key.Key).Source(clock) : null;
    }

    /// <summary>Statements of status: of the development authority from its own keys, of others from where their certificates say.</summary>
    public async Task<ValidationData> Revocation(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        var key = certificate.Thumbprint + issuer.Thumbprint;
        if (_known.TryGetValue(key, out var known) && clock.GetUtcNow() - known.At < Keep && clock.GetUtcNow() >= known.At)
            return known.Data;
        var data = await Development(issuer, ct) ?? await Fetch(certificate, issuer, ct);
        if (data.Crls.Count + data.Ocsps.Count > 0)
        {
            if (_known.Count > 2000)
                _known.Clear();
            _known[key] = (data, clock.GetUtcNow());
        }
        return data;
    }

    /// <summary>What can be had for all of these.</summary>
    public async Task<ValidationData> Revocation(IEnumerable<(X509Certificate2 Certificate, X509Certificate2 Issuer)> wanted, CancellationToken ct)
    {
        var all = ValidationData.Empty;
        foreach (var (certificate, issuer) in wanted.Take(20))
            all = all.With(await Revocation(certificate, issuer, ct));
        return all;
    }

    private async Task<ValidationData?> Development(X509Certificate2 issuer, CancellationToken ct)
    {
        if (!options.StandIns || !issuer.Subject.Contains(DevelopmentAuthority.Label, StringComparison.Ordinal))
            return null;
        if (await keys.Find("authority", "development", ct) is not { } issuing || await keys.Find("authority", "development-root", ct) is not { } root)
            return null;
        return await DevelopmentAuthority.Load(root.Key.Certificate, issuing.Key.Certificate).Statements(clock)(issuer, issuer, ct);
    }

    private async Task<ValidationData> Fetch(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        var (ocsp, crl) = Sen.Signatures.Revocation.Places(certificate);
        foreach (var place in ocsp.Take(2))
            if (await Get(place, Sen.Signatures.Revocation.OcspRequest(certificate, issuer), "application/ocsp-request", ct) is { } answer && Sen.Signatures.Revocation.IsOcspAnswer(answer, certificate, issuer))
                return new([], [], [answer]);
        foreach (var place in crl.Take(2))
            if (await Get(place, null, null, ct) is { } list && Sen.Signatures.Revocation.IsCrlAbout(list, certificate, issuer))
                return new([], [list], []);
        return ValidationData.Empty;
    }

    private async Task<byte[]> Ask(Uri address, ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        var (request, read) = Timestamps.Ask(hash);
        return read(await Get(address, request, "application/timestamp-query", ct) ?? throw new RefusedException(Refusal.Timestamp, "the authority does not answer"));
    }

    /// <summary>Null when nothing comes; whoever stands behind an address in a certificate is a stranger.</summary>
    private async Task<byte[]?> Get(Uri address, byte[]? body, string? type, CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient("trust");
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
            if (body is not null)
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type!) } };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > MostBytes)
                return null;
            await answer.Content.LoadIntoBufferAsync(MostBytes, ct);
            return await answer.Content.ReadAsByteArrayAsync(ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
