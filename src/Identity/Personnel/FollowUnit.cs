using Sen.Data;
using Sen.Directory;
using Sen.Kernel;

namespace Sen.Identity.Personnel;

/// <summary>
/// Takes positions and roles at a unit to the unit that follows it, from the day on: the former ones end the day before and
/// stay in the record. Registered systems of the unit are the follower's. Delegations name the former unit and reach the new one by the redirect of codes.
/// </summary>
internal sealed class FollowUnit(Database db)
{
    public const string Share = "identity.staff";

    private sealed record Position(long Id, string StaffId, string Title, bool Main, DateOnly ValidFrom, DateOnly? ValidTo);
    private sealed record Role(long Id, string StaffId, string Code, DateOnly ValidFrom, DateOnly? ValidTo);

    private const string After = "unit_code = @From and (valid_to is null or valid_to > @On)";

    /// <summary>Runs again without harm: what has moved no longer lies at the former unit on that day.</summary>
    public async Task Handle(UnitSucceeded moved, CancellationToken ct)
    {
        if (moved.From == moved.To)
            return;
        await using var work = await db.Begin(Actor.Part("identity"), ct);
        var positions = await work.Query<Position>($"select id, staff_id, title, main, valid_from, valid_to from identity.position where {After} order by id for update", moved, ct);
        var roles = await work.Query<Role>($"select id, staff_id, role as code, valid_from, valid_to from identity.role_assignment where {After} order by id for update", moved, ct);
        var clients = await work.Query<string>("select id from identity.client where unit_code = @From order by id for update", moved, ct);
        if (positions.Count + roles.Count + clients.Count == 0)
            return;
        foreach (var position in positions)
        {
            var to = moved.Follower(position.StaffId);
            Cut(work, "position", position.Id, position.ValidFrom, moved.On, to);
            if (position.ValidFrom < moved.On)
                work.Add("""
                    insert into identity.position (staff_id, unit_code, title, main, valid_from, valid_to, decision)
                    values (@StaffId, @To, @Title, @Main, @On, @ValidTo, 'directory.unit-succeeded')
                    """, new { position.StaffId, To = to, position.Title, position.Main, moved.On, position.ValidTo });
        }
        foreach (var role in roles)
        {
            var to = moved.Follower(role.StaffId);
            Cut(work, "role_assignment", role.Id, role.ValidFrom, moved.On, to);
            // Whoever held the role at two units that became one holds it once.
            if (role.ValidFrom < moved.On)
                work.Add("""
                    insert into identity.role_assignment (staff_id, role, unit_code, valid_from, valid_to, decision)
                    values (@StaffId, @Code, @To, @On, @ValidTo, 'directory.unit-succeeded')
                    on conflict do nothing
                    """, new { role.StaffId, role.Code, To = to, moved.On, role.ValidTo });
        }
        foreach (var client in clients)
        {
            work.Add("update identity.client set unit_code = @To, version = version + 1 where id = @client", new { moved.To, client });
            work.Audit("client.follow-unit", new Ref("client", client), before: new { moved.From }, after: new { moved.To, moved.On });
        }
        foreach (var staff in positions.Select(p => p.StaffId).Concat(roles.Select(r => r.StaffId)).Distinct())
            work.Audit("staff.follow-unit", new Ref("staff", staff), before: new { moved.From }, after: new { To = moved.Follower(staff), moved.On });
        // The former code leads to the main follower alone: what a person of another lends goes along with the person.
        foreach (var share in (moved.Shares ?? []).Where(s => s.Kind == Share))
            work.Add("update identity.delegation set unit_code = @To where from_id = @Key and unit_code = @From and ended_at is null and valid_to > @On",
                new { share.To, share.Key, moved.From, moved.On });
        await work.Commit(ct);
    }

    /// <summary>Staff by their main position: what a split can give to either of its followers.</summary>
    public Task<IReadOnlyList<WorkPortion>> Portions(IReadOnlyList<string> paths, CancellationToken ct) => db.Query<WorkPortion>($"""
        select '{Share}' as kind, s.id as key, s.name || ' · ' || p.title as name, null::bigint as count
        from identity.position p join identity.staff s on s.id = p.staff_id join directory.v_unit_last u on u.code = p.unit_code
        where u.path = any (@Paths) and p.valid_to is null and p.main and s.active order by s.sort_name, s.id
        """, new { Paths = paths.ToArray() }, ct);

    /// <summary>Staff whose position a merger moves, or none for a person: their own position is not work.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is not null ? Task.FromResult(0L) : db.One<long>("""
        select count(*) from identity.position p join directory.v_unit_last u on u.code = p.unit_code
        where u.path = any (@Paths) and p.valid_to is null
        """, new { Paths = of.Paths.ToArray() }, ct);

    // What was to begin on the day or later begins at the new unit.
    private static void Cut(Work work, string table, long id, DateOnly validFrom, DateOnly on, string to) => work.Add(validFrom < on
        ? $"update identity.{table} set valid_to = @On, end_reason = 'directory.unit-succeeded' where id = @Id"
        : $"update identity.{table} set unit_code = @To where id = @Id", new { On = on, To = to, Id = id });
}
