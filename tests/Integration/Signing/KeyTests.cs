using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sen.Signing;
using static Sen.Tests.Signing.Signers;

namespace Sen.Tests.Signing;

/// <summary>An administrator registers keys that lie elsewhere, and revokes them.</summary>
public sealed class KeyTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Register_TokenThenRevoke_ChangesWhatTheSignerSees()
    {
        var admin = await web.Staff("quantri");
        (await admin.Get("/ky-so/khoa/moi")).Location.ShouldNotBeNull().ShouldContain("/xac-nhan");
        await web.Confirm(admin, "quantri");
        var form = await admin.Get("/ky-so/khoa/moi");
        (await Post(admin, form, ("OwnerId", "khong-co"), ("Pem", Pem(2048)))).ErrorAt("OwnerId").ShouldNotBeNull();
        (await Post(admin, form, ("OwnerId", LeaderId), ("Pem", Pem(1024)))).ErrorAt("Pem").ShouldNotBeNull();
        (await Post(admin, form, ("OwnerId", LeaderId), ("Pem", "không phải chứng thư"))).ErrorAt("Pem").ShouldNotBeNull();
        (await Post(admin, form, ("OwnerId", LeaderId), ("Pem", Pem(2048)), ("Place", "pkcs11"), ("Reference", "pkcs11:token=a;object=b?pin-value=1"))).ErrorAt("Reference").ShouldNotBeNull();
        (await Post(admin, form, ("OwnerId", LeaderId), ("Pem", Pem(2048)))).Location.ShouldBe("/ky-so/khoa");
        (await admin.Get("/ky-so/khoa?q=thot not")).Text.ShouldContain("USB token của người ký");

        var request = await (await web.Staff(Clerk)).Ask("Ký bằng khóa mới", [(LeaderId, "")], seal: false);
        var leader = await web.Sure(Leader);
        (await leader.Get(request)).Document.QuerySelector($"a[href='{request}/token']").ShouldNotBeNull();
        var list = await admin.Get("/ky-so/khoa?q=thot not");
        var revoke = await admin.Get(list.Document.QuerySelector("main tbody td a")!.GetAttribute("href")!);
        (await admin.Post(revoke, "main form", ("Reason", "x"))).ErrorAt("Reason").ShouldNotBeNull();
        (await admin.Post(revoke, "main form", ("Reason", "Mất thiết bị"))).Location.ShouldBe("/ky-so/khoa");
        (await leader.Get(request)).Text.ShouldContain("Bạn chưa có khóa ký số");
        (await web.Db.Query<string>("select act from data.v_ledger where act like 'key.%' and subject_id = @LeaderId order by id desc limit 2", new { LeaderId })).ShouldBe(["key.revoke", "key.issue"]);
    }

    [Fact]
    public async Task Reseal_KeysUnderAnOlderMasterKey_ComeUnderTheCurrentOne()
    {
        var (id, box) = await web.Db.One<(Guid, byte[])>("select id, sealed from signing.key where owner_kind = 'unit' and owner_id = @Committee and revoked_at is null", new { Committee });
        var (current, old) = (web.Services.GetRequiredService<IConfiguration>()["Sen:FileKey"]!, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var older = new KeySeal(old).Seal(new KeySeal(current).Open(box, id), id);
        await web.AsOwner($"update signing.key set sealed = '\\x{Convert.ToHexString(older)}' where id = '{id}'");
        var keys = web.Services.GetRequiredService<KeyStore>();
        await Should.ThrowAsync<CryptographicException>(() => keys.Find("unit", Committee, default));
        var reseal = new ResealKeys(web.Db, new KeySeal(current, old), NullLogger<ResealKeys>.Instance);
        (await reseal.Run(default)).ShouldBe(1);
        (await keys.Find("unit", Committee, default)).ShouldNotBeNull();
        (await reseal.Run(default)).ShouldBe(0);
        (await web.Db.One<long>("select count(*) from data.v_ledger where act = 'key.reseal' and subject_id = @id", new { id = id.ToString() })).ShouldBe(1);
    }

    private static Task<Sheet> Post(Visitor admin, Sheet form, params (string, string?)[] fields) => admin.Post(form, "form:has([name=OwnerId])", fields);

    private static string Pem(int bits)
    {
        using var rsa = RSA.Create(bits);
        var request = new CertificateRequest("CN=Huỳnh Minh Thốt Nốt", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(Web.Morning.AddDays(-1), Web.Morning.AddYears(1)).ExportCertificatePem();
    }
}
