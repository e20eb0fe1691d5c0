using Sen.Data;
using Sen.Directory;

namespace Sen.Identity.Personnel;

/// <summary>A member of staff as a list shows them.</summary>
internal sealed record StaffRow(string Id, string Name, string UserName, string? Title, string? UnitCode, string? UnitName, bool Active, bool Demonstration, string SortName);

/// <summary>Which staff a list shows.</summary>
/// <param name="Text">Part of name or user name in any spelling, or null.</param>
/// <param name="UnitPath">At this unit and below, or null.</param>
/// <param name="Left">Those who left instead of those who serve.</param>
/// <param name="Day">Positions as of this day.</param>
internal sealed record StaffFilter(string? Text, string? UnitPath, bool Left, DateOnly Day);

/// <summary>A period in a position.</summary>
internal sealed record PositionRow(long Id, string Title, string UnitCode, string? UnitName, bool Main, DateOnly ValidFrom, DateOnly? ValidTo, string? Decision);

/// <summary>A period in a role.</summary>
internal sealed record RoleRow(long Id, string Role, string RoleName, string Sentence, string UnitCode, string? UnitName, DateOnly ValidFrom, DateOnly? ValidTo, string? Decision);

/// <summary>A member of staff, without what is personal.</summary>
/// <param name="UnitPath">Path of the unit of the main position today, or of the last one; empty when there never was one.</param>
internal sealed record StaffCard(string Id, string Name, string UserName, string? Title, string? UnitCode, string? UnitName, string UnitPath, bool Active, DateOnly? LeftOn, bool Demonstration, int Version);

/// <summary>What the office keeps of a person; each look at it is recorded.</summary>
internal sealed record StaffPersonal(string? PersonalId, DateOnly? BirthDate, string? Email, string? Phone);

/// <summary>Reads staff, and what they were and are.</summary>
internal sealed class StaffQuery(Database db, Units units, TimeProvider clock)
{
    private const string Position = """
        left join lateral (
          select p.title, p.unit_code, u.name as unit_name, u.path as unit_path
          from identity.position p
          left join directory.v_unit_version u on u.code = p.unit_code and u.valid_from <= @Day and (u.valid_to is null or u.valid_to > @Day)
          where p.staff_id = s.id and p.main and p.valid_from <= @Day and (p.valid_to is null or p.valid_to > @Day) limit 1) p on true
        """;

    // Whoever is at a unit is found from the unit: there are few of them, and many staff.
    private const string AtUnit = """
        s.id in (select p.staff_id from identity.position p
          where p.unit_code = any (@codes) and p.valid_from <= @Day and (p.valid_to is null or p.valid_to > @Day))
        """;

    /// <summary>A page of staff in order of given name, from a position on.</summary>
    public async Task<IReadOnlyList<StaffRow>> List(StaffFilter filter, (string Name, string Id)? after, int limit, CancellationToken ct)
    {
        var codes = filter.UnitPath is { Length: > 0 } path ? (await units.On(filter.Day, ct)).Below(path).Select(u => u.Code).ToArray() : null;
        var where = "s.active = not @Left";
        if (!string.IsNullOrWhiteSpace(filter.Text))
            where += " and s.folded like '%' || replace(replace(replace(public.sen_fold(trim(@Text)), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'";
        if (codes is not null)
            where += " and " + AtUnit;
        if (after is not null)
            where += " and (s.sort_name, s.id) > (@name, @id)";
        return await db.Query<StaffRow>($"""
            select s.id, s.name, s.user_name, p.title, p.unit_code, p.unit_name, s.active, s.demonstration, s.sort_name
            from (select s.* from identity.staff s where {where} order by s.sort_name, s.id limit @limit) s
            {Position}
            order by s.sort_name, s.id
            """, new { filter.Text, codes, filter.Left, filter.Day, name = after?.Name, id = after?.Id, limit }, ct);
    }

    /// <summary>One member of staff, or null.</summary>
    public Task<StaffCard?> Find(string id, CancellationToken ct) => db.OneOrNone<StaffCard>("""
        select s.id, s.name, s.user_name, p.title, p.unit_code, u.name as unit_name, coalesce(u.path, '') as unit_path, s.active, s.left_on, s.demonstration, s.version
        from identity.staff s
        left join lateral (
          select title, unit_code from identity.position where staff_id = s.id and main and valid_from <= @today order by valid_from desc limit 1) p on true
        left join directory.v_unit_last u on u.code = p.unit_code
        where s.id = @id
        """, new { id, today = clock.ProvinceToday() }, ct);

    public Task<IReadOnlyList<PositionRow>> Positions(string id, CancellationToken ct) => db.Query<PositionRow>("""
        select p.id, p.title, p.unit_code, u.name as unit_name, p.main, p.valid_from, p.valid_to, p.decision
        from identity.position p left join directory.v_unit_last u on u.code = p.unit_code
        where p.staff_id = @id order by p.valid_to is not null, p.valid_from desc, p.id desc limit 100
        """, new { id }, ct);

    public Task<IReadOnlyList<RoleRow>> Roles(string id, string language, CancellationToken ct) => db.Query<RoleRow>("""
        select a.id, a.role, coalesce(r.names ->> @language, r.names ->> 'vi') as role_name, coalesce(r.sentences ->> @language, r.sentences ->> 'vi') as sentence,
          a.unit_code, u.name as unit_name, a.valid_from, a.valid_to, a.decision
        from identity.role_assignment a join identity.role r on r.code = a.role left join directory.v_unit_last u on u.code = a.unit_code
        where a.staff_id = @id order by a.valid_to is not null, a.valid_from desc, a.id desc limit 200
        """, new { id, language }, ct);
}
