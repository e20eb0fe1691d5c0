using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Sen.Tests.Identity;

/// <summary>Systems with keys and certificates: what they reach, how keys change over, what stops them.</summary>
public sealed class ClientTests(ClientTests.WithProxy web) : IClassFixture<ClientTests.WithProxy>
{
    private static readonly HttpClient Http = new();

    /// <summary>A TLS proxy on this machine passes certificates on.</summary>
    public sealed class WithProxy : Web
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Sen:ClientCertificateHeader", "X-Client-Cert")];
    }

    [Fact]
    public async Task Key_Given_SaysWhoOneIsAndShowsItsUse()
    {
        var (admin, page) = await Register("csdl-dat-dai");
        (await Me(null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Me("sen_AAAAAAAAAAAA_" + new string('B', 44))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var key = Key(page = await AddKey(admin, page));
        var me = await Read(await Me(key));
        me.GetProperty("client").GetString().ShouldBe("csdl-dat-dai");
        me.GetProperty("unit").GetString().ShouldEndWith("/H01.TP");
        me.GetProperty("scopes")[0].GetString().ShouldBe("authority.read");
        // The right number with another secret.
        (await Me(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await admin.Get("/he-thong-ket-noi/csdl-dat-dai")).Document.QuerySelectorAll("tbody td")[2].TextContent.ShouldContain("08:30");
        (await web.Db.One<string>("select encode(hash, 'hex') from identity.client_key where client_id = 'csdl-dat-dai'")).ShouldNotContain(key[17..30]);
    }

    [Fact]
    public async Task Key_ChangedOver_BothHoldUntilTheOldIsRevoked()
    {
        var (admin, page) = await Register("lien-thong-thue");
        var old = Key(page = await AddKey(admin, page));
        var fresh = Key(page = await AddKey(admin, page));
        (await Me(old)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Me(fresh)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.Post(page, $"form:has([value='{old[4..16]}'])", ("keyId", old[4..16]))).Status.ShouldBe(302);
        (await Me(old)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Me(fresh)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Its reminders of the end are called off.
        (await web.Db.One<int>("""
            select count(*)::int from identity.reminder r join identity.message m on m.id = r.message_id
            where m.about_kind = 'client-key' and m.about_id = @id and r.state = 'cancelled'
            """, new { id = old[4..16] })).ShouldBe(2);
    }

    [Fact]
    public async Task Key_RunOutOrSystemStopped_HoldsNoLonger()
    {
        var (admin, page) = await Register("kho-bac");
        var key = Key(page = await AddKey(admin, page));
        page = await admin.Get("/he-thong-ket-noi/kho-bac");
        var change = "form:has([name=Version])";
        (await admin.Post(page, change, ("Active", "false"))).Status.ShouldBe(302);
        (await Me(key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page = await admin.Get("/he-thong-ket-noi/kho-bac");
        (await admin.Post(page, change, ("Active", "true"))).Status.ShouldBe(302);
        (await Me(key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        web.Clock.Pass(TimeSpan.FromDays(31));
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(5.2)); // what is remembered of a key
            (await Me(key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        finally
        {
            web.Clock.Set(Web.Morning);
        }
    }

    [Fact]
    public async Task Calls_OverTheLimit_AreToldWhenToComeAgain()
    {
        var (admin, page) = await Register("qua-nhanh", perMinute: "6");
        var key = Key(await AddKey(admin, page));
        for (var i = 0; i < 6; i++)
            (await Me(key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await Me(key);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 10);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Certificate_FromTheProxy_SaysWhoOneIs()
    {
        var (admin, page) = await Register("bao-hiem-xa-hoi");
        using var certificate = Certificate("CN=bao-hiem-xa-hoi");
        using var stranger = Certificate("CN=bao-hiem-xa-hoi");
        (await admin.Post(page, "form:has([name=Certificate])", ("Certificate", "không phải chứng thư"), ("Life", "365"))).ErrorAt("Certificate").ShouldNotBeNull();
        (await admin.Post(page, "form:has([name=Certificate])", ("Certificate", certificate.ExportCertificatePem()), ("Life", "365"))).Status.ShouldBe(302);
        (await Read(await Me(null, certificate))).GetProperty("client").GetString().ShouldBe("bao-hiem-xa-hoi");
        (await Me(null, stranger)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookie_OfAPerson_CountsNothingAtAMachineInterface()
    {
        var admin = await web.Staff("quantri");
        (await admin.GetJson("/api/toi")).Status.ShouldBe(401);
        var (registrar, page) = await Register("khong-vao-trang");
        // A key opens no page of people.
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Address + "/van-hanh");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key(await AddKey(registrar, page)));
        (await Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Register_Wrong_SaysWhatBesideEachField()
    {
        var admin = await Admin();
        var form = await admin.Get("/he-thong-ket-noi/moi");
        var page = await admin.Post(form, "form:has([name=Id])", ("Id", "Cơ sở"), ("Name", "Cơ sở dữ liệu"), ("UnitCode", "X9"), ("Purpose", "Thử nghiệm"), ("Contact", "0900 000 009"), ("PerMinute", "0"));
        foreach (var field in new[] { "Id", "UnitCode", "PerMinute" })
            page.ErrorAt(field).ShouldNotBeNull(field);
        page.Value("Name").ShouldBe("Cơ sở dữ liệu");
    }

    private async Task<Visitor> Admin()
    {
        var admin = await web.Staff("quantri");
        await web.Confirm(admin, "quantri");
        return admin;
    }

    private async Task<(Visitor, Sheet)> Register(string id, string perMinute = "600")
    {
        var admin = await Admin();
        var form = await admin.Get("/he-thong-ket-noi/moi");
        var done = await admin.Post(form, "form:has([name=Id])",
            ("Id", id), ("Name", "Hệ thống " + id), ("UnitCode", "H01.TP"), ("Purpose", "Thử nghiệm kết nối"), ("Contact", "0900 000 009"), ("PerMinute", perMinute), ("Chosen", "authority.read"));
        return (admin, await admin.Follow(done));
    }

    private static Task<Sheet> AddKey(Visitor admin, Sheet page) => admin.Post(page, "form:has([name=Days])", ("Days", "30"));

    private static string Key(Sheet page) => page.Document.QuerySelector("section strong.x-code").ShouldNotBeNull(page.Text).TextContent;

    private async Task<HttpResponseMessage> Me(string? key, X509Certificate2? certificate = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Address + "/api/toi");
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (certificate is not null)
            request.Headers.Add("X-Client-Cert", Uri.EscapeDataString(certificate.ExportCertificatePem()));
        return await Http.SendAsync(request);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(Web.Morning.AddDays(-1), Web.Morning.AddYears(1));
    }
}
