using Sen.Tests.Files;

namespace Sen.Tests.Procedures;

/// <summary>The program with a scanner beside it.</summary>
public sealed class WebWithScanner : Web
{
    private ClamdDaemon _scanner = null!;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Sen:Clamd", _scanner.Socket)];

    public override async Task InitializeAsync()
    {
        _scanner = await ClamdDaemon.Start();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _scanner.Dispose();
    }
}

/// <summary>Malware in a paper.</summary>
public sealed class InfectedTests(WebWithScanner web) : IClassFixture<WebWithScanner>
{
    [Fact]
    public async Task Post_PaperWithMalware_IsRefusedAtItsField()
    {
        var citizen = await web.Citizen();
        var draft = await citizen.Draft();
        byte[] infected = [.. Journey.Paper, .. ClamdDaemon.Eicar];
        var page = await citizen.Upload(await citizen.Get(draft + "/giay-to"), "#papers",
            [new("authorisation", "sach.pdf", Journey.Paper), new("support", "doc.pdf", infected)], ("act", "upload"));
        page.ErrorAt("support").ShouldNotBeNull().ShouldContain("mã độc");
        page.ErrorAt("authorisation").ShouldBeNull();
        (await web.Db.Query<string>("select name from data.file where name in ('sach.pdf', 'doc.pdf')")).ShouldBe(["sach.pdf"]);
    }
}
