using Microsoft.AspNetCore.Mvc;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Identity.Personnel;

/// <summary>Who may change what about whom.</summary>
internal static class StaffRules
{
    /// <summary>The refusal of an actor who does not manage the staff of a unit, or null.</summary>
    public static Problem? Refuse(Actor actor, string unitPath) => Access.Refuse(actor, Permissions.StaffManage, unitPath);

    /// <summary>The refusal unless the actor is the person, or manages their unit.</summary>
    public static Problem? RefuseOther(Actor actor, StaffCard card) => actor.Id == card.Id ? null : Refuse(actor, card.UnitPath);

    /// <summary>The refusal when it is the person's own affair, which another must decide.</summary>
    public static Problem? RefuseSelf(Actor actor, StaffCard card) => actor.Id == card.Id ? PeopleProblems.ToYourself() : Refuse(actor, card.UnitPath);

    /// <summary>Gives a page the person of its address; the answer instead when there is none, or the rule refuses the actor.</summary>
    public static async Task<IActionResult?> Open(this StaffQuery staff, string id, Actor actor, Func<Actor, StaffCard, Problem?> rule, Action<StaffCard> give, CancellationToken ct)
    {
        if (await staff.Find(id, ct) is not { } card)
            return PeopleProblems.NoStaff(id).ToPage();
        give(card);
        return rule(actor, card)?.ToPage();
    }

    /// <summary>Takes a person's row, so that two acts about them never decide on the same state; null when there is none.</summary>
    public static Task<string?> LockStaff(this Work work, string id, CancellationToken ct) =>
        work.OneOrNone<string>("select id from identity.staff where id = @id for update", new { id }, ct);

    /// <summary>An active member of staff by user name, or by name where only one fits; null otherwise.</summary>
    public static async Task<(string Id, string Name)?> FindPerson(this Database db, string? text, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var found = await db.Query<(string Id, string Name, bool Exact)>("""
            select id, name, user_name = lower(trim(@text)) as exact from identity.staff
            where active and (user_name = lower(trim(@text)) or position(public.sen_fold(trim(@text)) in folded) > 0)
            order by exact desc, name limit 2
            """, new { text }, ct);
        return found is [{ Exact: true } exact, ..] ? (exact.Id, exact.Name) : found is [var only] ? (only.Id, only.Name) : null;
    }

    /// <summary>A unit by code, or by name in any spelling; null when none fits.</summary>
    public static async Task<Unit?> FindUnit(this Units units, string? text, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(text) ? null
        : await units.Find(text.Trim().ToUpperInvariant(), ct) ?? ((await units.Search(text, 1, ct)) is [var first, ..] ? first : null);
}
