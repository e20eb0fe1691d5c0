using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signing;
using Sen.Tests.Unit.Signing;
using Xunit.Abstractions;
using static Sen.Tests.Signing.Signers;

namespace Sen.Tests.Signing;

/// <summary>Two hundred at once, with a key here and with a remote one; and what is left when it breaks off.</summary>
public sealed class BatchTests(Web web, ITestOutputHelper output) : IClassFixture<Web>
{
    [Fact]
    public async Task Software_TwoHundred_AreShownThenSigned_WithProgress()
    {
        await web.WithKeys((keys, authority, work) =>
        {
            work.Add("update signing.key set revoked_at = @Now where owner_kind = 'staff' and owner_id = @LeaderId and revoked_at is null", new { work.Now, LeaderId });
            keys.Add(work, "staff", LeaderId, authority.IssuePerson("Huỳnh Minh Thốt Nốt", "UBND phường Long Xuyên", web.Db.Now.AddDays(-1), web.Db.Now.AddYears(1)), [authority.Issuing, authority.Root], null, true);
        });
        await Requests(200);
        var leader = await web.Sure(Leader);
        var confirm = await leader.Get("/ky-so/ky-nhieu?tat-ca=true");
        confirm.Document.QuerySelectorAll("input[name=Lines]").Length.ShouldBe(200);
        confirm.Text.ShouldContain("Bạn sắp ký 200 văn bản");
        var watch = Stopwatch.StartNew();
        var batch = (await leader.Post(confirm, "main form[method=post]", ("Confirmed", "true"))).Location.ShouldNotBeNull();
        var seen = new SortedSet<int>();
        Sheet shown = null!;
        await web.Eventually("two hundred are signed", async () =>
        {
            shown = await leader.Get(batch);
            if (shown.Document.QuerySelector("progress") is { } progress)
                seen.Add(int.Parse(progress.GetAttribute("value")!, null));
            return !shown.Answer.Headers.Contains("Refresh");
        });
        output.WriteLine($"200 by a key of the software store: {watch.Elapsed.TotalSeconds:0.0} s; seen on the way: {string.Join(' ', seen)}");
        shown.Text.ShouldContain("200 đã ký, 0 không ký được, 0 đang chờ.");
        seen.Count.ShouldBeGreaterThan(1);
        (await Signatures()).ShouldBe((200, 200));
    }

    [Fact]
    public async Task Remote_TwoHundred_OneCodeNamesAllHashes()
    {
        var service = await Remote(s => (s.Mode, s.NamesHashes, s.Otp) = ("explicit", true, "135790"));
        await Requests(200);
        var watch = Stopwatch.StartNew();
        var items = await Sign(service, new KeyConsent("2468", "135790"));
        output.WriteLine($"200 by a remote key, one code for all hashes: {watch.Elapsed.TotalSeconds:0.0} s");
        items.Count(i => i.State == "Signed").ShouldBe(200, items.FirstOrDefault(i => i.Problem is not null)?.Problem);
        service.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(1);
        service.Asked.Count(p => p.EndsWith("signHash", StringComparison.Ordinal)).ShouldBe(1);
        (await Signatures()).ShouldBe((200, 200));
    }

    [Fact]
    public async Task Remote_CodeIsGoodForSome_TheRestStayOpenAndCanBeSignedAgain()
    {
        var service = await Remote(s => (s.Mode, s.NamesHashes, s.Otp, s.Multisign) = ("explicit", true, "135790", 7));
        await Requests(20);
        var first = await Sign(service, new KeyConsent("2468", "135790"));
        first.Count(i => i.State == "Signed").ShouldBe(7);
        first.Where(i => i.State == "Failed").ShouldAllBe(i => i.Problem == "signing.refused.KeyUnavailable");
        (await Signatures()).ShouldBe((7, 7));
        // The code was refused once, and not sent again for each of the rest.
        service.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(2);
        service.Otp = "246802";
        (await Sign(service, new KeyConsent("2468", "246802"))).Count(i => i.State == "Signed").ShouldBe(7);
        (await Signatures()).ShouldBe((14, 14));
    }

    [Fact]
    public async Task Remote_ServiceGoesAway_StopsThere_NothingHalfDone()
    {
        var service = await Remote(s => (s.Mode, s.BreaksAfter) = ("explicit", 5));
        await Requests(20);
        var items = await Sign(service, new KeyConsent("2468"));
        items.Select(i => i.State).ShouldBe([.. Enumerable.Repeat("Signed", 5), .. Enumerable.Repeat("Failed", 15)]);
        service.Signatures.ShouldBe(6);
        service.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(1);
        (await Signatures()).ShouldBe((5, 5));
    }

