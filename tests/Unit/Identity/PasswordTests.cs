using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sen.Identity.SignIn;

namespace Sen.Tests.Identity;

public sealed class PasswordTests : IDisposable
{
    private readonly Passwords _passwords = new();
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Verify_Argon2_HoldsItsOwnAndNoOther()
    {
        var hash = await _passwords.Hash("thuyền giấy qua sông");
        hash.ShouldStartWith("$argon2id$v=19$m=9216,t=4,p=1$");
        (await _passwords.Verify(hash, "thuyền giấy qua sông")).ShouldBe(PasswordVerificationResult.Success);
        (await _passwords.Verify(hash, "thuyền giấy qua sống")).ShouldBe(PasswordVerificationResult.Failed);
        (await _passwords.Hash("thuyền giấy qua sông")).ShouldNotBe(hash);
    }

    [Fact]
    public async Task Verify_SameLettersOfAnotherKeyboard_AreOnePassword()
    {
        var composed = "mật khẩu của tôi";
        var hash = await _passwords.Hash(composed);
        (await _passwords.Verify(hash, composed.Normalize(System.Text.NormalizationForm.FormD))).ShouldBe(PasswordVerificationResult.Success);
    }

    /// <summary>Made with the reference implementation (libargon2 20171227): Argon2id of "password" with salt "somesaltsomesalt", 64 MiB, 2 passes, 1 lane.</summary>
    [Fact]
    public async Task Verify_HashOfTheReferenceImplementation_HoldsAndIsMadeAnew()
    {
        const string reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI";
        (await _passwords.Verify(reference, "password")).ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
        (await _passwords.Verify(reference, "passwort")).ShouldBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public async Task Verify_Pbkdf2OfBefore_HoldsAndIsMadeAnew()
    {
        var old = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(new object(), "cũ nhưng đúng");
        (await _passwords.Verify(old, "cũ nhưng đúng")).ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
        (await _passwords.Verify(old, "sai")).ShouldBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public async Task Verify_NoAccount_Fails() => (await _passwords.Verify(null, "anything")).ShouldBe(PasswordVerificationResult.Failed);

    [Theory]
    [InlineData("ngan qua", "identity.password-length")]
    [InlineData("aaaaaaaaaaaaaaaa", "identity.password-guessed")]
    [InlineData("1234567890123456", "identity.password-guessed")]
    [InlineData("qwertyuiop123456", "identity.password-guessed")]
    [InlineData("Mật khẩu An Giang 2026", "identity.password-guessed")]
    [InlineData("chutich.longxuyen", "identity.password-guessed")]
    [InlineData("HuỳnhMinhThốtNốt1990", "identity.password-guessed")]
    [InlineData("9876543210abcdef", "identity.password-guessed")]
    [InlineData("vịt giời lội ngược kênh", null)]
    [InlineData("correct horse battery", null)]
    [InlineData("k7#vQz!m2pRw", null)]
    public void Refuse_Password_ByLengthAndGuessing(string password, string? code) =>
        Rules(null).Refuse(password, "New", "chutich.longxuyen", "Huỳnh Minh Thốt Nốt")?.Code.ShouldBe(code, password);

    [Fact]
    public void Refuse_PasswordThatIsAllowed_IsNull() => Rules(null).Refuse("vịt giời lội ngược kênh", "New", "a.b", "C").ShouldBeNull();

#pragma warning disable CA5350 // the lists are keyed by SHA-1
    [Fact]
    public void Refuse_LeakedPassword_IsFoundAnywhereInTheFile()
    {
        string[] leaked = ["vịt giời lội ngược kênh", "con đò chở mưa", "trăng non bến cũ", "lúa mùa nước nổi"];
        var random = new Random(7);
        var lines = leaked.Concat(Enumerable.Range(0, 500).Select(_ => random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .Select(p => Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(p))) + ":" + random.Next(1, 1_000_000))
            .Order(StringComparer.Ordinal).ToArray();
        File.WriteAllText(_file, string.Join("\r\n", lines) + "\r\n");
        foreach (var password in leaked)
            Rules(_file).Refuse(password, "New", "a.b", "C")?.Code.ShouldBe("identity.password-leaked", password);
        Rules(_file).Refuse("con đò chở nắng", "New", "a.b", "C").ShouldBeNull();
        // The first and the last line, too.
        foreach (var line in new[] { lines[0], lines[^1] })
            new BreachList(_file).Holds(line[..40]).ShouldBeTrue();
    }

#pragma warning restore CA5350

    public void Dispose()
    {
        _passwords.Dispose();
        File.Delete(_file);
    }

    private static PasswordRules Rules(string? file) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Sen:BreachedPasswords"] = file }).Build());
}
