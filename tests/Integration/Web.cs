using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Host;
using Sen.Identity;
using Sen.Tests.Identity;

namespace Sen.Tests;

/// <summary>
/// The whole program as it is served, with its loops, on a free port: <c>IClassFixture&lt;Web&gt;</c>. Both packs are
/// applied once a run into a template; each class has a clone of it, and a clock that it moves.
/// </summary>
public class Web : IAsyncLifetime
{
    /// <summary>The procedure of the packs.</summary>
    public const string Copy = "2.000635";

    /// <summary>One-stop centre of the ward whose staff the demonstration has.</summary>
    public const string LongXuyen = "H01.30307.MC";

    private const string FileKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /// <summary>Friday, 20 November 2026, 08:30 in the province: in opening hours.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);

    private static readonly Lazy<Task<Prepared>> Template = new(() => Task.Run(Prepare));

    private readonly string _name = "w_" + Guid.NewGuid().ToString("n");
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sen-web");
    private readonly ConcurrentQueue<string> _errors = new();
    private Dictionary<string, string> _passwords = [];
    private Cluster _cluster = null!;

    /// <summary>A database with the packs applied, and the passwords of its demonstration accounts.</summary>
    private sealed record Prepared(string Database, string Accounts);

    public WebApplication App { get; private set; } = null!;
    public TestClock Clock { get; } = new();
    public IServiceProvider Services => App.Services;
    internal Database Db => Services.GetRequiredService<Database>();
    internal TinyProvider VNeID { get; } = new();

    /// <summary>Errors that the program logged: what a page of failure does not tell.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>More settings of a test class.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public virtual async Task InitializeAsync()
    {
        var template = await Template.Value;
        _cluster = await Cluster.Get();
        await _cluster.Command($"create database {_name} template {template.Database}");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "demo-accounts.json"), template.Accounts);
        await VNeID.Start();
        Clock.Set(Morning);
        App = WebApp.Build([], builder =>
        {
            Set(builder, _cluster.App(_name), _folder.FullName, Clock);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Configuration.AddInMemoryCollection(Serving.Concat(Settings));
            builder.Configuration["Sen:VNeID:Authority"] = VNeID.Address;
        });
        Services.GetRequiredService<ILoggerFactory>().AddProvider(new LogBook(_errors));
        await App.StartAsync();
        _passwords = (await Services.GetRequiredService<DemoAccounts>().All(default)).ToDictionary(a => a.UserName, a => a.Password);
    }

    public virtual async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await VNeID.DisposeAsync();
        await _cluster.Drop(_name);
        _folder.Delete(recursive: true);
    }

    /// <summary>Origin of the site.</summary>
    public string Address => App.Urls.Single();

    /// <summary>Password of an account of the demonstration.</summary>
    public string Password(string userName) => _passwords[userName];

    /// <summary>A browser with its own cookies, which shows redirects instead of following them.</summary>
    internal Visitor Visitor() => new(new Uri(App.Urls.Single()), () => _errors);

    /// <summary>A browser in which this account of the demonstration is signed in, by the real form.</summary>
    internal async Task<Visitor> Staff(string userName)
    {
        var visitor = Visitor();
        var form = await visitor.Get("/dang-nhap/can-bo");
        (await visitor.Post(form, "form:has([name=Password])", ("UserName", userName), ("Password", _passwords[userName]))).Status.ShouldBe(302);
        return visitor;
    }

    /// <summary>The account proves again who it is, as signing and mass acts ask.</summary>
    internal async Task Confirm(Visitor staff, string userName)
    {
        var form = await staff.Get("/xac-nhan?viec=Signing&tiep=%2Fviec");
        (await staff.Post(form, "form:has([name=Password])", ("Password", _passwords[userName]))).Location.ShouldBe("/viec");
    }

    /// <summary>A browser in which this citizen of the demonstration has signed in with VNeID at a level.</summary>
    internal async Task<Visitor> Citizen(int number = 1, int level = 2)
    {
        var person = await Db.One<(string Id, string Name, string PersonalId)>(
            "select id, name, personal_id from identity.person where id = @id", new { id = $"demo-citizen-{number}" });
        VNeID.Person = new() { ["sub"] = person.Id, ["personal_id"] = person.PersonalId, ["name"] = person.Name };
        var visitor = Visitor();
        var page = await visitor.Get($"/dang-nhap/vneid?muc={level}&tiep=%2Fho-so");
        for (var hop = 0; hop < 2; hop++)
            page = await visitor.Get(page.Location!);
        page.Location.ShouldBe("/ho-so", $"{page.Path} {page.Status}\n{string.Join('\n', Errors)}");
        return visitor;
    }

    /// <summary>Runs a statement as the owner of the database: what the program itself may not do.</summary>
    public async Task AsOwner(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(_cluster.Owner(_name) + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // statements of the tests
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits for what the program does in the background.</summary>
    public async Task Eventually(string what, Func<Task<bool>> done)
    {
        // A question costs, too: what takes longer is asked about more rarely.
        for (long start = Environment.TickCount64, end = start + 120_000; !await done(); await Task.Delay((int)Math.Clamp((Environment.TickCount64 - start) / 10, 25, 500)))
            if (Environment.TickCount64 > end)
                throw new TimeoutException($"not so after two minutes: {what}\n{string.Join('\n', Errors)}");
    }

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    private static readonly KeyValuePair<string, string?>[] Serving =
    [
        new("Sen:RunLoops", "true"), new("Sen:VNeID:ClientId", TinyProvider.ClientId), new("Sen:VNeID:ClientSecret", TinyProvider.ClientSecret),
        new("Sen:Ui:SignInsPerFiveMinutes", "100000"), new("Sen:Ui:RequestsPerMinute", "1000000"),
        new("Sen:Ui:SearchesPerMinute", "100000"), new("Sen:Ui:UploadsPerMinute", "100000"),
    ];

    private static void Set(WebApplicationBuilder builder, string database, string folder, TimeProvider clock)
    {
        builder.Environment.EnvironmentName = "Testing";
        // The framework keeps two of them; what is set on one the other does not know.
        builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
        builder.Services.AddSingleton(clock);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sen:Database"] = database,
            ["Sen:DataFolder"] = folder,
            ["Sen:FileKey"] = FileKey,
            ["Sen:Demo"] = "true",
            ["Sen:StandIns"] = "true",
            ["Logging:Console:LogLevel:Default"] = "None",
        });
    }

    private static async Task<Prepared> Prepare()
    {
        const string name = "sen_province";
        var cluster = await Cluster.Get();
        await cluster.Create(name);
        var folder = System.IO.Directory.CreateTempSubdirectory("sen-province");
        var clock = new TestClock();
        clock.Set(Morning);
        await using (var app = WebApp.Compose([], builder => Set(builder, cluster.App(name), folder.FullName, clock)))
            foreach (var pack in new[] { "vietnam", "an-giang" })
                foreach (var part in app.Services.GetServices<PackPart>().OrderBy(p => p.Order))
                    await part.Apply(app.Services, new Pack(Path.Combine(Repository, "packs", pack)), default);
        var accounts = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "demo-accounts.json"));
        folder.Delete(recursive: true);
        return new(name, accounts);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sen.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
