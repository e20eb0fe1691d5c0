using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Identity.Absences;
using Sen.Identity.Delegations;
using Sen.Identity.Packs;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Staff, positions, roles, delegations and absences.</summary>
internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<GrantsQuery>().AddSingleton<DelegationPart>().AddSingleton<FollowUnit>();
        services.AddSingleton<StaffQuery>().AddSingleton<AddStaffHandler>().AddSingleton<RolesHandler>().AddSingleton<ImportStaff>();
        services.AddSingleton<MoveStaffHandler>().AddSingleton<CarryMoveHandler>();
        services.AddSingleton<DelegationHandler>().AddSingleton<EndDelegationHandler>().AddSingleton<DelegationsQuery>().AddSingleton<AbsenceHandler>();
        services.AddSingleton(new PackPart("identity.delegation", 201, (s, pack, ct) => s.GetRequiredService<DelegationPart>().Apply(pack, ct)));
        services.AddSubscriber<UnitSucceeded>("identity.follow-unit", (moved, context, ct) => context.Services.GetRequiredService<FollowUnit>().Handle(moved, ct));
        services.AddSingleton(new SharedWork("identity.people.shared-work", (paths, s, ct) => s.GetRequiredService<FollowUnit>().Portions(paths, ct)));
        services.AddSingleton(new OpenWork("identity.people.open-work", (of, s, ct) => s.GetRequiredService<FollowUnit>().Count(of, ct)));
        services.AddJobHandler<CarryMove>((job, context, ct) => context.Services.GetRequiredService<CarryMoveHandler>().Run(job, ct));
        services.AddJobHandler<CarryAbsence>((job, context, ct) => context.Services.GetRequiredService<AbsenceHandler>().Run(job, ct));
        services.AddSingleton(new Importer("staff", "Excel workbook; its first sheet has the heads that /nhan-su/nhap gives as a template.",
            (request, s, ct) => s.GetRequiredService<ImportStaff>().Run(request, ct)));
        services.AddSingleton(new MenuEntry("staff", 81, "identity.people.title", "/nhan-su"));
    }
}
