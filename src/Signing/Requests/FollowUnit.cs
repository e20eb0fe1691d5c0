using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Signing;

/// <summary>A unit's code and open work go to another unit, or its place in the tree changed.</summary>
[Event("directory.unit-succeeded", 1)]
internal sealed record UnitSucceeded(string From, string FromPath, string To, string ToPath, UnitShare[]? Shares = null);

/// <summary>What a split gives to another unit: of ours whoever asked for a signature.</summary>
internal sealed record UnitShare(string Kind, string Key, string To, string ToPath);

/// <summary>
/// Open requests go where their unit's work goes; after a split where it put whoever asked. Who still signs for the collective signs
/// for the new one, and its clerk seals with its seal. What is signed stays as it was signed: the file names the former unit, so
/// whoever asked is told, and asks anew where it must name the new one.
/// </summary>
internal sealed class FollowUnit(Database db)
{
    /// <summary>Identity's word for a member of staff in the shares of a split.</summary>
    private const string StaffShare = "identity.staff";

    private sealed record Request(Guid Id, string Title, string CreatedBy);

    /// <summary>Runs again without harm: what has moved lies no longer at the former unit.</summary>
    public async Task Handle(UnitSucceeded moved, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("signing"), ct);
        var open = await work.Query<Request>("""
            select id, title, created_by from signing.request where state = 'Open' and unit_code = @From and unit_path = @FromPath order by id for update
            """, moved, ct);
        if (open.Count == 0)
            return;
        var shares = (moved.Shares ?? []).Where(s => s.Kind == StaffShare).ToDictionary(s => s.Key);
        var names = (await work.Query<(string Code, string Name)>("select code, name from directory.v_unit_last where code = any (@codes)",
            new { codes = shares.Values.Select(s => s.To).Append(moved.To).ToArray() }, ct)).ToDictionary(n => n.Code, n => n.Name);
        foreach (var request in open)
        {
            var (to, path) = shares.GetValueOrDefault(request.CreatedBy) is { } share ? (share.To, share.ToPath) : (moved.To, moved.ToPath);
            // Another version: who presses the button at this moment sees first what has changed.
            work.Add("update signing.request set unit_code = @to, unit_path = @path, version = version + 1 where id = @Id", new { to, path, request.Id });
            if (to != moved.From)
                Renamed(work, request, names.GetValueOrDefault(to, to));
            work.Audit("signing.change-unit", Steps.Ref(request.Id), before: new { moved.From, moved.FromPath }, after: new { To = to, ToPath = path });
        }
        await work.Commit(ct);
    }

    private static void Renamed(Work work, Request request, string name)
    {
        var args = new { request.Id, name, line = Capacity.Line(Capacity.Collective, name, "", "") };
        work.Add("update signing.step set staff_name = @name where request_id = @Id and kind = 'Organisation' and state in ('Waiting', 'Open')", args);
        work.Add("update signing.step set capacity_line = @line where request_id = @Id and capacity = 'TM' and state in ('Waiting', 'Open')", args);
        work.Notify(new Notice(request.CreatedBy, "signing.unit-changed", Steps.Ref(request.Id), [request.Title, name], $"/ky-so/{request.Id}"));
    }

    /// <summary>Open requests of units that a merger would move; or the steps that wait for a person, and what that one asked for.</summary>
    public Task<long> Count(WorkOf of, CancellationToken ct) => of.StaffId is { } staff
        ? db.One<long>("""
            select count(*) from signing.request r where r.state = 'Open' and (r.created_by = @staff or exists (
              select from signing.step s where s.request_id = r.id and s.state in ('Waiting', 'Open') and (s.deputy_id = @staff or (s.staff_id = @staff and s.deputy_id is null))))
            """, new { staff }, ct)
        : db.One<long>("select count(*) from signing.request where state = 'Open' and unit_path = any (@Paths)", new { Paths = of.Paths.ToArray() }, ct);
}
