using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

public sealed class TimestampTests
{
    private static readonly byte[] Data = "block 17 of the ledger"u8.ToArray();

    [Fact]
    public async Task Respond_Request_IsAcceptedByFrameworkAndTrusted()
    {
        var (request, read) = Timestamps.Ask(SHA256.HashData(Data));
        var token = read(await Samples.Timestamper.Respond(request, Samples.Now));
        var checkedToken = Timestamps.Check(token, Data, Samples.Authority.Anchors).ShouldNotBeNull();
        checkedToken.Time.ShouldBe(Samples.Now);
        checkedToken.Trusted.ShouldBeTrue();
        Timestamps.Check(token, "another block"u8, Samples.Authority.Anchors).ShouldBeNull();
        Timestamps.Check(token, Data, TrustAnchors.None)!.Trusted.ShouldBeFalse();
    }

    [Fact]
    public async Task Respond_ManyNonces_AllMatch()
    {
        for (var i = 0; i < 50; i++)
        {
            var (request, read) = Timestamps.Ask(SHA256.HashData(Data));
            var response = await Samples.Timestamper.Respond(request, Samples.Now);
            Should.NotThrow(() => read(response));
        }
    }

    [Fact]
    public async Task ReadResponse_OfAnotherRequest_IsRefused()
    {
        var (request, _) = Timestamps.Ask(SHA256.HashData(Data));
        var (_, read) = Timestamps.Ask(SHA256.HashData(Data));
        var response = await Samples.Timestamper.Respond(request, Samples.Now);
        Should.Throw<RefusedException>(() => read(response)).Reason.ShouldBe(Refusal.Timestamp);
    }

    [Fact]
    public async Task Respond_Garbage_IsRejectedWithReason()
    {
        var (request, read) = Timestamps.Ask(SHA256.HashData(Data));
        request.ShouldNotBeEmpty();
        Should.Throw<RefusedException>(() => read(Samples.Timestamper.Respond("garbage"u8.ToArray(), Samples.Now).Result));
        // PKIStatus 2, failInfo badDataFormat (bit 5).
        Convert.ToHexString(await Samples.Timestamper.Respond("garbage"u8.ToArray(), Samples.Now)).ShouldBe("30093007020102030202" + "04");
    }

    [Fact]
    public async Task Respond_Sha1_IsRejected()
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(new byte[20], HashAlgorithmName.SHA1).Encode();
        Convert.ToHexString(await Samples.Timestamper.Respond(request, Samples.Now)).ShouldBe("30093007020102030207" + "80");
    }

    [Fact]
    public async Task Check_SignerWithoutTimestampingUsage_IsNoTimestamp()
    {
        var wrong = new TimestampResponder(Samples.Person);
        var request = Rfc3161TimestampRequest.CreateFromData(Data, HashAlgorithmName.SHA256, requestSignerCertificates: true);
        var response = await wrong.Respond(request.Encode(), Samples.Now);
        Should.Throw<CryptographicException>(() => request.ProcessResponse(response, out _));
    }
}
