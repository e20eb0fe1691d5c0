using Microsoft.Extensions.Configuration;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;

namespace Sen.Signing;

internal static class CscAlgorithms
{
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1", RsaSha256 = "1.2.840.113549.1.1.11", EcdsaSha256 = "1.2.840.10045.4.3.2";

    /// <summary>How to name the algorithm: some services know the key's kind only, some the pair with the hash.</summary>
    public static string Of(X509Certificate2 certificate, IReadOnlyList<string>? offered)
    {
        if (certificate.PublicKey.Oid.Value != Rsa)
            return EcdsaSha256;
        return offered is null || offered.Contains(RsaSha256) || !offered.Contains(Rsa) ? RsaSha256 : Rsa;
    }
}

/// <summary>Keys at remote signing services.</summary>
internal sealed class CscKeys(IReadOnlyDictionary<string, CscClient> services, IReadOnlyDictionary<string, CscOptions> options) : IKeyProvider
{
    public string Place => KeyPlace.Remote;

    /// <summary>Names of the services that are set up, for the page that registers a key.</summary>
    public IEnumerable<string> Names => services.Keys.Order(StringComparer.Ordinal);

    public async Task<SigningKey> Open(KeyRow row, KeyConsent consent, CancellationToken ct)
    {
        var (client, id, settings) = Find(row.Reference);
        var credential = await client.Credential(id, ct);
        if (credential.Key?.Status is "disabled" || credential.Cert?.Status is "expired" or "revoked" or "suspended")
            throw new RefusedException(Refusal.KeyUnavailable, $"CSC credential {credential.Key?.Status} {credential.Cert?.Status}");
        if (credential.Mode == "oauth2code")
            throw new RefusedException(Refusal.KeyUnavailable, "CSC credential wants authorisation by redirect");
        var signer = row.Signer();
        // The service may have renewed the certificate behind our back: then the page must say so, not the verifier.
        if (credential.Cert?.Certificates is [var first, ..] && first != Convert.ToBase64String(signer.RawData))
            throw new RefusedException(Refusal.KeyUnavailable, "CSC credential has another certificate now");
        var algorithm = CscAlgorithms.Of(signer, credential.Key?.Algo);
        if (consent.Together is { } together && credential.NamesHashes)
            return Together(together.Through(credential.Most, async hashes =>
            {
                var sad = await client.Authorise(id, hashes, consent with { Count = hashes.Count }, default);
                return settings.ReturnsCms ? await client.SignDocument(id, sad, hashes, algorithm, default) : await client.SignHash(id, sad, hashes, algorithm, default);
            }));
        var permission = new CscPermission(client, id, credential, consent);
        return settings.ReturnsCms
            ? SigningKey.HeldAsCms(signer, row.Issuers(), async (hash, stop) => (await client.SignDocument(id, await permission.For(hash, stop), [hash], algorithm, stop))[0])
            : SigningKey.Held(signer, row.Issuers(), async (hash, stop) => (await client.SignHash(id, await permission.For(hash, stop), [hash], algorithm, stop))[0]);

        SigningKey Together(Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> sign) =>
            settings.ReturnsCms ? SigningKey.HeldAsCms(signer, row.Issuers(), sign) : SigningKey.Held(signer, row.Issuers(), sign);
    }

    /// <summary>The certificates of a credential, the signer's first.</summary>
    public async Task<IReadOnlyList<X509Certificate2>> Certificates(string reference, CancellationToken ct)
    {
        var (client, id, _) = Find(reference);
        var listed = (await client.Credential(id, ct)).Cert?.Certificates ?? [];
        return [.. listed.Select(c => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(c)))];
    }

    private (CscClient Client, string Id, CscOptions Options) Find(string reference)
    {
        var at = reference.IndexOf('/', StringComparison.Ordinal);
        return at > 0 && services.TryGetValue(reference[..at], out var client)
            ? (client, reference[(at + 1)..], options[reference[..at]])
            : throw new RefusedException(Refusal.KeyUnavailable, "no such remote service is set up");
    }

    /// <summary>The services of <c>Sen:Signing:Remote</c>.</summary>
    public static CscKeys From(IConfiguration configuration, IHttpClientFactory clients, TimeProvider clock, bool isProduction)
    {
        var options = configuration.GetSection("Sen:Signing:Remote").GetChildren()
            .ToDictionary(s => s.Key, s => s.Get<CscOptions>() ?? throw new InvalidOperationException($"Sen:Signing:Remote:{s.Key} is incomplete"));
        foreach (var (name, one) in options)
            if (one.Address.Scheme != "https" && (isProduction || !one.Address.IsLoopback))
                throw new InvalidOperationException($"Sen:Signing:Remote:{name}:Address must be https");
        return new(options.ToDictionary(o => o.Key, o => new CscClient(clients.CreateClient("csc"), o.Value, clock)), options);
    }
}

/// <summary>The holder's permission, asked for when it is first needed, used as often as it holds; by one signing after the other.</summary>
internal sealed class CscPermission(CscClient client, string id, CscCredential credential, KeyConsent consent)
{
    private string? _sad;
    private int _left, _permitted;

    public async Task<string?> For(ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        if (credential.NamesHashes)
            return await client.Authorise(id, [hash], consent with { Count = 1 }, ct);
        if (_left-- > 0)
            return _sad;
        var count = Math.Min(Math.Max(1, consent.Count - _permitted), credential.Most);
        _sad = await client.Authorise(id, [], consent with { Count = count }, ct);
        (_left, _permitted) = (count - 1, _permitted + count);
        return _sad;
    }
}
