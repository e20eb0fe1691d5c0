using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;
using Sen.Signatures;
using Sen.Signing;
using Sen.Tests.Procedures;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Signing;

/// <summary>People of one ward who sign, and what they press.</summary>
internal static class Signers
{
    public const string Committee = "H01.30307.UB", Official = "hotich.longxuyen", Leader = "chutich.longxuyen", Clerk = "vanthu.longxuyen";
    public const string LeaderId = "demo-staff-lx-3", OfficialId = "demo-staff-lx-2", ClerkId = "demo-staff-lx-4";

    /// <summary>Asks for signatures by the real form; the address of the request.</summary>
    public static async Task<string> Ask(this Visitor official, string title, IReadOnlyList<(string Staff, string Capacity)> signers, bool seal = true, byte[]? pdf = null, params (string, string?)[] more)
    {
        var form = await official.Get("/ky-so/moi?don-vi=" + Committee);
        List<(string, string?)> fields = [("Name", title), .. more];
        for (var i = 0; i < signers.Count; i++)
            fields.AddRange([($"Steps[{i}].Staff", signers[i].Staff), ($"Steps[{i}].Capacity", signers[i].Capacity)]);
        if (!seal)
            fields.Add(("Seal", "false"));
        var made = await official.Upload(form, Journey.Form, [new("Document", "du-thao.pdf", pdf ?? Samples.Pdf(false))], [.. fields]);
        return made.Location.ShouldNotBeNull(made.Document.QuerySelector("main")?.TextContent);
    }

    public static async Task<Sheet> SignAt(this Visitor signer, string request, params (string, string?)[] fields) =>
        await signer.Post(await signer.Get(request), "form[action*='handler=Sign']", [("Confirmed", "true"), .. fields]);

    /// <summary>A visitor who has just confirmed who they are.</summary>
    public static async Task<Visitor> Sure(this Web web, string userName)
    {
        var visitor = await web.Staff(userName);
        await web.Confirm(visitor, userName);
        return visitor;
    }

    /// <summary>The official may sign too from now on, with a key of the development authority.</summary>
    public static async Task MakeSigner(this Web web, string staff = OfficialId)
    {
        await web.AsOwner($"""
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from)
            select '{staff}', 'leader', 'H01.30307', '2026-01-01' where not exists (select from identity.role_assignment where staff_id = '{staff}' and role = 'leader')
            """);
        if (!await web.Services.GetRequiredService<KeyStore>().Has("staff", staff, default))
            await web.WithKeys((keys, authority, work) => keys.Add(work, "staff", staff,
            authority.IssuePerson("Đặng Quốc Tre Xanh", "UBND phường Long Xuyên", web.Db.Now.AddDays(-1), web.Db.Now.AddYears(1)), [authority.Issuing, authority.Root], null, true));
    }

    public static async Task WithKeys(this Web web, Action<KeyStore, DevelopmentAuthority, Sen.Data.Work> act)
    {
        var keys = web.Services.GetRequiredService<KeyStore>();
        var known = (await keys.Find("authority", "development", default))!;
        var authority = DevelopmentAuthority.Load(known.Key.Chain[0], known.Key.Certificate);
        await using var work = await web.Db.Begin(Actor.Part("test"), default);
        act(keys, authority, work);
        await work.Commit();
    }

    public static async Task<byte[]> FileOf(this Web web, string request)
    {
        var file = await web.Db.One<Guid>("select file from signing.request where id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
        return (await web.Services.GetRequiredService<Sen.Data.FileStore>().Read(file, default))!;
    }

    public static async Task<string> StateOf(this Web web, string request) =>
        await web.Db.One<string>("select state from signing.request where id = @id", new { id = Guid.Parse(request.Split('/')[^1]) });
}
