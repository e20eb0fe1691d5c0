using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Identity.Absences;
using Sen.Identity.Delegations;
using Sen.Kernel;

namespace Sen.Tests.Identity;

/// <summary>Acts in another's stead: which, where, how long, and never passed on where the law forbids it.</summary>
public sealed class DelegationTests(Web web) : IClassFixture<Web>
{
    private const string Leader = "demo-staff-lx-3", Official = "demo-staff-lx-2", Officer = "demo-staff-lx-1", Clerk = "demo-staff-lx-4", Ward = "H01/H01.30307";
    private static readonly DateOnly Today = new(2026, 11, 20);

    private Task<IReadOnlyList<Grant>> Grants(string staff, DateOnly? day = null) => web.Services.GetRequiredService<GrantsQuery>().Of(staff, day ?? Today, default);

    private static Actor Self(string id) => new(ActorKind.Staff, id, id);

    private Task<Result<Done>> Give(string from, string to, string permission, int days = 10, string unit = "H01.30307", Actor? actor = null) =>
        web.Services.GetRequiredService<DelegationHandler>().Handle(new GiveDelegation(from, to, [permission], unit, Today, Today.AddDays(days), "Giấy ủy quyền 1/UQ"), actor ?? Self(from), default);

    private Task EndAll() => web.AsOwner("update identity.delegation set ended_at = now() where ended_at is null");

