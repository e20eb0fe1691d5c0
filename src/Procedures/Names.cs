using System.Globalization;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>How this module names its things to others.</summary>
internal static class Names
{
    public static Ref Dossier(Guid id) => new("dossier", id.ToString());
}

/// <summary>The day part of a dossier number, in the province's time (Circular 01/2018, art. 19: YYMMDD).</summary>
internal static class DossierNumber
{
    public static string Day(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Words.ProvinceTime).ToString("yyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>Writes a step of the course that the applicant may read.</summary>
internal static class Steps
{
    public static void Step(this Work work, Guid dossier, DossierStatus status, string code, params string[] args) => work.Add("""
        insert into procedures.dossier_step (dossier_id, at, status, code, args, by_name, by_title)
        values (@Dossier, @At, @Status, @Code, @Args, @ByName, @ByTitle)
        """, new
    {
        Dossier = dossier,
        At = work.Now,
        Status = (int)status,
        Code = code,
        Args = args,
        ByName = work.Actor.Name,
        ByTitle = work.Actor.Title,
    });
}
