using Microsoft.Extensions.DependencyInjection;
using Sen.Directory;
using Sen.Identity;
using Sen.Tests.Procedures;
using Sen.Tests.Signing;

namespace Sen.Tests.Directory;

/// <summary>A ward becomes two, and its work is shared out: by field, dossier by dossier, person by person; before, on and after the day.</summary>
public sealed class SplitTests(Web web) : IClassFixture<Web>
{
    private const string Preview = "form[action*='handler=Preview']", Make = "form[action*='handler=Make']", East = "H01.30801", West = "H01.30802", Official = "demo-staff-lx-2", Clerk = "demo-staff-lx-4";
    private static readonly DateOnly Day = new(2026, 12, 1);

    [Fact]
    public async Task Split_WardWithOpenDossiers_GivesEachFollowerWhatWasChosen()
    {
        // Two dossiers of civil status under way and one that waits, one on land, one that is settled; a draft of each field.
        await web.AsOwner($"""
            insert into procedures.procedure (code, version, body, name, field, search, valid_from)
            select '9.000001', version, jsonb_set(body, '{"{code}"}', '"9.000001"'), name, 'Đất đai', search, valid_from from procedures.procedure where code = '{Web.Copy}'
            """);
        var citizen = await web.Citizen();
        var stays = await Accepted(citizen);
        var apart = await Accepted(citizen);
        var land = await Accepted(citizen);
        var waits = await citizen.Lodge();
        var settled = await citizen.Lodge();
        var (draft, landDraft) = (await citizen.Draft(), await citizen.Draft());
        await web.AsOwner($"""
            update procedures.dossier set procedure_code = '9.000001' where number = '{land}';
            update procedures.draft set procedure_code = '9.000001' where id = '{landDraft.Split('/')[^1]}';
            update procedures.dossier set status = 10, returned_at = now() where number = '{settled}';
            insert into identity.delegation (id, from_id, to_id, permissions, unit_code, valid_from, valid_to, decision, made_by, made_at)
              values (gen_random_uuid(), '{Official}', '{Clerk}', array['dossier.process'], 'H01.30307.VP', '2026-11-01', '2027-02-01', 'Quyết định', 'test', now());
            """);

        var administrator = await web.Sure("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/sap-xep-don-vi/moi"), Preview, ("Kind", "Split"), ("From", "H01.30307"), ("ToCode", East),
            ("ToName", "Phường Long Xuyên Đông"), ("ToNameEn", "Long Xuyen East Ward"), ("More", $"{West} | Phường Long Xuyên Tây | Long Xuyen West Ward | 30802"),
            ("On", "01/12/2026"), ("Decision", "Nghị quyết 77/NQ-HĐND (minh họa)"));
        page.Text.ShouldContain("Chia việc cho các đơn vị sau chia tách");
        page.Text.ShouldContain("Đất đai (1)");
        page.Text.ShouldContain("Hộ tịch (3)");
        page.Text.ShouldContain("Đặng Quốc Tre Xanh · Công chức Tư pháp - Hộ tịch");
        (string, string?)[] chosen = [(Select(page, "procedures.field|Đất đai"), West), (Select(page, "identity.staff|" + Official), West), (Select(page, "identity.staff|" + Clerk), West)];
        var wrong = await administrator.Post(page, Make, [.. chosen, ("Apart", $"{settled} | {West}\n{apart} | H01.999\nvô nghĩa")]);
        wrong.ErrorAt("Apart").ShouldNotBeNull();
        wrong.Value(Select(wrong, "procedures.field|Đất đai")).ShouldBe(West);
        (await web.Db.One<long>("select count(*) from directory.succession")).ShouldBe(0);
        var made = await administrator.Post(wrong, Make, ("Apart", $"{apart} | {West.ToLowerInvariant()}"));
        made.Location.ShouldBe("/danh-ba/sap-xep-don-vi", made.Text);

        // Before the day nothing has moved.
        foreach (var number in new[] { stays, apart, land, waits })
            (await OfficeOf(number)).ShouldBe(Web.LongXuyen);
        (await UnitOf(Official)).ShouldBe("H01.30307.VP");
        (await (await web.Staff("hotich.longxuyen")).Task(stays)).Status.ShouldBe(200);