    [Fact]
    public async Task Give_Signing_LetsTheOtherSignForTheDaysGiven()
    {
        (await Give(Leader, Official, Permissions.DossierSign)).Problems.ShouldBeEmpty();
        var grant = (await Grants(Official)).Single(g => g.Permission == Permissions.DossierSign);
        (grant.UnitPath, grant.DelegatedBy, grant.Decision).ShouldBe((Ward, "Huỳnh Minh Thốt Nốt", "Giấy ủy quyền 1/UQ"));
        (await Grants(Official, Today.AddDays(9))).ShouldContain(grant);
        (await Grants(Official, Today.AddDays(10))).ShouldNotContain(g => g.Permission == Permissions.DossierSign);
        (await web.Services.GetRequiredService<Staff>().HoldersOf(Permissions.DossierSign, Ward, default)).Select(s => s.Id).ShouldBe([Leader, Official], ignoreOrder: true);
        // The page explains it, and the person sees it on a real request.
        var why = await (await web.Staff("quantri")).Get("/quyen?nguoi=hotich.longxuyen&quyen=dossier.sign&don-vi=H01.30307");
        why.Text.ShouldContain("Theo ủy quyền của Huỳnh Minh Thốt Nốt: Giấy ủy quyền 1/UQ.");
        (await (await web.Staff("hotich.longxuyen")).Get("/xu-ly/00000000-0000-0000-0000-000000000001/ky")).Status.ShouldBe(409);
        await EndAll();
        (await (await web.Staff("hotich.longxuyen")).Get("/xu-ly/00000000-0000-0000-0000-000000000001/ky")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task PassOn_Signing_IsRefusedWithTheLaw()
    {
        (await Give(Leader, Official, Permissions.DossierSign)).Problems.ShouldBeEmpty();
        var refused = await Give(Official, Clerk, Permissions.DossierSign);
        refused.Problem!.Code.ShouldBe("identity.delegation.no-redelegation");
        refused.Problem.Rule.ShouldNotBeNull().ShouldContain("Nghị định 30/2020/NĐ-CP");
        (await Grants(Clerk)).ShouldNotContain(g => g.Permission == Permissions.DossierSign);
        await EndAll();
    }

    [Fact]
    public async Task PassOn_Accepting_HoldsOnlyWhileTheChainAndTheRoleHold()
    {
        (await Give(Officer, Official, Permissions.DossierAccept)).Problems.ShouldBeEmpty();
        (await Give(Official, Clerk, Permissions.DossierAccept, days: 20)).Problem!.Code.ShouldBe("identity.delegation.beyond-parent");
        (await Give(Official, Clerk, Permissions.DossierAccept)).Problems.ShouldBeEmpty();
        (await Grants(Clerk)).ShouldContain(g => g.Permission == Permissions.DossierAccept && g.DelegatedBy == "Đặng Quốc Tre Xanh");
        // The first giver loses the role: nobody down the chain keeps it.
        await web.AsOwner($"update identity.role_assignment set valid_to = '2026-11-21', valid_from = '2026-11-01' where staff_id = '{Officer}'");
        (await Grants(Clerk, Today.AddDays(2))).ShouldNotContain(g => g.Permission == Permissions.DossierAccept);
        await web.AsOwner($"update identity.role_assignment set valid_to = null where staff_id = '{Officer}'");
        (await Grants(Clerk, Today.AddDays(2))).ShouldContain(g => g.Permission == Permissions.DossierAccept);
        // The middle of the chain is taken back.
        var first = await web.Db.One<Guid>("select id from identity.delegation where from_id = @Officer and ended_at is null", new { Officer });
        (await web.Services.GetRequiredService<EndDelegationHandler>().Handle(new EndDelegation(first, "Đã trở lại"), Self(Officer), default)).Problems.ShouldBeEmpty();
        (await Grants(Clerk)).ShouldNotContain(g => g.Permission == Permissions.DossierAccept);
        await EndAll();
    }

    [Fact]
    public async Task Give_WhatOneDoesNotHold_OrMayNotGive_IsRefused()
    {
        (await Give(Officer, Official, Permissions.DossierSign)).Problem!.Code.ShouldBe("identity.delegation.not-held");
        (await Give(Leader, Official, Permissions.DossierSign, unit: "H01.30313")).Problem!.Code.ShouldBe("identity.delegation.not-held");
        (await Give("demo-staff-ag-2", Official, Permissions.StaffManage, unit: "H01")).Problem!.Code.ShouldBe("identity.delegation.not-delegable");
        (await Give(Leader, Leader, Permissions.DossierSign)).Problem!.Code.ShouldBe("identity.people.no-colleague");
        (await Give(Leader, Official, Permissions.DossierSign, days: 0)).Problem!.Code.ShouldBe("identity.people.end-before-begin");
        (await Give(Leader, Official, Permissions.DossierSign, actor: Self(Official))).Problem!.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Fact]
    public async Task Post_Delegation_ByTheLeaderHerself_IsListedForBoth()
    {
        var leader = await web.Staff("chutich.longxuyen");
        var page = await leader.Get($"/nhan-su/{Leader}/uy-quyen");
        page = await leader.Post(page, "form[action*='handler=Give']", ("To", "hotich.longxuyen"), ("Unit", "H01.30307"), ("Until", ""), ("Decision", "Giấy 2"));
        page.ErrorAt("Until").ShouldNotBeNull();
        page = await leader.Post(page, "form[action*='handler=Give']", ("Permissions", "dossier.sign"), ("Until", "30/11/2026"));
        page.Location.ShouldBe($"/nhan-su/{Leader}/uy-quyen", page.Text);
        (await (await web.Staff("hotich.longxuyen")).Get($"/nhan-su/{Official}/uy-quyen")).Text.ShouldContain("Huỳnh Minh Thốt Nốt ủy quyền cho Đặng Quốc Tre Xanh");
        await EndAll();
    }

    [Fact]
    public async Task Absence_WithSubstitute_LendsEveryDelegableActForTheseDays()
    {
        var handler = web.Services.GetRequiredService<AbsenceHandler>();
        var away = new SetAbsence(Leader, "trip", Today.AddDays(3), Today.AddDays(6), Clerk, null, HandOver: true);
        (await handler.Handle(away, Self(Leader), default)).Problems.ShouldBeEmpty();
        (await Grants(Clerk, Today.AddDays(2))).ShouldNotContain(g => g.Permission == Permissions.DossierSign);
        (await Grants(Clerk, Today.AddDays(3))).Where(g => g.DelegatedBy is not null).Select(g => g.Permission).ShouldBe([Permissions.DossierSign, Permissions.BoardView], ignoreOrder: true);
        (await Grants(Clerk, Today.AddDays(6))).ShouldNotContain(g => g.Permission == Permissions.DossierSign);
        (await handler.Handle(away with { Substitute = null, HandOver = false }, Self(Leader), default)).Problem!.Code.ShouldBe("identity.absence.twice");
        (await handler.Handle(new SetAbsence(Clerk, "leave", Today.AddDays(4), Today.AddDays(5), Leader, null, false), Self(Clerk), default)).Problem!.Code.ShouldBe("identity.absence.substitute-away");
        var id = await web.Db.One<Guid>("select id from identity.absence where staff_id = @Leader and cancelled_at is null", new { Leader });
        (await handler.Handle(new CancelAbsence(id), Self(Leader), default)).Problems.ShouldBeEmpty();
        (await Grants(Clerk, Today.AddDays(3))).ShouldNotContain(g => g.Permission == Permissions.DossierSign);
    }
}
