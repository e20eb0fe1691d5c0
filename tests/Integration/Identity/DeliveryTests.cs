using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Tests.Identity;

public sealed class DeliveryTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Lodged = new(2026, 11, 20, 1, 5, 0, TimeSpan.Zero);
    private readonly TestClock _clock = new();
    private readonly SmtpSink _smtp = new();
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("sen-").FullName;
    private readonly Ref _about = new("dossier", Guid.NewGuid().ToString());
    private readonly string _reader = $"p-{Guid.NewGuid()}";
    private readonly Dictionary<string, string?> _settings = [];
    private Addressee? _person = new("Trần Thị Thử", "thu@example.vn", "0912 345 678", "vi");
    private SmsSink _sms = null!;

    public async Task InitializeAsync()
    {
        await new Migrator([new("identity", typeof(Notice).Assembly)]).Migrate(postgres.Owner);
        await postgres.AsOwner("delete from data.job");
        _sms = await SmsSink.Start();
        _settings["Sen:PublicUrl"] = "https://dichvucong.example.vn/";
        _settings["Sen:Smtp:Host"] = "127.0.0.1";
        _settings["Sen:Smtp:Port"] = $"{_smtp.Port}";
        _settings["Sen:Smtp:From"] = "noreply@example.vn";
        _settings["Sen:Smtp:StartTls"] = "false";
        _settings["Sen:Sms:Url"] = _sms.Url;
        _settings["Sen:Sms:Key"] = "key-of-the-test";
        _settings["Sen:DataFolder"] = _folder;
    }

    public async Task DisposeAsync()
    {
        await _sms.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _smtp.Dispose();

    [Fact]
    public async Task Notify_GoesOutByMailAndSms_Once()
    {
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);

        var letter = _smtp.Letters.ShouldHaveSingleItem();
        letter.ShouldContain("Auto-Submitted: auto-generated");
        letter.ShouldContain("To: =?utf-8?");
        var (plain, html) = SmtpSink.Parts(letter);
        plain.ShouldContain("Hồ sơ H01.30307-261120-0001 nộp lúc 08:05 20/11/2026, hẹn trả ngày 25/11/2026. Lệ phí: 8.000 đ.");
        plain.ShouldContain("https://dichvucong.example.vn/ho-so/1");
        html.ShouldContain("dir=\"ltr\"");
        html.ShouldContain("href=\"https://dichvucong.example.vn/ho-so/1\"");
        var (sms, key, idempotency) = _sms.Got.ShouldHaveSingleItem();
        sms.To.ShouldBe("0912345678");
        sms.Text.ShouldBe("Hồ sơ H01.30307-261120-0001 đã được tiếp nhận, hẹn trả ngày 25/11/2026.");
        key.ShouldBe("Bearer key-of-the-test");
        idempotency.ShouldBe(sms.Id.ToString());
        (await States(services)).ShouldBe(["mail sent t***@example.vn ", "sms sent 09***678 "]);

        // A lease that ended runs a job again: nobody gets anything twice.
        await postgres.AsOwner("update data.job set state = 'waiting'");
        await RunJobs(services);
        (_smtp.Letters.Count, _sms.Got.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Notify_ReaderOfArabic_GetsRightToLeftAndLinksInArabic()
    {
        _person = _person! with { Language = "ar", Phone = null };
        var services = Services();
        await Notify(services, Accepted() with { Args = ["<b>H01</b>", Lodged, new DateOnly(2026, 11, 25), 8000m] });
        await RunJobs(services);
        var (_, html) = SmtpSink.Parts(_smtp.Letters.ShouldHaveSingleItem());
        html.ShouldContain("<html lang=\"ar\" dir=\"rtl\">");
        html.ShouldContain("https://dichvucong.example.vn/ar/ho-so/1");
        html.ShouldContain("&lt;b&gt;H01&lt;/b&gt;");
        (await States(services)).ShouldBe(["mail sent t***@example.vn ", "sms no-address  "]);
    }

    [Fact]
    public async Task Notify_AtNight_SmsWaitsForTheMorningUnlessUrgent()
    {
        _clock.Pass(TimeSpan.FromHours(14));
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        (_smtp.Letters.Count, _sms.Got.Count).ShouldBe((1, 0));
        await Notify(services, Accepted() with { Urgent = true });
        await RunJobs(services);
        (_smtp.Letters.Count, _sms.Got.Count).ShouldBe((2, 1));
        // 22:30 + 7:59 = 06:29; a minute later the quiet ends.
        _clock.Pass(TimeSpan.FromMinutes(479));
        await RunJobs(services);
        _sms.Got.Count.ShouldBe(1);
        _clock.Pass(TimeSpan.FromMinutes(1));
        await RunJobs(services);
        _sms.Got.Count.ShouldBe(2);
    }

    [Fact]
    public async Task SmsJob_ThatCameLateIntoTheNight_IsPostponed()
    {
        var services = Services();
        await Notify(services, Accepted());
        _clock.Pass(TimeSpan.FromHours(13));
        await RunJobs(services);
        _sms.Got.ShouldBeEmpty();
        _clock.Pass(TimeSpan.FromHours(9));
        await RunJobs(services);
        _sms.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Notify_NothingConfigured_StaysInTheProgramAndSaysSo()
    {
        _settings["Sen:Smtp:Host"] = _settings["Sen:Sms:Url"] = null;
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        (await States(services)).ShouldBe([
            "mail not-configured t***@example.vn channel not configured", "sms not-configured 09***678 channel not configured"]);
        (await Inbox(services).List(_reader, "en", null, 10, default)).ShouldContain(m => m.About == _about && m.Subject == "Dossier H01.30307-261120-0001 was accepted");
        (await services.GetRequiredService<Database>().One<long>("select count(*) from data.job where state <> 'done'")).ShouldBe(0);
    }

    [Fact]
    public async Task Notify_InTheDemonstration_LiesInTheOutbox()
    {
        _settings["Sen:Smtp:Host"] = _settings["Sen:Sms:Url"] = null;
        _settings["Sen:Demo"] = "true";
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        (await States(services)).ShouldBe(["mail outbox t***@example.vn ", "sms outbox 09***678 "]);
        var outbox = Path.Combine(_folder, "outbox");
        System.IO.Directory.GetFiles(outbox, "*.eml").ShouldHaveSingleItem();
        File.ReadAllText(System.IO.Directory.GetFiles(outbox, "*.txt").ShouldHaveSingleItem()).ShouldStartWith("0912 345 678\n\nHồ sơ");
    }

    [Fact]
    public async Task Mail_RefusedForNow_IsTriedAgainAloneAndTellsNoAddress()
    {
        _smtp.Refuse = line => $"451 not now {line}";
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        (await States(services)).ShouldBe(["mail failing t***@example.vn SMTP 451", "sms sent 09***678 "]);
        var reason = await services.GetRequiredService<Database>().One<string>("select reason from data.job where kind = 'identity.send-mail'");
        reason.ShouldContain("SMTP 451");
        reason.ShouldNotContain("thu@");

        _smtp.Refuse = _ => null;
        _clock.Pass(TimeSpan.FromMinutes(1));
        await RunJobs(services);
        (await States(services)).ShouldBe(["mail sent t***@example.vn ", "sms sent 09***678 "]);
        (_smtp.Letters.Count, _sms.Got.Count).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("thu@example.vn", "SMTP 550")]
    [InlineData("not an address", "not an address")]
    public async Task Mail_AddressIsWrong_EndsAsRefused(string address, string reason)
    {
        _person = _person! with { Email = address, Phone = "abc" };
        _smtp.Refuse = line => $"550 no such user {line}";
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        (await States(services)).ShouldBe([$"mail refused {Addressee.Mask(address)} {reason}", "sms refused *** not a number"]);
        (await services.GetRequiredService<Database>().One<long>("select count(*) from data.job where state <> 'done'")).ShouldBe(0);
    }

    [Fact]
    public async Task Sms_GatewayStumbles_IsBridged_AndFallsBackToTheJob()
    {
        _sms.Answers.Enqueue(503);
        var services = Services();
        await Notify(services, Accepted());
        await RunJobs(services);
        _sms.Got.Select(g => g.Idempotency).Distinct().ShouldHaveSingleItem();
        (await States(services))[1].ShouldBe("sms sent 09***678 ");

        foreach (var status in new[] { 500, 500, 500 })
            _sms.Answers.Enqueue(status);
        await Notify(services, Accepted());
        await RunJobs(services);
        (await States(services)).ShouldContain("sms failing 09***678 HTTP 500");
    }

    [Fact]
    public async Task Notify_TemplateWithoutSms_SendsNone()
    {
        var services = Services();
        await Notify(services, Accepted() with { TemplateKey = "test-quiet" });
        await RunJobs(services);
        _sms.Got.ShouldBeEmpty();
        (await States(services)).ShouldBe(["mail sent t***@example.vn ", "sms no-text 09***678 "]);
    }

    [Fact]
    public async Task Reminders_ComeWhenDue_UntilCancelled()
    {
        var services = Services();
        Reminder[] chain = [new(TimeSpan.FromDays(1), "test-reminder"), new(TimeSpan.FromDays(3), "test-reminder")];
        await Notify(services, Accepted() with { Reminders = chain });
        await RunJobs(services);
        _sms.Got.Count.ShouldBe(1);

        _clock.Pass(TimeSpan.FromDays(1));
        await RunJobs(services);
        _sms.Got.Last().Sms.Text.ShouldBe("Nhắc: hồ sơ H01.30307-261120-0001 đang chờ bổ sung.");
        (await Inbox(services).List(_reader, "vi", null, 10, default)).Count(m => m.About == _about).ShouldBe(2);

        await using (var work = await services.GetRequiredService<Database>().Begin(Postgres.Official, default))
        {
            work.CancelReminders(_about, "test-accepted");
            work.Audit("test.supplement", _about);
            await work.Commit();
        }
        _clock.Pass(TimeSpan.FromDays(3));
        await RunJobs(services);
        (_smtp.Letters.Count, _sms.Got.Count).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Inbox_IsReadInTheReadersLanguage_AndByNobodyElse()
    {
        var services = Services();
        await Notify(services, Accepted());
        _clock.Pass(TimeSpan.FromSeconds(1));
        await Notify(services, Accepted() with { TemplateKey = "test-quiet" });
        var inbox = Inbox(services);
        (await inbox.Unread(_reader, default)).ShouldBe(2);
        var newest = (await inbox.List(_reader, "en", null, 1, default)).ShouldHaveSingleItem();
        newest.Subject.ShouldBe("Notice H01.30307-261120-0001");
        var older = (await inbox.List(_reader, "en", newest.Id, 10, default)).ShouldHaveSingleItem();
        older.Text.ShouldContain("lodged at 08:05 20/11/2026, is due on 25/11/2026. Fee: 8,000 VND.");
        older.Link.ShouldBe("/ho-so/1");

        await inbox.Mark(new Actor(ActorKind.Citizen, "stranger", ""), older.Id, "archived", default);
        (await inbox.Find("stranger", older.Id, "en", default)).ShouldBeNull();
        await inbox.Mark(new Actor(ActorKind.Citizen, _reader, ""), older.Id, "read", default);
        (await inbox.Unread(_reader, default)).ShouldBe(1);
        await inbox.Mark(new Actor(ActorKind.Citizen, _reader, ""), older.Id, "archived", default);
        (await inbox.List(_reader, "en", null, 10, default)).ShouldHaveSingleItem().Id.ShouldBe(newest.Id);
    }

    [Fact]
    public async Task Notify_LinkOutOfTheProgram_IsADefect()
    {
        var services = Services();
        await Should.ThrowAsync<ArgumentException>(() => Notify(services, Accepted() with { Link = "//evil.example" }));
        await Should.ThrowAsync<ArgumentException>(() => Notify(services, Accepted() with { Link = "https://evil.example" }));
    }

    private Notice Accepted() => new(_reader, "test-accepted", _about,
        ["H01.30307-261120-0001", Lodged, new DateOnly(2026, 11, 25), 8000], "/ho-so/1");

    private IServiceProvider Services() => postgres.Services(services =>
    {
        services.AddSingleton(new TextSource(typeof(Notice).Assembly));
        services.AddSingleton(new TextSource(typeof(DeliveryTests).Assembly));
        services.AddSingleton<Texts>();
        services.AddSingleton<FindAddressee>((_, _) => Task.FromResult(_person));
        services.AddDelivery(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
    }, _clock);

    private static Inbox Inbox(IServiceProvider services) => services.GetRequiredService<Inbox>();

    private static async Task Notify(IServiceProvider services, Notice notice)
    {
        await using var work = await services.GetRequiredService<Database>().Begin(Postgres.Official, default);
        work.Notify(notice);
        work.Audit("test.accept", notice.About);
        await work.Commit();
    }

    private static async Task RunJobs(IServiceProvider services)
    {
        var runner = services.GetRequiredService<JobRunner>();
        while (await runner.RunOne(default))
        {
        }
    }

    private Task<IReadOnlyList<string>> States(IServiceProvider services) => services.GetRequiredService<Database>().Query<string>("""
        select channel || ' ' || state || ' ' || coalesce(address, '') || ' ' || coalesce(reason, '')
        from identity.v_delivery where about_id = @Id order by created_at, channel
        """, new { _about.Id });
}
