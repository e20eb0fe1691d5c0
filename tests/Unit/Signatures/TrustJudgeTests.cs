using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;
using Sen.Signatures.Trust;

namespace Sen.Tests.Unit.Signatures;

public sealed class TrustJudgeTests
{
    private static readonly DevelopmentAuthority Authority = Samples.Authority;
    private static readonly X509Certificate2 Person = Samples.Person.Certificate;
    private static readonly DateTimeOffset Now = Samples.Now;

    [Fact]
    public void Path_FreshLists_Passes() => Judge(Now, Lists(Now)).Path(Person, Now).Sub.ShouldBeNull();

    [Fact]
    public void Path_NoStatement_IsTryLater_AndNamesWhatIsWanted()
    {
        var judge = Judge(Now, Nothing);
        judge.Path(Person, Now).Sub.ShouldBe("TRY_LATER");
        judge.Wanted.ShouldHaveSingleItem().Certificate.ShouldBe(Authority.Issuing);
    }

    [Fact]
    public void Path_NoStatement_LenientPolicy_PassesAndSaysSo()
    {
        var verdict = new TrustJudge(Authority.Anchors, ValidationPolicy.RevocationIfKnown, Now) is var judge && Fill(judge) ? judge.Path(Person, Now) : null;
        verdict!.Passed.ShouldBeTrue();
        verdict.StatusMissing.ShouldBeTrue();
        static bool Fill(TrustJudge judge)
        {
            judge.Add(new ValidationData([Authority.Issuing], [], []));
            return true;
        }
    }

    [Fact]
    public void Path_StaleList_IsTryLater() => Judge(Now.AddDays(30), Lists(Now)).Path(Person, Now.AddDays(30)).Sub.ShouldBe("TRY_LATER");

    [Fact]
    public void Path_RevokedBefore_IsRevoked_After_Passes()
    {
        var judge = Judge(Now, Lists(Now, (Person, Now.AddHours(-2))));
        judge.Path(Person, Now).Sub.ShouldBe("REVOKED_NO_POE");
        judge.Path(Person, Now.AddHours(-3)).Passed.ShouldBeTrue();
    }

    [Fact]
    public void Path_AuthorityRevoked_IsRevokedCa()
    {
        var data = new ValidationData([Authority.Issuing], [Authority.RevokedLeaves(Now), Authority.RevokedAuthorities(Now, (Authority.Issuing, Now.AddHours(-1)))], []);
        Judge(Now, data).Path(Person, Now).Sub.ShouldBe("REVOKED_CA_NO_POE");
    }

    [Fact]
    public void Path_Expired_TellsWhetherItWasRevokedThen()
    {
        var expired = Now.AddYears(1).AddMinutes(5);
        Judge(expired, Nothing).Path(Person, expired).Sub.ShouldBe("OUT_OF_BOUNDS_NO_POE");
        var withLists = new ValidationData([Authority.Issuing], [Authority.RevokedLeaves(Now.AddYears(1).AddHours(-1)), Authority.RevokedAuthorities(expired)], []);
        Judge(expired, withLists).Path(Person, expired).Sub.ShouldBe("OUT_OF_BOUNDS_NOT_REVOKED");
    }

    [Fact]
    public void Path_BeforeItsTime_IsNotYetValid() => Judge(Now, Lists(Now)).Path(Person, Now.AddDays(-1).AddMinutes(-5)).Sub.ShouldBe("NOT_YET_VALID");

    [Fact]
    public void Path_StrangeIssuer_HasNoChain()
    {
        var strange = DevelopmentAuthority.Create(Now);
        Judge(Now, Lists(Now)).Path(strange.IssuePerson("x", null, Now, Now.AddDays(1)), Now).Sub.ShouldBe("NO_CERTIFICATE_CHAIN_FOUND");
    }

    [Fact]
    public void Path_ListOfAnotherKeyWithTheSameName_IsNotBelieved()
    {
        var impostor = DevelopmentAuthority.Create(Now);
        Judge(Now, new ValidationData([Authority.Issuing], [impostor.RevokedLeaves(Now), Authority.RevokedAuthorities(Now)], [])).Path(Person, Now).Sub.ShouldBe("TRY_LATER");
    }

    [Fact]
    public async Task Ocsp_OfAppointedResponder_IsBelieved_OfAnotherLeafIsNot()
    {
        var leaf = Authority.IssueOcspResponder(Now.AddDays(-1), Now.AddYears(1));
        (await WithOcsp(Authority.Key(leaf), null)).Passed.ShouldBeTrue();
        (await WithOcsp(Authority.Key(leaf), Now.AddHours(-1))).Sub.ShouldBe("REVOKED_NO_POE");
        (await WithOcsp(Samples.Person, null)).Sub.ShouldBe("TRY_LATER");
    }

    [Fact]
    public async Task Ocsp_OtherIssuer_IsUnknown()
    {
        var responder = new OcspResponder(Authority.Key(Authority.IssueOcspResponder(Now, Now.AddYears(1))), Authority.Issuing, _ => null);
        var answer = await responder.Respond(Revocation.OcspRequest(Authority.Issuing, Authority.Root), Now);
        Revocation.IsOcspAnswer(answer, Authority.Issuing, Authority.Root).ShouldBeFalse();
        (await responder.Respond("nonsense"u8.ToArray(), Now)).ShouldBe([0x30, 3, 0x0A, 1, 1]);
    }

    private static async Task<PathVerdict> WithOcsp(SigningKey responder, DateTimeOffset? revoked)
    {
        var request = Revocation.OcspRequest(Person, Authority.Issuing);
        var answer = await new OcspResponder(responder, Authority.Issuing, _ => revoked).Respond(request, Now);
        return Judge(Now, new ValidationData([Authority.Issuing], [Authority.RevokedAuthorities(Now)], [answer])).Path(Person, Now);
    }

    private static ValidationData Nothing => new([Authority.Issuing], [], []);

    private static ValidationData Lists(DateTimeOffset at, params (X509Certificate2, DateTimeOffset)[] revoked) =>
        new([Authority.Issuing], [Authority.RevokedLeaves(at, revoked), Authority.RevokedAuthorities(at)], []);

    private static TrustJudge Judge(DateTimeOffset now, ValidationData data)
    {
        var judge = new TrustJudge(Authority.Anchors, ValidationPolicy.Strict, now);
        judge.Add(data);
        return judge;
    }
}
