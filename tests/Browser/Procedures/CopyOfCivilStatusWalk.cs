using System.Globalization;

namespace Sen.Tests.Browser.Procedures;

/// <summary>
/// One dossier from application to signed result, by everybody who has a part in it: citizen, one-stop officer, case
/// official, chairperson, clerk, director.
/// </summary>
[Collection(PapersCollection.Name)]
public sealed class CopyOfCivilStatusWalk(Installation house)
{
    [Fact]
    public Task Walk_Vietnamese_ApplicationToRatedResult() => Walk(new Manner("vi", Script: true));

    [Fact]
    public Task Walk_WithoutScript_ApplicationToRatedResult() => Walk(new Manner("vi", Script: false));

    [Fact]
    public Task Walk_Arabic_ApplicationToRatedResult() => Walk(new Manner("ar", Script: true));

    private async Task Walk(Manner manner)
    {
        using var findings = new Findings(house.Troubles);
        await using var hers = await Visitor.Come(house, manner, findings);
        var citizen = new Citizen(hers);
        var papers = await Papers.ToAttach(house.Services);

        await using var watched = await Visitor.Come(house, manner, findings);
        await new Official(watched, house.Account("giamdoc.sotuphap")).SignIn();
        var board = new Board(watched);
        await board.Open();
        var received = int.Parse(await board.Figure("indicators.received"), CultureInfo.InvariantCulture);

        await citizen.FindAndSignIn();
        await citizen.Apply(papers);
        var number = await citizen.CheckAndSubmit(papers);
        await board.ShouldCome("indicators.received", $"{received + 1}");

        var receipt = await AtWork("motcua.longxuyen", officer => officer.Accept(number));
        Papers.IsPdf(receipt).ShouldBeTrue();
        (await Papers.Text(receipt)).ShouldContain(number);

        await AtWork("hotich.longxuyen", official => official.Draft(number));
        await AtWork("chutich.longxuyen", chair => chair.Sign(number));
        await AtWork("vanthu.longxuyen", clerk => clerk.Seal(number));

        var result = await citizen.TakeResult(number);
        var signatures = await Papers.Signatures(result);
        signatures.Split("Signature Validation: Signature is Valid.").Length.ShouldBe(3, signatures);
        signatures.ShouldContain("Total document signed");
        await citizen.Rate(5);
        await board.ShouldShowRating(5.0m, received + 1);
        await citizen.Follow(number);

        await using var anybody = await Visitor.Come(house, manner, findings);
        var stranger = new Citizen(anybody);
        await stranger.Verify(result, "valid");
        await stranger.Verify(Papers.Tamper(result), "broken", "changed");
        findings.ShouldBeNone();

        async Task<T> AtWork<T>(string userName, Func<Official, Task<T>> work)
        {
            await using var screen = await Visitor.Come(house, manner, findings);
            var official = new Official(screen, house.Account(userName));
            await official.SignIn();
            return await work(official);
        }
    }
}