        web.Clock.Set(new DateTimeOffset(2026, 12, 1, 1, 30, 0, TimeSpan.Zero));
        await web.Eventually("all has moved", async () => await OfficeOf(stays) == East + ".MC" && await OfficeOf(waits) == East + ".MC"
            && await OfficeOf(apart) == West + ".MC" && await OfficeOf(land) == West + ".MC" && await UnitOf(Official) == West + ".VP" && await UnitOf(Clerk) == West + ".VP");
        await web.Eventually("what runs is where its dossier is", () => web.Db.One<bool>("""
            select count(*) = 3 and bool_and(t.unit_path = d.office_path and i.unit_path = d.office_path) from flows.task t join flows.instance i on i.id = t.instance_id
            join procedures.dossier d on d.id::text = i.subject_id where t.state = 'open'
            """));
        await web.Eventually("roles have moved", () => web.Db.One<bool>($"""
            select (select count(*) from identity.role_assignment where unit_code = '{East}' and valid_to is null) = 2
              and (select count(*) from identity.role_assignment where unit_code = '{West}' and valid_to is null) = 2
            """));

        // Who went to the second ward works on what went there, and on nothing of the first.
        var official = await web.Staff("hotich.longxuyen");
        (await official.DraftResult(web, land)).Status.ShouldBe(200);
        (await official.Task(apart)).Status.ShouldBe(200);
        (await official.Get("/viec?q=" + stays)).Document.QuerySelector("tbody tr").ShouldBeNull();
        var grants = await web.Services.GetRequiredService<GrantsQuery>().Of(Clerk, Day, default);
        grants.ShouldContain(g => g.DelegatedBy != null && g.UnitPath == $"H01/{West}/{West}.UB/{West}.VP");
        // The first keeps the officers, the code, and what is settled.
        var officer = await web.Staff("motcua.longxuyen");
        (await officer.Accept(waits)).Status.ShouldBe(302);
        (await officer.Get("/mot-cua/" + settled)).Text.ShouldContain(settled);
        (await officer.Get("/mot-cua/" + land)).Status.ShouldBe(403);
        (await web.Services.GetRequiredService<Units>().Find("H01.30307", default))!.Code.ShouldBe(East);
        citizen = await web.Citizen();
        (await citizen.Get("/ho-so/" + land)).Text.ShouldContain("Hồ sơ chuyển sang Trung tâm Phục vụ hành chính công phường Long Xuyên Tây");
        (await citizen.Get("/ho-so/" + stays)).Text.ShouldContain("Hồ sơ chuyển sang Trung tâm Phục vụ hành chính công phường Long Xuyên Đông");
        (await citizen.Submit(draft)).Location.ShouldNotBeNull().ShouldContain($"/{East}.MC-261201-");
        (await citizen.Submit(landDraft)).Location.ShouldNotBeNull().ShouldContain($"/{West}.MC-261201-");