    [Fact]
    public async Task Remote_WrongPin_IsTriedOnce()
    {
        var service = await Remote(s => s.Mode = "explicit");
        await Requests(10);
        (await Sign(service, new KeyConsent("1111"))).ShouldAllBe(i => i.State == "Failed");
        service.Asked.Count(p => p.EndsWith("authorize", StringComparison.Ordinal)).ShouldBe(1);
        (await Signatures()).ShouldBe((0, 0));
    }

    /// <summary>So many requests wait for the leader, and no others.</summary>
    private async Task Requests(int count)
    {
        await web.AsOwner("update signing.step set state = 'Closed' where state = 'Open'; update signing.request set state = 'Recalled' where state = 'Open'");
        var id = (await (await web.Staff(Clerk)).Ask("Văn bản trong lô", [(LeaderId, "")], seal: false)).Split('/')[^1];
        await web.AsOwner($"""
            create temp table copy as select gen_random_uuid() as id, n from generate_series(2, {count}) n;
            insert into signing.request (id, title, unit_code, unit_path, subject_kind, subject_id, original, file, state, created_by, created_name, created_at)
            select c.id, title || ' ' || n, unit_code, unit_path, subject_kind, c.id::text, original, file, state, created_by, created_name, created_at
            from copy c, signing.request r where r.id = '{id}';
            insert into signing.step (id, request_id, ordinal, kind, staff_id, staff_name, capacity, capacity_line, state, opened_at, page, place)
            select gen_random_uuid(), c.id, ordinal, kind, staff_id, staff_name, capacity, capacity_line, state, opened_at, page, place
            from copy c, signing.step s where s.request_id = '{id}';
            """);
        _ids = [.. (await web.Db.Query<Guid>("select id from signing.request where state = 'Open'", new { })).Select(g => g.ToString())];
        _ids.Length.ShouldBe(count);
    }

    private string[] _ids = [];

    private async Task<(long Done, long Signatures)> Signatures() => (
        await web.Db.One<long>("select count(*) from signing.request where state = 'Done' and id::text = any (@ids)", new { ids = _ids }),
        await web.Db.One<long>("select count(*) from signing.signature where subject_id = any (@ids)", new { ids = _ids }));

    private async Task<CscService> Remote(Action<CscService> set)
    {
        CscService service = null!;
        await web.WithKeys((keys, authority, work) =>
        {
            var key = authority.Key(authority.IssuePerson("Huỳnh Minh Thốt Nốt", "UBND phường Long Xuyên", web.Db.Now.AddDays(-1), web.Db.Now.AddYears(1)));
            service = new CscService(2, key);
            keys.Register(work, "staff", LeaderId, key.Certificate, key.Chain, KeyPlace.Remote, "a/c1", null, true);
        });
        set(service);
        return service;
    }

    private async Task<IReadOnlyList<BatchItem>> Sign(CscService service, KeyConsent consent)
    {
        var options = new CscOptions { Address = new Uri("https://ky.example.vn"), ClientId = "sen", ClientSecret = "secret" };
        var remote = new CscKeys(new Dictionary<string, CscClient> { ["a"] = new(new HttpClient(service, disposeHandler: false), options, TimeProvider.System) }, new Dictionary<string, CscOptions> { ["a"] = options });
        var keys = new KeyStore(web.Db, web.Services.GetRequiredService<KeySeal>(), [remote]);
        var steps = new SignStepHandler(web.Db, web.Services.GetRequiredService<RequestQuery>(), ActivatorUtilities.CreateInstance<Signer>(web.Services, keys), web.Services.GetRequiredService<Staff>());
        var handler = new SignBatchHandler(web.Db, steps, keys, web.Services.GetRequiredService<Staff>(), NullLogger<SignBatchHandler>.Instance);
        var member = (await web.Services.GetRequiredService<Staff>().Find(LeaderId, default))!;
        var actor = new Actor(ActorKind.Staff, member.Id, member.Name) { Title = member.Title, UnitPath = member.UnitPath, ConfirmedAt = web.Db.Now };
        var lines = await handler.Lines(null, actor, default);
        var made = await handler.Handle(new SignBatch([.. lines.Select(l => (l.Step, l.File))], true, consent), actor, default);
        made.Ok.ShouldBeTrue(string.Join(' ', made.Problems.Select(p => p.Code)));
        await web.Eventually("the batch ends", async () => (await handler.Find(made.Value, actor, default))!.FinishedAt is not null);
        return await handler.Items(made.Value, default);
    }
}
