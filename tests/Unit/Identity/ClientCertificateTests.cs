using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Sen.Identity.Clients;

namespace Sen.Tests.Unit.Identity;

/// <summary>A certificate in a header counts from the TLS proxy on this machine, and from nobody else.</summary>
public sealed class ClientCertificateTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData("::ffff:10.0.0.7", false)]
    [InlineData(null, false)]
    public async Task Certificate_InAHeader_IsBelievedFromTheProxyAlone(string? from, bool believed)
    {
        using var signIn = new ClientSignIn(null!, null!, null!, new ConfigurationBuilder().AddInMemoryCollection([new("Sen:ClientCertificateHeader", "X-Client-Cert")]).Build(), TimeProvider.System);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=system", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        http.Request.Headers["X-Client-Cert"] = Uri.EscapeDataString(certificate.ExportCertificatePem());
        await signIn.Certificate(http, _ => Task.CompletedTask);
        (http.Connection.ClientCertificate is not null).ShouldBe(believed);
        http.Request.Headers.ContainsKey("X-Client-Cert").ShouldBeFalse("nobody further in reads it");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Certificate_NotAlone_IsNone(bool two, bool joined)
    {
        using var signIn = new ClientSignIn(null!, null!, null!, new ConfigurationBuilder().AddInMemoryCollection([new("Sen:ClientCertificateHeader", "X-Client-Cert")]).Build(), TimeProvider.System);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=system", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var pem = Uri.EscapeDataString(certificate.ExportCertificatePem());
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers["X-Client-Cert"] = two ? new string[] { pem, pem } : joined ? $"{pem}, {pem}" : pem;
        await signIn.Certificate(http, _ => Task.CompletedTask);
        http.Connection.ClientCertificate.ShouldBeNull();
        http.Request.Headers.ContainsKey("X-Client-Cert").ShouldBeFalse();
    }
}
