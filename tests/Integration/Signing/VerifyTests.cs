using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Sen.Signatures;
using Sen.Signing;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Signing;

/// <summary>Anyone uploads a file and gets the verdict, whatever the file is.</summary>
public sealed class VerifyTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Post_EachFormat_TellsVerdict()
    {
        var key = (await web.Services.GetRequiredService<KeyStore>().Find("unit", Signers.Committee, default))!.Key;
        var (now, text) = (web.Db.Now, Encoding.UTF8.GetBytes("<a><b>Nội dung</b></a>"));
        var pdf = (await PadesSigner.Sign(Samples.Pdf(false), key, new PadesOptions(now))).ToArray();
        var xml = await XadesSigner.SignEnveloped(text, key, new XadesOptions(now));
        var cms = await CadesSigner.SignDetached(new MemoryStream(text), key, new CadesOptions(now));
        using var asic = new MemoryStream();
        await AsicWriter.Write(asic, [new("a.xml", "text/xml", () => new MemoryStream(text))], key, new XadesOptions(now));
        foreach (var (name, content, beside) in new[] { ("a.pdf", pdf, (byte[]?)null), ("a.xml", xml, null), ("a.p7s", cms, text), ("a.asice", asic.ToArray(), null) })
        {
            var page = await Ask(name, content, beside);
            page.Text.ShouldContain("Chữ ký hợp lệ, nội dung còn nguyên vẹn", customMessage: name);
            page.Text.ShouldContain("không có giá trị pháp lý");
            page.Text.ShouldNotContain("signing.");
            content[^60] ^= 0x20;
            (await Ask(name, content, beside)).Text.ShouldNotContain("Chữ ký hợp lệ");
        }
        web.Errors.ShouldBeEmpty();
    }

    /// <summary>EN 319 102-1, 5.2.6.4: without a fresh statement of status the answer is TRY_LATER, not "valid".</summary>
    [Fact]
    public async Task Post_StatusThatNobodyTells_IsUnproven()
    {
        var (now, other) = (web.Db.Now, DevelopmentAuthority.Create(web.Db.Now.AddDays(-2)));
        await web.AsOwner($"insert into signing.anchor (thumbprint, subject, certificate, development, added_at) values ('{other.Root.Thumbprint}', 'CN=x', '\\x{Convert.ToHexString(other.Root.RawData)}', true, now())");
        var key = other.Key(other.IssuePerson("Người Thử Nghiệm", null, now.AddDays(-1), now.AddYears(1)));
        var pdf = (await PadesSigner.Sign(Samples.Pdf(false), key, new PadesOptions(now))).ToArray();
        var xml = await XadesSigner.SignEnveloped("<a>x</a>"u8.ToArray(), key, new XadesOptions(now));
        foreach (var (name, content) in new[] { ("a.pdf", pdf), ("a.xml", xml) })
            (await Ask(name, content, null)).Text.ShouldContain("hiện chưa xác định được chứng thư số có bị thu hồi hay không", customMessage: name);
        var report = JsonNode.Parse(await (await Ask("a.pdf", pdf, null, "json")).Answer.Content.ReadAsStringAsync())!;
        ((string)report["verdict"]!).ShouldBe("unproven");
        ((string)report["signatures"]![0]!["subIndication"]!).ShouldBe("TRY_LATER");
    }

    [Fact]
    public async Task Post_PageJsonAndXml_SayTheSame()
    {
        var key = (await web.Services.GetRequiredService<KeyStore>().Find("unit", Signers.Committee, default))!.Key;
        var trust = web.Services.GetRequiredService<TrustServices>();
        var tsa = await trust.Timestamp(default);
        var lasting = new PadesOptions(web.Db.Now) { Reason = "KT. CHỦ TỊCH", Timestamp = tsa, Revocation = trust.Revocation, Archive = tsa };
        var good = (await PadesSigner.Sign(Samples.Pdf(true), key, lasting)).ToArray();
        var changed = Samples.Update((await PadesSigner.Sign(Samples.Pdf(false), key, new PadesOptions(web.Db.Now))).ToArray(), 20, (4, "<</Length 1>>\nstream\nq\nendstream"));
        var stranger = (await PadesSigner.Sign(Samples.Pdf(false), Samples.Authority.Key(Samples.Authority.IssuePerson("Người Lạ", null, web.Db.Now.AddDays(-1), web.Db.Now.AddDays(9))), new PadesOptions(web.Db.Now))).ToArray();
        foreach (var (pdf, code) in new[] { (good, "valid"), (changed, "changed"), (stranger, "untrusted"), (Samples.Pdf(false), "unsigned"), ("hỏng"u8.ToArray(), "unreadable") })
        {
            var page = await Ask("Tờ trình.pdf", pdf, null);
            var json = JsonNode.Parse(await (await Ask("Tờ trình.pdf", pdf, null, "json")).Answer.Content.ReadAsStringAsync())!;
            var xml = XDocument.Parse(await (await Ask("Tờ trình.pdf", pdf, null, "xml")).Answer.Content.ReadAsStringAsync()).Root!;
            var verdict = xml.Descendants(Own + "Verdict").First();
            ((string)json["verdict"]!).ShouldBe(code);
            verdict.Attribute("code")!.Value.ShouldBe(code);
            verdict.Value.ShouldBe((string)json["text"]!);
            verdict.Attribute("sha256")!.Value.ShouldBe((string)json["file"]!["sha256"]!);
            page.Text.ShouldContain((string)json["text"]!);
            var reports = xml.Descendants().Where(e => e.Element(Vr + "SignatureIdentifier") is not null).OrderBy(e => (string)e.Element(Vr + "SignatureIdentifier")!.Attribute("id")!).ToList();
            reports.Count.ShouldBe(json["signatures"]!.AsArray().Count);
            foreach (var (report, said) in reports.Zip(json["signatures"]!.AsArray()))
            {
                report.Descendants(Vr + "MainIndication").Single().Value.Split(':')[^1].Replace("total-", "", StringComparison.Ordinal).ShouldBe(((string)said!["indication"]!).Replace("TOTAL_", "", StringComparison.Ordinal).ToLowerInvariant());
                report.Descendants(Vr + "SubIndication").SingleOrDefault()?.Value.Split(':')[^1].ShouldBe((string?)said["subIndication"]);
                var data = report.Descendants(Vr + "ReportData").Select(d => (Type: d.Element(Vr + "Type")!.Value.Split(':')[^1], d.Element(Vr + "Value")!.Value)).ToList();
                data.Single(d => d.Type == "integrity").Value.ShouldBe((string)said["integrity"]!);
                data.SingleOrDefault(d => d.Type == "level").Value.ShouldBe((string?)said["level"]);
                data.Where(d => d.Type is not ("integrity" or "level")).ShouldBe(said["findings"]!.AsArray().Select(f => ((string)f!["code"]!, (string)f["text"]!)));
                page.Text.ShouldContain((string)said["indication"]! + (said["subIndication"] is { } sub ? "/" + sub : ""));
                foreach (var finding in said["findings"]!.AsArray())
                    page.Text.ShouldContain((string)finding!["text"]!);
            }
            // What the page gives to keep is that report.
            var kept = page.Document.QuerySelector("a[download$=json]").ShouldNotBeNull().GetAttribute("href")!;
            var again = JsonNode.Parse(Convert.FromBase64String(kept.Split("base64,")[1]))!;
            again["validatedAt"] = json["validatedAt"]!.DeepClone();
            JsonNode.DeepEquals(again, json).ShouldBeTrue();
        }
        web.Errors.ShouldBeEmpty();
    }

    private static readonly XNamespace Vr = EtsiReport.Namespace, Own = EtsiReport.VerdictNamespace;

    [Fact]
    public async Task Post_HostileFiles_GetAWordEach()
    {
        foreach (var hostile in new byte[][]
        {
            "%PDF-1.7\n%%EOF"u8.ToArray(), "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"u8.ToArray(), "PK\x3\x4nonsense"u8.ToArray(),
            [0x30, 0x80, 0, 0], "văn bản thường"u8.ToArray(), [.. Enumerable.Repeat((byte)'<', 5000)],
        })
            (await Ask("<script>.pdf", hostile, null)).Text.ShouldContain("Không đọc được tệp này");
        (await Ask("a.pdf", Samples.Pdf(false), null)).Text.ShouldContain("không có chữ ký số nào");
        (await Ask("a.pdf", [], null)).ErrorAt("Document").ShouldNotBeNull();
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_SetsNoCookie()
    {
        var anybody = web.Visitor();
        await anybody.Get("/xac-thuc");
        anybody.Cookies.ShouldBeEmpty();
    }

    private Task<Sheet> Ask(string name, byte[] content, byte[]? beside, string how = "page") => web.Visitor().Post("/xac-thuc", [("As", how)],
        [new("Document", name, content), .. beside is null ? Array.Empty<Attachment>() : [new Attachment("Beside", "goc.xml", beside)]]);
}
