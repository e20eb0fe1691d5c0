using Sen.Ui;
using Xunit.Abstractions;

namespace Sen.Tests.Access;

/// <summary>Every endpoint against every role: what <c>endpoints.txt</c> says is what the program does.</summary>
public sealed class EndpointsByRoleTests(Web web, ITestOutputHelper output) : IClassFixture<Web>
{
    // One account a role of the packs, with the permissions that roles.yaml gives it.
    private static readonly (string? Account, string[] Permissions)[] Roles =
    [
        ("motcua.longxuyen", ["dossier.accept", "dossier.return"]),
        ("hotich.longxuyen", ["dossier.process"]),
        ("chutich.longxuyen", ["dossier.sign", "board.view"]),
        ("vanthu.longxuyen", ["dossier.seal"]),
        ("giamdoc.sotuphap", ["board.view"]),
        ("quantri", ["directory.manage", "staff.manage", "operations.view", "operations.act", "access.explain", "account.recover", "clients.manage", "personal-data.answer", "process.manage", "signing.keys"]),
    ];

    private static string Table => Path.Combine(Web.Repository, "tests", "Integration", "Access", "endpoints.txt");

    [Fact]
    public async Task Endpoints_AreThoseOfTheTable()
    {
        var now = string.Join('\n', Door.Of(web.Services)) + "\n";
        if (await File.ReadAllTextAsync(Table) == now)
            return;
        output.WriteLine(now);
        now.ShouldBe(await File.ReadAllTextAsync(Table), "decide for whom a new endpoint is, then write its line into endpoints.txt");
    }

    [Fact]
    public async Task Get_Anonymous_ReachesPublicPagesOnly()
    {
        var anybody = web.Visitor();
        foreach (var door in Doors)
        {
            var page = await Ask(anybody, door);
            if (door.Audience == Audience.Everyone)
                (page.Status is 401 or 403).ShouldBeFalse($"{door} answers {page.Status}");
            else if (door.Audience == Audience.Machine)
                page.Status.ShouldBe(401, $"{door}");
            else
                page.Location.ShouldNotBeNull($"{door} answers {page.Status}").ShouldStartWith("/dang-nhap");
        }
    }

    [Fact]
    public async Task Get_Citizen_IsRefusedWhereStaffWorks()
    {
        var citizen = await web.Citizen();
        var token = (await citizen.Get("/nop-ho-so/" + Web.Copy)).Value("__RequestVerificationToken")!;
        foreach (var door in Doors)
        {
            var page = await Ask(citizen, door, token);
            if (door.Audience == Audience.Machine)
            {
                page.Status.ShouldBe(401, $"{door}");
                continue;
            }
            (page.Status == 403).ShouldBe(door.Audience == Audience.Staff, $"{door} answers {page.Status}");
            if (page.Status == 403)
                page.Text.ShouldContain("dành cho cán bộ");
        }
    }

    public static TheoryData<int> EachRole => [.. Enumerable.Range(0, Roles.Length)];

    [Theory]
    [MemberData(nameof(EachRole))]
    public async Task Get_Staff_ReachesWhatTheRoleGivesAndLearnsWhatIsMissing(int role)
    {
        var (account, permissions) = Roles[role];
        var staff = await web.Staff(account!);
        var token = (await staff.Get("/dang-xuat")).Value("__RequestVerificationToken")!;
        foreach (var door in Doors)
        {
            var page = await Ask(staff, door, token);
            if (door.Audience == Audience.Machine)
            {
                page.Status.ShouldBe(401, $"{door}");
                continue;
            }
            var allowed = door.Audience != Audience.Citizen && (door.Permission is null || permissions.Contains(door.Permission));
            if (allowed)
                page.Status.ShouldNotBe(403, $"{account} at {door}: {page.Document.QuerySelector("main")?.TextContent}");
            else
                page.Status.ShouldBe(403, $"{account} at {door}");
            if (!allowed && door.Permission is { } needed)
                page.Text.ShouldContain(needed, customMessage: $"{account} at {door}");
        }
    }

    // The stream never ends, and signing out ends the visit.
    private static IEnumerable<Door> Doors =>
        File.ReadLines(Table).Select(Read).Where(d => d.Path is not ("/su-kien" or "/dang-xuat") && d.Path != "/dang-nhap/vneid");

    private static Task<Sheet> Ask(Visitor visitor, Door door, string? token = null) => door.Method == "GET"
        ? visitor.Get(door.Address)
        : visitor.Post(door.Address, token is null ? [] : [("__RequestVerificationToken", token)], []);

    private static Door Read(string line) => line.Split(' ') is [var method, var path, var audience, var permission]
        ? new(method, path, Enum.Parse<Audience>(audience), permission == "-" ? null : permission)
        : throw new FormatException(line);
}
