using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>A process as lists show it: its newest version and what runs.</summary>
internal sealed record ProcessRow(string Id, int Version, DateTimeOffset PublishedAt, int Running, int Stuck);

/// <summary>How long a step waits for people.</summary>
/// <param name="Element">The step.</param>
/// <param name="Done">How many tasks were done, of the last 1,000.</param>
/// <param name="MedianSeconds">Half waited no longer.</param>
/// <param name="SlowSeconds">Nine of ten waited no longer.</param>
/// <param name="Open">How many wait now.</param>
/// <param name="OldestAt">Since when the oldest waits.</param>
internal sealed record StepWait(string Element, int Done, double? MedianSeconds, double? SlowSeconds, int Open, DateTimeOffset? OldestAt);

/// <summary>An instance in a list.</summary>
internal sealed record InstanceRow(Guid Id, int Version, string Title, string UnitPath, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool Stuck);

/// <summary>One thing that happened in an instance.</summary>
internal sealed record Passed(DateTimeOffset At, string Element, string Actor);

/// <summary>An event that starts a process.</summary>
internal sealed record StartRow(string Element, string Kind, string Name, DateTimeOffset? NextAt);

/// <summary>A migration and how far it is.</summary>
internal sealed record MigrationRow(int FromVersion, int ToVersion, string Reason, string By, DateTimeOffset StartedAt, int Total, int Moved, int Stayed, DateTimeOffset? EndedAt);

/// <summary>What pages about processes read.</summary>
internal sealed class ProcessesQuery(Database db)
{
    // A token that is stuck says why in the state.
    private const string IsStuck = "jsonb_path_exists(i.state, '$.tokens[*].stuck')";

    /// <summary>All processes; counts are capped at 10,000.</summary>
    public Task<IReadOnlyList<ProcessRow>> All(CancellationToken ct) => db.Query<ProcessRow>($"""
        select d.id, d.version, d.published_at,
          (select count(*)::int from (select from flows.instance i where i.definition = d.id and i.ended_at is null limit 10000) r) as running,
          (select count(*)::int from (select from flows.instance i where i.definition = d.id and i.ended_at is null and {IsStuck} limit 10000) r) as stuck
        from (select distinct on (id) id, version, published_at from flows.definition order by id, version desc) d order by d.id limit 500
        """, ct: ct);

    public Task<string?> Xml(string id, int? version, CancellationToken ct) => db.OneOrNone<string>(
        "select xml from flows.definition where id = @id and (@version::int is null or version = @version) order by version desc limit 1", new { id, version }, ct);

    public async Task<IReadOnlyDictionary<string, JsonNode?>> Labels(string id, int version, CancellationToken ct) =>
        JsonNode.Parse(await db.OneOrNone<string>("select labels::text from flows.definition where id = @id and version = @version", new { id, version }, ct) ?? "{}")!
            .AsObject().ToDictionary(pair => pair.Key, pair => pair.Value);

    public Task<IReadOnlyList<int>> Versions(string id, CancellationToken ct) =>
        db.Query<int>("select version from flows.definition where id = @id order by version desc limit 50", new { id }, ct);

    /// <summary>Waiting time by step, over the last 1,000 tasks of each that were done.</summary>
    public Task<IReadOnlyList<StepWait>> Waits(string id, int version, CancellationToken ct) => db.Query<StepWait>("""
        select e.element,
          coalesce(d.done, 0)::int as done, d.median as median_seconds, d.slow as slow_seconds,
          coalesce(o.open, 0)::int as open, o.oldest as oldest_at
        from (select distinct t.element from flows.task t join flows.instance i on i.id = t.instance_id where i.definition = @id and i.version = @version) e
        left join lateral (
          select count(*) as done, percentile_cont(0.5) within group (order by w.seconds) as median, percentile_cont(0.9) within group (order by w.seconds) as slow
          from (select extract(epoch from t.closed_at - t.opened_at)::float8 as seconds from flows.task t join flows.instance i on i.id = t.instance_id
            where i.definition = @id and i.version = @version and t.element = e.element and t.state = 'done' order by t.closed_at desc limit 1000) w) d on true
        left join lateral (
          select count(*) as open, min(t.opened_at) as oldest from flows.task t join flows.instance i on i.id = t.instance_id
          where i.definition = @id and i.version = @version and t.element = e.element and t.state = 'open') o on true
        order by e.element
        """, new { id, version }, ct);

