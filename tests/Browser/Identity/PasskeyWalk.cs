using Microsoft.Playwright;
using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Identity;

/// <summary>A passkey in Chromium, with the browser's own virtual authenticator: made, signed in with, confirmed with.</summary>
[Collection(InstallationCollection.Name)]
public sealed class PasskeyWalk(Installation house)
{
    [Fact]
    public async Task Passkey_InTheBrowser_IsMadeSignsInAndConfirms()
    {
        using var findings = new Findings(house.Troubles);
        await using var me = await Visitor.Come(house, new Manner("vi", Script: true), findings);
        var account = house.Account("quantri.hai");
        await using var authenticator = await Authenticator(me.Page);
        await new Official(me, account).SignIn();

        await me.Go("/tai-khoan/bao-mat", "security, nothing set up");
        await me.Go("/tai-khoan/bao-mat/khoa", "new passkey");
        await me.Fill("Name", "Máy tính ở cơ quan");
        await me.Fill("Password", account.Password);
        await me.Press("identity.security.passkey-add");
        await me.ShouldSeeKey("identity.passkey.done");
        await me.Look("passkey made");
        await me.Go("/tai-khoan/bao-mat", "security, one passkey");
        await me.ShouldSee("Máy tính ở cơ quan");

        await me.Page.Context.ClearCookiesAsync();
        await me.Go("/dang-nhap/can-bo", "staff sign-in");
        await me.Press("identity.passkey.use");
        await me.Go("/tai-khoan", "account");
        await me.ShouldSee(account.Name);
        await me.ShouldSeeKey("identity.level.2");

        // A password alone is not enough any more: the second step takes the passkey, too.
        await me.Page.Context.ClearCookiesAsync();
        await me.Go("/dang-nhap/can-bo?tiep=%2Ftai-khoan%2Fmat-khau", "staff sign-in");
        await me.Fill("UserName", account.UserName);
        await me.Fill("Password", account.Password);
        await me.Press("identity.staff-sign-in.go");
        await me.Look("second step");
        await me.Press("identity.passkey.use");
        await me.ShouldSeeKey("identity.password.title");
        findings.ShouldBeNone();
    }

    private static async Task<IAsyncDisposable> Authenticator(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new Ending(session);
    }

    private sealed class Ending(ICDPSession session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await session.DetachAsync();
    }
}
