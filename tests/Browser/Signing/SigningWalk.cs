using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Signing;

/// <summary>Requests for signature by those who ask, sign, refuse, recall and seal; and what anybody is told about the file.</summary>
[Collection(PapersCollection.Name)]
public sealed class SigningWalk(Installation house)
{
    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Walk_AskSignRecallRefuseSealBatchVerify(string language, bool script)
    {
        using var findings = new Findings(house.Troubles);
        var manner = new Manner(language, script);
        var paper = (await Papers.ToAttach(house.Services))[0];
        await using var clerkScreen = await Visitor.Come(house, manner, findings);
        await using var leaderScreen = await Visitor.Come(house, manner, findings);
        var clerk = new Desk(clerkScreen, house.Account("vanthu.longxuyen"), paper);
        var leader = new Desk(leaderScreen, house.Account("chutich.longxuyen"), paper);
        await clerk.SignIn();
        await leader.SignIn();

        var sealed_ = await clerk.Ask($"Quyết định thử {manner}", seal: true);
        await leader.Open(sealed_);
        await leader.StepUp();
        await leader.Sign("Personal", "signing.act.go.Personal");
        await leader.TakeBack();
        await leader.Sign("Personal", "signing.act.go.Personal");
        await clerk.Open(sealed_);
        await clerk.StepUp();
        await clerkScreen.Fill("Number", "12/QĐ-UBND");
        await clerk.Sign("Organisation", "signing.act.go.Organisation");
        await clerkScreen.ShouldSeeKey("signing.state.Done");
        await clerkScreen.Page.GotoAsync(clerkScreen.Page.Url + "?handler=Verify");
        await clerkScreen.Look("request, verified");
        var file = await clerk.File(sealed_);

        await leader.Refuse(await clerk.Ask($"Tờ trình bị từ chối {manner}", seal: false));
        await clerk.Recall(await clerk.Ask($"Công văn thu hồi {manner}", seal: false));
        for (var i = 1; i < 4; i++)
            await clerk.Ask($"Giấy mời {i} {manner}", seal: false);
        await leader.Batch(3);
        foreach (var view in new[] { "Sent", "Acted" })
            await leaderScreen.Go("/ky-so?xem=" + view, "requests, " + view);

        await using var anybody = await Visitor.Come(house, manner, findings);
        var stranger = new Citizen(anybody);
        await stranger.Verify(file, "valid");
        await stranger.Verify(Papers.Tamper(file), "broken", "changed");
        await stranger.Verify(paper.Buffer, "unsigned");
        await stranger.Verify([.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'[', 200_000)], "unreadable");
        await anybody.Go("/xac-thuc/signing-request/" + sealed_.Split('/')[^1], "issued document");
        await anybody.ShouldSeeKey("signing.verdict.valid");
        await anybody.ShouldSee("12/QĐ-UBND");
        await anybody.ShouldSeeKey("signing.verify.keep");
        findings.ShouldBeNone();
    }
}
