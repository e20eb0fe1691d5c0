using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Tests.Identity;

/// <summary>Mutual TLS that the program ends itself: a real handshake with a client certificate.</summary>
public sealed class MutualTlsTests(MutualTlsTests.WithTls web) : IClassFixture<MutualTlsTests.WithTls>
{
    public sealed class WithTls : Web
    {
        private readonly string _file = Path.GetTempFileName();

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Sen:ClientCertificates", "true"), new("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0"),
            new("Kestrel:Endpoints:Https:Certificate:Path", _file), new("Kestrel:Endpoints:Https:Certificate:Password", "test"),
        ];

        public override async Task InitializeAsync()
        {
            using var certificate = Made("CN=127.0.0.1");
            await File.WriteAllBytesAsync(_file, certificate.Export(X509ContentType.Pkcs12, "test"));
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(_file);
        }
    }

    [Fact]
    public async Task Certificate_InTheHandshake_SaysWhoOneIs()
    {
        using var certificate = Made("CN=he-thong-thue");
        using var stranger = Made("CN=he-thong-thue");
        await web.AsOwner($"""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by)
              values ('he-thong-thue', 'Thuế', 'Thử', 'Thử', 'H01', '{"{}"}', 100, now(), 'test');
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at)
              values ('tls', 'he-thong-thue', 'certificate', '\x{certificate.GetCertHashString(HashAlgorithmName.SHA256)}', '', now(), 'test', '2030-01-01');
            """);
        (await Me(certificate)).ShouldBe(HttpStatusCode.OK);
        (await Me(stranger)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Me(null)).ShouldBe(HttpStatusCode.Unauthorized);
        await web.AsOwner("update identity.client_key set revoked_at = now() where id = 'tls'");
        await Task.Delay(TimeSpan.FromSeconds(5.2)); // what is remembered of a key
        (await Me(certificate)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpStatusCode> Me(X509Certificate2? certificate)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        if (certificate is not null)
            handler.ClientCertificates.Add(certificate);
        using var http = new HttpClient(handler);
        return (await http.GetAsync(web.Address + "/api/toi")).StatusCode;
    }

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(Web.Morning.AddDays(-1), Web.Morning.AddYears(1));
        // The handshake wants a key that it may export.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
