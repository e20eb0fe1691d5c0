using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sen.Identity.Sessions;
using Sen.Identity.SignIn;

namespace Sen.Tests.Identity;

/// <summary>Guessing at accounts, and what becomes of their owners meanwhile.</summary>
public sealed class GuessingTests(Web web) : IClassFixture<Web>
{
    private StaffSignInHandler SignIn => web.Services.GetRequiredService<StaffSignInHandler>();

    [Fact]
    public async Task SignIn_TenThousandTriesFromManyAddresses_AreStoppedAndTheOwnerGoesThrough()
    {
        const string account = "motcua.myhoahung";
        var password = web.Password(account);
        // The owner has signed in before: from the office, and with a browser that remembers it.
        (await SignIn.Handle(new StaffSignIn(account, password, new Origin("192.0.2.1", "office")), default)).Ok.ShouldBeTrue();
        var owner = await web.Staff(account);

        var looked = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            var answer = await SignIn.Handle(new StaffSignIn(account, "guess " + i, new Origin($"10.{i / 65536}.{i / 256 % 256}.{i % 256}", "bot")), ct);
            answer.Ok.ShouldBeFalse();
            if (answer.Problem!.Code == "identity.wrong-password")
                Interlocked.Increment(ref looked);
        });
        // Some run at once when the limit is reached; the rest never get to the password.
        looked.ShouldBeInRange(Throttle.AccountLimit, Throttle.AccountLimit + 16);

        (await SignIn.Handle(new StaffSignIn(account, password, new Origin("203.0.113.77", "stranger")), default)).Problem!.Code.ShouldBe("identity.too-many-tries");
        (await SignIn.Handle(new StaffSignIn(account, password, new Origin("192.0.2.1", "office")), default)).Ok.ShouldBeTrue();
        // Elsewhere, but with the browser that has signed in before.
        (await SignIn.Handle(new StaffSignIn(account, password, new Origin("203.0.113.78", "cafe", Device: "known")), default)).Ok.ShouldBeTrue();
        owner.Cookies.Keys.ShouldContain("sen-device");
    }

    [Fact]
    public async Task SignIn_AttackFromTheOfficesOwnAddress_LeavesThoseWhoSignedInBefore()
    {
        // One program in the office guesses at every account; the office has one address.
        for (var i = 0; i < 70; i++)
            await SignIn.Handle(new StaffSignIn("khong.co." + i, "doan", new Origin("198.51.100.7", "malware")), default);
        (await SignIn.Handle(new StaffSignIn("hotich.longxuyen", "doan", new Origin("198.51.100.7", "malware")), default)).Problem!.Code.ShouldBe("identity.too-many-tries");
        (await SignIn.Handle(new StaffSignIn("hotich.longxuyen", web.Password("hotich.longxuyen"), new Origin("198.51.100.7", "browser", Device: "known")), default)).Ok.ShouldBeTrue();
        (await SignIn.Handle(new StaffSignIn("hotich.longxuyen", web.Password("hotich.longxuyen"), new Origin("198.51.100.8", "browser")), default)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task SignIn_ForgedDeviceCookie_IsAStranger()
    {
        var visitor = web.Visitor();
        var form = await visitor.Get("/dang-nhap/can-bo");
        visitor.SetCookie("sen-device", "forged");
        (await visitor.Post(form, "form:has([name=Password])", ("UserName", "vanthu.longxuyen"), ("Password", web.Password("vanthu.longxuyen")))).Status.ShouldBe(302);
        visitor.Cookies["sen-device"].ShouldNotBe("forged");
    }

    [Fact]
    public async Task SignIn_HashOfBefore_BecomesArgon2()
    {
        const string account = "chutich.longxuyen";
        var old = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 })).HashPassword(new object(), web.Password(account));
        await web.AsOwner($"update identity.staff set password_hash = '{old}' where user_name = '{account}'");
        (await SignIn.Handle(new StaffSignIn(account, "sai", new Origin("192.0.2.9", "office")), default)).Ok.ShouldBeFalse();
        (await Hash()).ShouldBe(old);
        (await SignIn.Handle(new StaffSignIn(account, web.Password(account), new Origin("192.0.2.9", "office")), default)).Ok.ShouldBeTrue();
        (await Hash()).ShouldStartWith("$argon2id$");
        (await SignIn.Handle(new StaffSignIn(account, web.Password(account), new Origin("192.0.2.9", "office")), default)).Ok.ShouldBeTrue();

        Task<string> Hash() => web.Db.One<string>("select password_hash from identity.staff where user_name = @account", new { account });
    }

    [Fact]
    public async Task ChangePassword_Good_EndsTheOtherSessionsAndTellsTheOwner()
    {
        const string account = "hotich.longxuyen", fresh = "mưa chiều nhớ bến phà";
        var (here, there) = (await web.Staff(account), await web.Staff(account));
        var page = await here.Get("/tai-khoan/mat-khau");
        const string form = "form:has([name=Old])";
        (await here.Post(page, form, ("Old", "sai"), ("New", fresh), ("Again", fresh))).ErrorAt("Old").ShouldNotBeNull();
        (await here.Post(page, form, ("Old", web.Password(account)), ("New", "hotich.longxuyen1"), ("Again", "hotich.longxuyen1"))).ErrorAt("New").ShouldNotBeNull();
        (await here.Post(page, form, ("Old", web.Password(account)), ("New", fresh), ("Again", fresh + "!"))).ErrorAt("Again").ShouldNotBeNull();
        (await here.Post(page, form, ("Old", web.Password(account)), ("New", fresh), ("Again", fresh))).Text.ShouldContain("Đã đổi mật khẩu");
        (await here.Get("/hop-thu")).Text.ShouldContain("Thiết lập bảo mật của bạn đã thay đổi");
        (await there.Get("/tai-khoan")).Status.ShouldBe(302);
    }
}
