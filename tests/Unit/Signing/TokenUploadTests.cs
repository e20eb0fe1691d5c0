using Sen.Signing;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Unit.Signing;

public sealed class TokenUploadTests
{
    private static readonly byte[] Issued = Samples.Pdf(false);

    [Fact]
    public async Task Refuse_RightSignature_IsTaken() => (await Judge(await Samples.Sign(Issued))).ShouldBeNull();

    [Fact]
    public async Task Refuse_SecondSignature_IsTaken()
    {
        var first = await Samples.Sign(Issued, Samples.Seal);
        TokenUpload.Refuse(first, await Samples.Sign(first), Samples.Person.Certificate, Samples.Authority.Anchors, Samples.Now).ShouldBeNull();
    }

    [Fact]
    public async Task Refuse_EachTrick_IsFoundOut()
    {
        (await Judge(Issued))!.Code.ShouldBe("signing.token.not-a-continuation");
        (await Judge([.. Issued, .. "\n% thêm"u8]))!.Code.ShouldBe("signing.token.not-one-signature");
        var other = await Samples.Sign(Samples.Pdf(true));
        (await Judge(other))!.Code.ShouldBe("signing.token.not-a-continuation");
        var changedFirst = Samples.Update(Issued, 5, (4, "<</Length 3>>\nstream\nBT \nendstream"));
        // The page is changed first and signed then: the signature is right, and about another page than was shown.
        (await Judge(await Samples.Sign(changedFirst)))!.Code.ShouldBe("signing.token.changed");
        (await Judge(await Samples.Sign(Issued, Samples.Seal)))!.Code.ShouldBe("signing.token.other-certificate");
        var twice = await Samples.Sign(await Samples.Sign(Issued));
        (await Judge(twice))!.Code.ShouldBe("signing.token.not-one-signature");
        var signed = await Samples.Sign(Issued);
        (await Judge([.. signed, .. "\n"u8]))!.Code.ShouldBe("signing.token.broken");
        signed[^40] ^= 1;
        (await Judge(signed)).ShouldNotBeNull();
        (await Judge(new byte[Issued.Length + 10]))!.Code.ShouldBe("signing.token.not-a-continuation");
    }

    private static Task<Sen.Kernel.Problem?> Judge(byte[] uploaded) =>
        Task.FromResult(TokenUpload.Refuse(Issued, uploaded, Samples.Person.Certificate, Samples.Authority.Anchors, Samples.Now));
}
