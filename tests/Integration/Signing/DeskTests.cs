using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Signing;
using Sen.Tests.Unit.Signatures;
using static Sen.Tests.Signing.Signers;

namespace Sen.Tests.Signing;

/// <summary>The desktop service of a token: tickets, its stand-in, and what a hostile one might send.</summary>
public sealed class DeskTests(Web web) : IClassFixture<Web>
{

    [Fact]
    public async Task Walk_ThroughTheStandIn_Signs()
    {
        var (leader, request, desk) = await Lent("Ký bằng thiết bị");
        desk.Text.ShouldContain("không có giá trị pháp lý");
        var policy = desk.Answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("connect-src 'self' ws://");
        var element = desk.Document.QuerySelector("#desk")!;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", string.Join("; ", leader.Cookies.Select(c => $"{c.Key}={c.Value}")));
        await socket.ConnectAsync(new Uri(element.GetAttribute("data-service")!), default);
        var file = element.GetAttribute("data-file")!;
        await socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["FileName"] = file, ["FileUploadHandler"] = file }.ToJsonString()), WebSocketMessageType.Text, true, default);
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, default);
        var said = JsonNode.Parse(buffer.AsSpan(0, received.Count))!;
        ((int)said["Status"]!).ShouldBe(0, said.ToJsonString());
        (await web.StateOf(request)).ShouldBe("Done");
        (await web.Services.GetRequiredService<Verifier>().Check(await web.FileOf(request), default)).Code.ShouldBe("valid");
        (await web.Db.Query<string>("select act from data.v_ledger where subject_id = @id order by id", new { id = request.Split('/')[^1] })).ShouldBe(["signing.request", "signing.lend", "signing.sign"]);
    }

    [Fact]
    public async Task Take_EachTrick_IsRefusedAndTold_AndTheTicketStaysGood()
    {
        var (leader, request, desk) = await Lent("Tệp trả về giả mạo");
        var place = new Uri(desk.Document.QuerySelector("#desk")!.GetAttribute("data-file")!).AbsolutePath;
        var lent = await web.Visitor().Download(place);
        var forged = await Samples.Sign(lent);
        (await Send(place, lent)).Status.ShouldBe(409);
        (await Send(place, [.. lent, .. "x"u8])).Status.ShouldBe(409);
        // A right signature by somebody else's certificate.
        (await Send(place, forged)).Status.ShouldBe(409);
        (await leader.GetJson(desk.Document.QuerySelector("#desk")!.GetAttribute("data-state")!)).Status.ShouldBe(200);
        (await Send(place.Replace(place.Split('/')[^1], new string('0', 64), StringComparison.Ordinal), forged)).Status.ShouldBe(404);
        (await web.StateOf(request)).ShouldBe("Open");
        (await web.Visitor().Get(place)).Status.ShouldBe(200);
        web.Clock.Pass(TimeSpan.FromMinutes(11));
        (await web.Visitor().Get(place)).Status.ShouldBe(404);
    }

    [Fact]
    public void StandIns_InProduction_AreOff()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Sen:StandIns"] = "true" };
        SigningOptions.From(configuration, new Production()).StandIns.ShouldBeFalse();
    }

    private async Task<(Visitor Leader, string Request, Sheet Desk)> Lent(string title)
    {
        await web.WithKeys((keys, authority, work) =>
        {
            var leaf = authority.IssuePerson("Huỳnh Minh Thốt Nốt", "UBND phường Long Xuyên", web.Db.Now.AddDays(-1), web.Db.Now.AddYears(1));
            keys.Register(work, "staff", LeaderId, System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(leaf.RawData), [authority.Issuing, authority.Root], KeyPlace.Token, "", null, true);
            work.Add("update signing.key set revoked_at = @Now where owner_kind = 'stand-in'", new { work.Now });
            keys.Add(work, "stand-in", LeaderId, leaf, [authority.Issuing, authority.Root], null, true);
        });
        var request = await (await web.Staff(Clerk)).Ask(title, [(LeaderId, "")], seal: false);
        var leader = await web.Sure(Leader);
        var page = await leader.Get(request);
        page.Document.QuerySelector($"a[href='{request}/token']").ShouldNotBeNull();
        return (leader, request, await leader.Post(await leader.Get(request + "/token"), Sen.Tests.Procedures.Journey.Form));
    }

    private Task<Sheet> Send(string place, byte[] file) => web.Visitor().Post(place, [], [new Attachment("uploadfile", "signed.pdf", file)]);

    private sealed class Production : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "/";
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
    }
}
