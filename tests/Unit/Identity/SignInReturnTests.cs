using Microsoft.AspNetCore.Http;
using Sen.Identity.SignIn;
using Sen.Identity.VNeID;

namespace Sen.Tests.Identity;

public sealed class SignInReturnTests
{
    [Theory]
    [InlineData("/en/ho-so/H01-1?x=1", "/en/ho-so/H01-1?x=1")]
    [InlineData("/", "/en/")]
    [InlineData(null, "/en/")]
    [InlineData("https://evil.example/", "/en/")]
    [InlineData("//evil.example", "/en/")]
    [InlineData("/\\evil.example", "/en/")]
    [InlineData("/\t/evil.example", "/en/")]
    [InlineData("/dang-nhap?tiep=/x", "/en/")]
    [InlineData("/en/dang-xuat", "/en/")]
    public void Path_OnlyPagesOfThisSiteAndNeverTheSignIn(string? asked, string path) =>
        SignInReturn.Path(new DefaultHttpContext { Request = { PathBase = "/en" } }, asked).ShouldBe(path);

    [Theory]
    [InlineData("3", 3)]
    [InlineData("urn:vneid:muc:4", 4)]
    [InlineData("0", 1)]
    [InlineData("5", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public void Level_OfAcr_UnknownProvesOneFactor(string? acr, int level) => VNeIDClaims.Level(acr).ShouldBe(level);
}