        // After: what is past reads as it was.
        web.Clock.Set(new DateTimeOffset(2026, 12, 15, 1, 30, 0, TimeSpan.Zero));
        (await OfficeOf(settled)).ShouldBe(Web.LongXuyen);
        (await web.Services.GetRequiredService<GrantsQuery>().Of(Official, Day.AddDays(-1), default)).ShouldContain(g => g.UnitPath == "H01/H01.30307");
        (await (await web.Sure("quantri")).Get("/danh-ba/H01.30307")).Text.ShouldContain("Đơn vị này kết thúc hoạt động hết ngày 30/11/2026");
        web.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Split_MainIsTheSecond_TakesTheCode()
    {
        var administrator = await web.Sure("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/sap-xep-don-vi/moi"), Preview, ("Kind", "Split"), ("From", "H01.30337"), ("ToCode", "H01.30991"),
            ("ToName", "Xã An Phú Trên"), ("More", "H01.30992 | Xã An Phú Dưới"), ("On", "01/03/2027"), ("Decision", "Nghị quyết"));
        (await administrator.Post(page, Make, ("Main", "H01.30999"))).ErrorAt("Main").ShouldNotBeNull();
        (await administrator.Post(page, Make, ("Main", "H01.30992"))).Location.ShouldBe("/danh-ba/sap-xep-don-vi");
        (await web.Services.GetRequiredService<Units>().On(new DateOnly(2027, 3, 1), default)).Find("H01.30337.MC")!.Code.ShouldBe("H01.30992.MC");
    }

    [Fact]
    public async Task Split_ClosedFilesHaveALegalSuccessorOfTheirOwn_WhoReadsThem()
    {
        var settled = await (await web.Citizen()).Lodge("H01.30313.MC");
        await web.AsOwner($"update procedures.dossier set status = 10, returned_at = now() where number = '{settled}'");
        var administrator = await web.Sure("quantri");
        var page = await administrator.Post(await administrator.Get("/danh-ba/sap-xep-don-vi/moi"), Preview, ("Kind", "Split"), ("From", "H01.30313"), ("ToCode", "H01.39981"),
            ("ToName", "Xã Mỹ Hòa Hưng Đông"), ("More", "H01.39982 | Xã Mỹ Hòa Hưng Tây"), ("On", "01/03/2027"), ("Decision", "Nghị quyết"));
        var taken = await administrator.Post(await administrator.Get("/danh-ba/sap-xep-don-vi/moi"), Preview, ("Kind", "Split"), ("From", "H01.30313"), ("ToCode", "H01.39981"),
            ("ToName", "Xã Mỹ Hòa Hưng Đông"), ("More", "H01.30307 | Xã Mỹ Hòa Hưng Tây"), ("On", "01/03/2027"), ("Decision", "Nghị quyết"));
        (taken.ErrorAt("More"), taken.ErrorAt("ToCode")).ShouldSatisfyAllConditions(e => e.Item1.ShouldNotBeNull(), e => e.Item2.ShouldBeNull());
        page.Text.ShouldContain("Đơn vị kế thừa trách nhiệm về hồ sơ đã giải quyết");
        (await administrator.Post(page, Make, ("Files", "H01.30999"))).ErrorAt("Files").ShouldNotBeNull();
        (await administrator.Post(page, Make, ("Main", "H01.39981"), ("Files", "H01.39982"))).Location.ShouldBe("/danh-ba/sap-xep-don-vi");

        var units = web.Services.GetRequiredService<Units>();
        var before = await units.On(new DateOnly(2027, 2, 28), default);
        before.AnswersFor("H01.30313.MC")!.Code.ShouldBe("H01.30313.MC");
        before.TakenOver("H01.39982").ShouldBeEmpty();
        var on = await units.On(new DateOnly(2027, 3, 1), default);
        on.Find("H01.30313.MC")!.Code.ShouldBe("H01.39981.MC");
        on.AnswersFor("H01.30313.MC")!.Code.ShouldBe("H01.39982.MC");
        on.TakenOver("H01.39981").ShouldBeEmpty();
        on.TakenOver("H01.39982").Select(u => u.Code).ShouldBe(["H01.30313"]);
        var shown = await administrator.Get("/danh-ba/H01.30313?ngay=01/03/2027");
        shown.Text.ShouldContain("Hồ sơ đã giải quyết do đơn vị kế thừa sau chịu trách nhiệm");
        shown.Document.QuerySelector("main a[href^='/danh-ba/H01.39982']").ShouldNotBeNull();
        // An officer of the one that answers reads the file; of the one with the code does not.
        await web.AsOwner("""
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from) values ('demo-staff-mh-3', 'one-stop-officer', 'H01.39982', '2027-03-01'), ('demo-staff-mh-4', 'one-stop-officer', 'H01.39981', '2027-03-01')
            """);
        var path = await web.Db.One<string>("select office_path from procedures.dossier where number = @settled", new { settled });
        var grants = web.Services.GetRequiredService<GrantsQuery>();
        async Task<bool> May(string staff) => (await grants.Of(staff, new DateOnly(2027, 3, 1), default)).Any(g => g.Permission == "dossier.accept" && g.Covers(path));
        (await May("demo-staff-mh-3")).ShouldBeTrue();
        (await May("demo-staff-mh-4")).ShouldBeFalse();
    }

    /// <summary>The select of a portion.</summary>
    private static string Select(Sheet page, string portion) =>
        page.Document.QuerySelectorAll("input[name^=ShareOf]").Single(i => i.GetAttribute("value") == portion).GetAttribute("name")!.Replace("ShareOf", "ShareTo");

    private async Task<string> Accepted(Visitor citizen)
    {
        var number = await citizen.Lodge();
        (await (await web.Staff("motcua.longxuyen")).Accept(number)).Status.ShouldBe(302);
        return number;
    }

    private Task<string> OfficeOf(string number) => web.Db.One<string>("select office from procedures.dossier where number = @number", new { number });

    private Task<string?> UnitOf(string staff) => web.Db.OneOrNone<string?>("select unit_code from identity.position where staff_id = @staff and valid_to is null and main", new { staff });
}
