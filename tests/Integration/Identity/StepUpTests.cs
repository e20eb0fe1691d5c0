namespace Sen.Tests.Identity;

public sealed class StepUpPageTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Confirm_RightPassword_LeadsBackAndHoldsTenMinutes()
    {
        var leader = await web.Staff("chutich.longxuyen");
        var form = await leader.Get("/en/xac-nhan?viec=Signing&tiep=%2Fen%2Fviec");
        form.Text.ShouldContain("Confirm who you are");
        (await leader.Post(form, "form:has([name=Password])", ("Password", "sai"))).Text.ShouldContain("The password is not right.");
        await web.Confirm(leader, "chutich.longxuyen");
        (await leader.Get("/xac-nhan?viec=Signing&tiep=%2Fviec")).Location.ShouldBe("/viec");
        web.Clock.Pass(TimeSpan.FromMinutes(11));
        (await leader.Get("/xac-nhan?viec=Signing&tiep=%2Fviec")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Level_TooLow_ExplainsAndComesBackHigher()
    {
        var citizen = await web.Citizen(level: 2);
        var page = await citizen.Get("/nang-muc?muc=3&tiep=%2Fho-so");
        page.Text.ShouldContain("Cần mức độ xác thực 3");
        var link = page.Document.QuerySelector("main a[href*='muc=3']").ShouldNotBeNull().GetAttribute("href")!;
        var hop = await citizen.Get(link);
        for (var i = 0; i < 2; i++)
            hop = await citizen.Get(hop.Location!);
        hop.Location.ShouldBe("/ho-so");
        (await citizen.Get("/nang-muc?muc=3&tiep=%2Fho-so")).Location.ShouldBe("/ho-so");
        (await citizen.Get("/nang-muc?muc=4&tiep=%2Fho-so")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(1, 302)]
    public async Task Confirm_CitizenWhoWasSignedInThereAlready_IsAskedAnew(int minutesAgo, int status)
    {
        var citizen = await web.Citizen(4, level: 1);
        var page = await citizen.Get("/xac-nhan?viec=Security&tiep=%2Fho-so");
        var link = page.Document.QuerySelector("main a[href*='vneid']").ShouldNotBeNull().GetAttribute("href")!;
        web.VNeID.Person["auth_time"] = web.Clock.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeSeconds();
        var hop = await citizen.Get(link);
        hop.Location.ShouldNotBeNull().ShouldContain("prompt=login");
        for (var i = 0; i < 2; i++)
            hop = await citizen.Get(hop.Location!);
        (await citizen.Get("/xac-nhan?viec=Security&tiep=%2Fho-so")).Status.ShouldBe(status);
    }
}
