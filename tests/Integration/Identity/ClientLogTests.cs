using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Clients;
using Sen.Identity.Personnel;
using Sen.Tests.Operations;

namespace Sen.Tests.Identity;

/// <summary>Systems that are turned away stand in the log of sign-ins, and what an attacker tries with keys and certificates.</summary>
public sealed class ClientLogTests(ClientTests.WithProxy web) : IClassFixture<ClientTests.WithProxy>
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("revoked_at = '2026-11-01'", "revoked", "sen_client_revoked")]
    [InlineData("expires_at = '2026-11-01'", "expired", null)]
    [InlineData("note = 'stopped'", "stopped", null)]
    [InlineData("hash = '\\x00'", "wrong-secret", "sen_client_wrong_secret")]
    public async Task Key_ThatDoesNotHold_IsTellingWhyAndWithoutTheSecret(string set, string reason, string? rule)
    {
        var (client, key) = await Make(set);
        if (reason == "stopped")
            await web.AsOwner($"update identity.client set active = false where id = '{client}'");
        var from = await Last();
        for (var i = 0; i < 20; i++)
            (await Call(key.ToString())).ShouldBe(401);
        var line = (await Lines(from)).ShouldHaveSingleItem();
        line.ShouldNotContain(key.Secret);
        var body = JsonNode.Parse(line)!;
        ((string?)body["event"]!["reason"], (string?)body["user"]!["name"], (string?)body["sen"]!["key"], (string?)body["sen"]!["factor"], (string?)body["actor"]!["kind"], (string?)body["source"]!["ip"])
            .ShouldBe((reason, client, key.Id, "key", "Machine", "127.0.0.1"));
        Fired(await Lines(from)).ShouldBe(new[] { "sen_client_failed", rule }.OfType<string>(), ignoreOrder: true);
        web.Clock.Pass(TimeSpan.FromSeconds(61));
        await Call(key.ToString());
        (await Lines(from)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Guessing_FromOneAddress_FiresTheRuleAndFillsNothing()
    {
        var from = await Last();
        for (var minute = 0; minute < 6; minute++)
        {
            for (var i = 0; i < 40; i++)
                (await Call(ClientKey.New().ToString(), address: "203.0.113.77")).ShouldBe(401);
            (await Call("mật khẩu bí mật", address: "203.0.113.77")).ShouldBe(401);
            web.Clock.Pass(TimeSpan.FromSeconds(61));
        }
        var lines = await Lines(from);
        lines.Count.ShouldBe(12, "two reasons, six minutes");
        lines.ShouldAllBe(l => l.Contains("203.0.113.77") && !l.Contains("sen_") && !l.Contains("bí mật"));
        Fired(lines).ShouldBe(["sen_client_failed", "sen_client_guessed"], ignoreOrder: true);
    }

    [Fact]
    public async Task OutOfScopeAndOverTheLimit_AreTold_AndAKeyFromANewPlaceToo()
    {
        var (client, key) = await Make("note = ''", perMinute: 3);
        var from = await Last();
        (await Call(key.ToString(), "/api/quyen-dai-dien")).ShouldBe(403);
        (await Call(key.ToString())).ShouldBe(200);
        (await Call(key.ToString())).ShouldBe(200);
        (await Call(key.ToString())).ShouldBe(429);
        (await Lines(from)).Select(l => JsonNode.Parse(l)!["event"]!).Select(e => $"{e["outcome"]} {e["reason"]}".Trim()).ShouldBe(["success", "failure out-of-scope", "failure over-limit"]);
        Fired(await Lines(from)).ShouldBe(["sen_client_failed", "sen_client_out_of_scope"], ignoreOrder: true);
        // From where it was, nothing more is told; from elsewhere once.
        var (other, second) = await Make("used_at = now(), used_from = '203.0.113.5'");
        from = await Last();
        (await Call(second.ToString(), address: "203.0.113.5")).ShouldBe(200);
        (await Lines(from)).ShouldBeEmpty();
        await web.AsOwner($"update identity.client_key set used_at = '2026-01-01' where client_id = '{other}'");
        await Task.Delay(TimeSpan.FromSeconds(5.2)); // what is remembered of a key
        (await Call(second.ToString(), address: "203.0.113.6")).ShouldBe(200);
        (await Lines(from)).ShouldHaveSingleItem().ShouldContain("203.0.113.6");
        (await web.Db.One<string>("select used_from from identity.client_key where client_id = @other", new { other })).ShouldBe("203.0.113.6");
    }

    [Fact]
    public async Task Certificate_ForgedBesideTheProxys_IsNotBelieved()
    {
        using var mine = Made("CN=ke-gian");
        using var victims = Made("CN=kho-bac");
        var (client, _) = await Make("note = ''");
        await web.AsOwner($"insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at) values ('cert-{client}', '{client}', 'certificate', '\\x{victims.GetCertHashString(HashAlgorithmName.SHA256)}', '', now(), 'test', '2030-01-01')");
        string Pem(X509Certificate2 certificate) => Uri.EscapeDataString(certificate.ExportCertificatePem());
        (await Call(null, certificates: [Pem(victims)])).ShouldBe(200);
        (await Call(null, header: "x-CLIENT-cert", certificates: [Pem(victims)])).ShouldBe(200, "names of headers have no case");
        // The proxy puts its own behind what came from outside.
        (await Call(null, certificates: [Pem(victims), Pem(mine)])).ShouldBe(401);
        (await Call(null, certificates: [Pem(victims) + "," + Pem(mine)])).ShouldBe(401);
        (await Call(null, certificates: [Pem(victims), ""])).ShouldBe(401);
        // Another name of the header is nobody's.
        (await Call(null, header: "X_Client_Cert", certificates: [Pem(victims)])).ShouldBe(401);
        // A key that does not hold is not mended by a certificate.
        (await Call(ClientKey.New().ToString(), certificates: [Pem(victims)])).ShouldBe(401);
        var from = await Last();
        (await Call(null, address: "203.0.113.90", certificates: [Pem(mine)])).ShouldBe(401);
        (await Lines(from)).ShouldHaveSingleItem().ShouldContain("unknown-key");
    }

    [Fact]
    public async Task Keys_DuringRotation_ShareTheLimitAndKeepTheirCase()
    {
        var (client, key) = await Make("note = ''", perMinute: 4);
        var second = ClientKey.New();
        await web.AsOwner($"insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at) values ('{second.Id}', '{client}', 'key', '\\x{Convert.ToHexString(second.Hash)}', '', now(), 'test', '2030-01-01')");
        var answers = new List<int>();
        for (var i = 0; i < 3; i++)
            answers.AddRange([await Call(key.ToString()), await Call(second.ToString())]);
        answers.ShouldBe([200, 200, 200, 200, 429, 429]);
        var (_, third) = await Make("note = ''");
        foreach (var changed in new[] { third.ToString().ToUpperInvariant(), "SEN_" + third.ToString()[4..], $"sen_{Swapped(third.Id)}_{third.Secret}", $"sen_{third.Id}_{Swapped(third.Secret)}", third + "_", " " + third.Id })
            (await Call(changed)).ShouldBe(401, changed);
        (await Call(third.ToString())).ShouldBe(200);
    }

    [Fact]
    public async Task Certificate_EndedAndGivenAgain_Holds()
    {
        using var certificate = Made("CN=gia-han");
        var (client, _) = await Make("note = ''");
        var admin = await web.Staff("quantri");
        await web.Confirm(admin, "quantri");
        for (var round = 0; round < 2; round++)
        {
            var page = await admin.Get("/he-thong-ket-noi/" + client);
            (await admin.Post(page, "form:has([name=Certificate])", ("Certificate", certificate.ExportCertificatePem()), ("Life", "365"))).Status.ShouldBe(302);
            var id = await web.Db.One<string>("select id from identity.client_key where client_id = @client and kind = 'certificate' and revoked_at is null", new { client });
            if (round == 0)
                (await admin.Post(await admin.Get("/he-thong-ket-noi/" + client), $"form:has([value='{id}'])", ("keyId", id))).Status.ShouldBe(302);
        }
        (await Call(null, certificates: [Uri.EscapeDataString(certificate.ExportCertificatePem())])).ShouldBe(200);
    }

    [Fact]
    public async Task Key_OfUnitThatMerges_HoldsAtTheFollower()
    {
        var (client, key) = await Make("note = ''");
        await web.AsOwner($"update identity.client set unit_code = 'H01.30313' where id = '{client}'");
        var follow = web.Services.GetRequiredService<FollowUnit>();
        var merged = new UnitSucceeded("H01.30313", "H01.30307", DateOnly.FromDateTime(web.Clock.GetUtcNow().Date));
        await follow.Handle(merged, default);
        // Told twice, as events may be, it is done once.
        await follow.Handle(merged, default);
        (await web.Db.One<(string, int)>("select unit_code, version from identity.client where id = @client", new { client })).ShouldBe(("H01.30307", 2));
        (await Call(key.ToString())).ShouldBe(200);
        (await web.Db.Query<string>("select act from data.v_ledger where subject_kind = 'client' and subject_id = @client", new { client })).ShouldBe(["client.follow-unit"]);
        var admin = await web.Staff("quantri");
        (await admin.Get("/he-thong-ket-noi")).Text.ShouldContain(client);
    }

    private int _made;

    private async Task<(string Client, ClientKey Key)> Make(string set, int perMinute = 600)
    {
        var (client, key) = ($"may-{Guid.NewGuid():n}"[..20] + _made++, ClientKey.New());
        await web.AsOwner($"""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by) values ('{client}', 'Máy thử', 'Để thử', 'Phòng thử', 'H01.TP', array[]::text[], {perMinute}, now(), 'test');
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at) values ('{key.Id}', '{client}', 'key', '\x{Convert.ToHexString(key.Hash)}', '', now(), 'test', '2030-01-01');
            update identity.client_key set {set} where id = '{key.Id}'
            """);
        return (client, key);
    }

    private async Task<int> Call(string? key, string path = "/api/toi", string? address = null, string header = "X-Client-Cert", params string[] certificates)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Address + path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Uri.EscapeDataString(key));
        if (address is not null)
            request.Headers.Add("X-Forwarded-For", address);
        foreach (var certificate in certificates)
            request.Headers.TryAddWithoutValidation(header, certificate);
        return (int)(await Http.SendAsync(request)).StatusCode;
    }

    private static string Swapped(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));

    private Task<long> Last() => web.Db.One<long>("select coalesce(max(id), 0) from identity.v_sign_in_event");

    private Task<IReadOnlyList<string>> Lines(long after) => web.Db.Query<string>("select body from identity.v_sign_in_event where id > @after order by id", new { after });

    private string[] Fired(IReadOnlyList<string> lines) => Detecting.Fired("authentication", "sign-in", lines, web.Clock.GetUtcNow());

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(Web.Morning.AddDays(-1), Web.Morning.AddYears(1));
    }
}
