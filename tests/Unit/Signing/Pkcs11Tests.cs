using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;
using Sen.Signing;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Unit.Signing;

public sealed class Pkcs11Tests(SoftHsm hsm) : IClassFixture<SoftHsm>
{
    [Fact]
    public async Task Open_RsaAndEcdsaKeysInToken_SignPdfAndXml()
    {
        var made = 0;
        foreach (var source in new[] { Samples.Seal, Samples.Person })
        {
            var label = $"key{++made}";
            var certificate = hsm.Import(source.Certificate, label, $"0{made}");
            certificate.HasPrivateKey.ShouldBeFalse();
            var key = await Provider().Open(Row(certificate, $"pkcs11:token=sen;object={label}"), KeyConsent.None, default);
            Samples.Validate(await Samples.Sign(Samples.Pdf(false), key)).Signatures[0].Indication.ShouldNotBe(Indication.TotalFailed);
            var xml = await XadesSigner.SignEnveloped("<a><b/></a>"u8.ToArray(), key, XadesTests.Options("B"));
            XadesValidator.Validate(xml, XadesTests.Context()).Signatures[0].Report.Code.ShouldBe("TOTAL_PASSED");
        }
    }

    [Fact]
    public async Task Open_ManyAtOnce_AllSign()
    {
        var certificate = hsm.Import(Samples.Seal.Certificate, "busy", "0a");
        var key = await Provider().Open(Row(certificate, "pkcs11:token=sen;object=busy"), KeyConsent.None, default);
        var signed = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => key.SignHash(System.Security.Cryptography.SHA256.HashData([(byte)i]), default)));
        signed.Select(Convert.ToHexString).Distinct().Count().ShouldBe(40);
    }

    [Theory]
    [InlineData("pkcs11:token=sen;object=nobody")]
    [InlineData("pkcs11:token=other;object=key1")]
    public async Task Open_NoSuchKey_IsUnavailable_AndTellsNoPin(string uri)
    {
        var key = await Provider().Open(Row(Samples.Seal.Certificate, uri), KeyConsent.None, default);
        var refused = await Should.ThrowAsync<RefusedException>(() => key.SignHash(new byte[32], default));
        refused.Reason.ShouldBe(Refusal.KeyUnavailable);
        refused.ToString().ShouldNotContain("4321");
    }

    [Fact]
    public async Task Open_KeyOfAnotherCertificate_IsFoundOut()
    {
        hsm.Import(Samples.Authority.IssueOrganisation("Khác", Samples.Now, Samples.Now.AddDays(2)), "wrong", "0b");
        var key = await Provider().Open(Row(Samples.Seal.Certificate, "pkcs11:token=sen;object=wrong"), KeyConsent.None, default);
        (await Should.ThrowAsync<RefusedException>(() => key.SignHash(new byte[32], default))).Reason.ShouldBe(Refusal.KeyAnswer);
    }

    [Theory]
    [InlineData("pkcs11:token=sen;object=a?pin-value=1")]
    [InlineData("pkcs11:token=sen;object=a;pin-source=x")]
    [InlineData("file:/etc/passwd")]
    [InlineData("pkcs11:object=a")]
    public void IsUri_SecretsAndStrangers_AreNone(string text) => Pkcs11Keys.IsUri(text).ShouldBeFalse();

    private Pkcs11Keys Provider() => new(new("pkcs11", hsm.PinFile));

    private static KeyRow Row(X509Certificate2 certificate, string uri) => new(Guid.NewGuid(), KeyPlace.Pkcs11, uri, null, certificate.RawData, [Samples.Authority.Issuing.RawData]);
}
