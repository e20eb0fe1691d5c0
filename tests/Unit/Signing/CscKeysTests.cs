using Sen.Signatures;
using Sen.Signing;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Unit.Signing;

public sealed class CscKeysTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Sign_RsaAndEcdsa_RawOrCms(int version, bool cms)
    {
        foreach (var source in new[] { Samples.Seal, Samples.Person })
        {
            var key = await Open(new CscService(version, source) { ReturnsCms = cms });
            var signed = await CadesSigner.SignDetached(new MemoryStream("x"u8.ToArray()), key, new CadesOptions(Samples.Now) { Timestamp = Samples.Timestamper.Source(new XadesTests.Clock(Samples.Now)) });
            var report = CadesValidator.Validate(signed, XadesTests.File("a", "x"), XadesTests.Context()).Signatures[0].Report;
            report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Findings));
            report.TimestampTime.ShouldNotBeNull();
            Samples.Validate(await Samples.Sign(Samples.Pdf(false), key)).Signatures[0].Code.ShouldBe("TOTAL_PASSED");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sign_WithPin_AuthorisesOnceForMany_OrEachHashWhereItMust(int version)
    {
        var service = new CscService(version, Samples.Seal) { Mode = "explicit" };
        var key = await Open(service, new KeyConsent("2468", Count: 3));
        for (var i = 0; i < 3; i++)
            await key.SignHash(new byte[32], default);
        service.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(1);
        var strict = new CscService(version, Samples.Seal) { Mode = "explicit", NamesHashes = true };
        var careful = await Open(strict, new KeyConsent("2468", Count: 3));
        for (var i = 0; i < 3; i++)
            await careful.SignHash(System.Security.Cryptography.SHA256.HashData([(byte)i]), default);
        strict.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task Sign_WrongPin_IsUnavailable_AndTellsNoPin()
    {
        var key = await Open(new CscService(2, Samples.Seal) { Mode = "explicit" }, new KeyConsent("1111"));
        var refused = await Should.ThrowAsync<RefusedException>(() => key.SignHash(new byte[32], default));
        refused.Reason.ShouldBe(Refusal.KeyUnavailable);
        refused.Message.ShouldContain("invalid_pin");
        refused.Message.ShouldNotContain("1111");
        new KeyConsent("1111").ToString().ShouldNotContain("1111");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sign_ServiceSignsSomethingElse_IsFoundOut(bool cms)
    {
        var key = await Open(new CscService(2, Samples.Seal) { Lies = true, ReturnsCms = cms });
        var sign = () => CadesSigner.SignDetached(new MemoryStream("x"u8.ToArray()), key, new CadesOptions(Samples.Now));
        (await Should.ThrowAsync<RefusedException>(sign)).Reason.ShouldBe(Refusal.KeyAnswer);
    }

    [Fact]
    public async Task Sign_HolderConfirmsOnThePhone_IsWaitedFor_AndNotForEver()
    {
        var key = await Open(new CscService(2, Samples.Seal) { WaitsFor = 3 });
        (await key.SignHash(new byte[32], default)).ShouldNotBeEmpty();
        var never = await Open(new CscService(2, Samples.Seal) { WaitsFor = int.MaxValue }, patience: TimeSpan.FromMilliseconds(200));
        (await Should.ThrowAsync<RefusedException>(() => never.SignHash(new byte[32], default))).Reason.ShouldBe(Refusal.KeyUnavailable);
    }

    [Fact]
    public async Task Open_RenewedBehindOurBack_OrRedirect_IsUnavailable()
    {
        var renewed = Samples.Authority.Key(Samples.Authority.IssueOrganisation("Mới", Samples.Now, Samples.Now.AddDays(2)));
        (await Should.ThrowAsync<RefusedException>(() => Open(new CscService(2, renewed), row: Samples.Seal))).Reason.ShouldBe(Refusal.KeyUnavailable);
        (await Should.ThrowAsync<RefusedException>(() => Open(new CscService(2, Samples.Seal) { Mode = "oauth2code" }))).Reason.ShouldBe(Refusal.KeyUnavailable);
    }

    [Fact]
    public async Task Xml_WithServiceThatGivesCmsOnly_IsRefused()
    {
        var key = await Open(new CscService(2, Samples.Seal) { ReturnsCms = true });
        (await Should.ThrowAsync<RefusedException>(() => XadesSigner.SignEnveloped("<a></a>"u8.ToArray(), key, XadesTests.Options("B")))).Reason.ShouldBe(Refusal.KeyUnavailable);
    }

    private static async Task<SigningKey> Open(CscService service, KeyConsent? consent = null, SigningKey? row = null, TimeSpan? patience = null)
    {
        var options = new CscOptions
        {
            Address = new Uri("https://ky.example.vn"), Version = service.Version, ClientId = "sen", ClientSecret = "secret", ReturnsCms = service.ReturnsCms,
            PollEach = TimeSpan.FromMilliseconds(5), Patience = patience ?? TimeSpan.FromMinutes(1),
        };
        var keys = new CscKeys(new Dictionary<string, CscClient> { ["a"] = new(new HttpClient(service), options, TimeProvider.System) }, new Dictionary<string, CscOptions> { ["a"] = options });
        var certificates = await keys.Certificates("a/c1", default);
        certificates.ShouldNotBeEmpty();
        return await keys.Open(new KeyRow(Guid.NewGuid(), KeyPlace.Remote, "a/c1", null, (row?.Certificate ?? certificates[0]).RawData, [.. certificates.Skip(1).Select(c => c.RawData)]), consent ?? KeyConsent.None, default);
    }
}