    /// <summary>Instances, the newest first; from a position on.</summary>
    public Task<IReadOnlyList<InstanceRow>> Instances(string id, bool onlyStuck, Guid? before, int limit, CancellationToken ct) => db.Query<InstanceRow>($"""
        select i.id, i.version, i.title, i.unit_path, i.started_at, i.ended_at, {IsStuck} as stuck
        from flows.instance i
        where i.definition = @id and (@before::uuid is null or i.id < @before) and (not @onlyStuck or (i.ended_at is null and {IsStuck}))
        order by i.id desc limit @limit
        """, new { id, onlyStuck, before, limit }, ct);

    public Task<Instance?> Instance(Guid id, CancellationToken ct) => db.OneOrNone<Instance>("""
        select id, definition, version, subject_kind, subject_id, title, unit_path, state::text, started_at, due_at, ended_at, parent_id, parent_wait
        from flows.instance where id = @id
        """, new { id }, ct);

    public Task<Instance?> InstanceOfTask(Guid task, CancellationToken ct) => db.OneOrNone<Instance>("""
        select i.id, i.definition, i.version, i.subject_kind, i.subject_id, i.title, i.unit_path, i.state::text, i.started_at, i.due_at, i.ended_at, i.parent_id, i.parent_wait
        from flows.instance i join flows.task t on t.instance_id = i.id where t.id = @task
        """, new { task }, ct);

    /// <summary>The events that start it.</summary>
    public Task<IReadOnlyList<StartRow>> Starts(string id, CancellationToken ct) =>
        db.Query<StartRow>("select element, kind, name, next_at from flows.start where definition = @id order by element", new { id }, ct);

    /// <summary>How many run in each version.</summary>
    public async Task<IReadOnlyDictionary<int, int>> Running(string id, CancellationToken ct) =>
        (await db.Query<(int Version, int Count)>("select version, count(*)::int from flows.instance where definition = @id and ended_at is null group by version", new { id }, ct)).ToDictionary(row => row.Version, row => row.Count);

    /// <summary>The last migrations, the newest first.</summary>
    public Task<IReadOnlyList<MigrationRow>> Migrations(string id, CancellationToken ct) => db.Query<MigrationRow>("""
        select from_version, to_version, reason, by, started_at, total, moved, stayed, ended_at from flows.migration where definition = @id order by started_at desc limit 20
        """, new { id }, ct);

    /// <summary>What people call instances.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Titles(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        (await db.Query<(Guid Id, string Title)>("select id, title from flows.instance where id = any(@ids)", new { ids = ids.ToArray() }, ct)).ToDictionary(row => row.Id, row => row.Title);

    /// <summary>What it called, and what happened in it, the last 500 first.</summary>
    public async Task<(IReadOnlyList<InstanceRow> Called, IReadOnlyList<Passed> History)> Around(Guid id, CancellationToken ct) =>
        (await db.Query<InstanceRow>($"select i.id, i.version, i.title, i.unit_path, i.started_at, i.ended_at, {IsStuck} as stuck from flows.instance i where i.parent_id = @id order by i.id limit 200", new { id }, ct),
            await db.Query<Passed>("""
                select h.at, e.element, h.actor from flows.history h cross join unnest(h.elements) with ordinality e (element, place)
                where h.instance_id = @id order by h.id desc, e.place desc limit 500
                """, new { id }, ct));
}

/// <summary>How elements are called on pages.</summary>
internal static class ElementNames
{
    /// <summary>The element with its name; marked as Vietnamese where it is not in the language of the page. An id is in no language.</summary>
    public static Option Of(ProcessDefinition? definition, IReadOnlyDictionary<string, JsonNode?> labels, string element, string language)
    {
        var label = labels.GetValueOrDefault(element);
        if ((string?)label?[language] is { } translated)
            return new(element, translated);
        var name = (string?)label?["vi"] ?? definition?.Find(element)?.Name;
        return new(element, name ?? element, Lang: name is null || language == "vi" ? null : "vi");
    }
}
