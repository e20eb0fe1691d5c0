using System.Text.Json;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Flows;

/// <summary>Lets running instances of one version go on in another, by an explicit map of elements.</summary>
/// <param name="Process">The process.</param>
/// <param name="From">The version they run in.</param>
/// <param name="To">The version to go on in.</param>
/// <param name="Map">New element by old; what is not in it keeps its id.</param>
/// <param name="Reason">Why; the ledger keeps it.</param>
internal sealed record MigrateInstances(string Process, int From, int To, IReadOnlyDictionary<string, string> Map, string Reason);

/// <summary>What a migration would do.</summary>
/// <param name="Fit">How many instances can go on.</param>
/// <param name="Stay">How many cannot.</param>
/// <param name="Why">Why those stay, each reason once; an instance may have several.</param>
internal sealed record MigrationReport(int Fit, int Stay, IReadOnlyList<Staying> Why);

/// <summary>A reason for which instances stay in their version.</summary>
/// <param name="Problem">The reason, by element.</param>
/// <param name="Count">How many.</param>
/// <param name="Examples">The first of them, at most <see cref="MostExamples"/>.</param>
internal sealed record Staying(MigrationProblem Problem, int Count, IReadOnlyList<Guid> Examples)
{
    public const int MostExamples = 10;
}

/// <summary>A migration that was decided is carried out, instance by instance.</summary>
[Job("flows.migrate")]
internal sealed record MigrateAll(Guid Migration);

/// <summary>A migration began, went on or ended: pages that show it read it again.</summary>
[Event("flows.migration-moved", 1)]
internal sealed record MigrationMoved(Guid Migration);

internal sealed class MigrateHandler(Database db, Runner runner, Definitions definitions)
{
    private const int AtOnce = 100;

    /// <summary>
    /// The dry run: all running instances of the version, checked; nothing is written or locked. What decides is where an
    /// instance stands, not its data, so those that stand alike are checked once.
    /// </summary>
    public async Task<Result<MigrationReport>> Check(MigrateInstances input, Actor actor, CancellationToken ct)
    {
        if (Identity.Access.RefuseAtRoot(actor, Identity.Permissions.ProcessManage) is { } refused)
            return refused;
        await using var work = await db.Begin(actor, ct);
        if (await Versions(work, input, ct) is not { } versions)
            return Problem.NotFound("flows.no-version");
        var (fit, stay) = (0, 0);
        var why = new Dictionary<(string, string), Staying>();
        foreach (var (state, count, examples) in await work.Query<(string State, int Count, Guid[] Examples)>("""
            select state, count(*)::int, (array_agg(id order by id))[1:@Most]
            from (select id, (state || '{"variables": {}}')::text as state from flows.instance where definition = @Process and version = @From and ended_at is null) i
            group by state
            """, new { input.Process, input.From, Most = Staying.MostExamples }, ct))
        {
            var problems = Engine.CheckMigration(versions.From, versions.To, InstanceState.FromJson(state), input.Map);
            (fit, stay) = problems.Count == 0 ? (fit + count, stay) : (fit, stay + count);
            foreach (var problem in problems)
                why[(problem.ElementId, problem.Code)] = why.TryGetValue((problem.ElementId, problem.Code), out var same)
                    ? same with { Count = same.Count + count, Examples = [.. same.Examples.Concat(examples).Order().Take(Staying.MostExamples)] } : new(problem, count, examples);
        }
        return new MigrationReport(fit, stay, [.. why.Values.OrderByDescending(one => one.Count).ThenBy(one => one.Problem.ElementId, StringComparer.Ordinal)]);
    }

    /// <summary>Decides a migration; a job carries it out and tells how far it is. Those that do not fit stay where they are.</summary>
    public async Task<Result<Guid>> Handle(MigrateInstances input, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(input.Reason))
            return Problem.Invalid("flows.reason-needed", "Reason");
        if (Identity.Access.RefuseAtRoot(actor, Identity.Permissions.ProcessManage) is { } refused)
            return refused;
        if (StepUp.Refuse(actor, StepUpFor.MassAct, db.Now) is { } late)
            return late;
        await using var work = await db.Begin(actor, ct);
        if (await Versions(work, input, ct) is null)
            return Problem.NotFound("flows.no-version");
        var id = Guid.CreateVersion7();
        work.Add("""
            insert into flows.migration (id, definition, from_version, to_version, map, reason, by, started_at, total)
            values (@Id, @Process, @From, @To, @Map::jsonb, @Reason, @By, @Now,
              (select count(*) from flows.instance where definition = @Process and version = @From and ended_at is null))
            """, new { Id = id, input.Process, input.From, input.To, Map = JsonSerializer.Serialize(input.Map), input.Reason, By = actor.Name, work.Now });
        work.Enqueue(new MigrateAll(id), new Ref("process", input.Process));
        work.Publish(new MigrationMoved(id));
        work.Audit("process.migrate", new Ref("process", input.Process), input.Reason, new { version = input.From }, new { version = input.To, input.Map, migration = id });
        await work.Commit(ct);
        return id;
    }

    /// <summary>Carries a migration out, each instance in a transaction of its own; begun again it goes on with those that are left.</summary>
    public async Task Run(MigrateAll migration, CancellationToken ct)
    {
        var row = await db.One<Row>("select definition as process, from_version as \"from\", to_version as \"to\", map::text, reason, by from flows.migration where id = @Migration", migration, ct);
        var input = new MigrateInstances(row.Process, row.From, row.To, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Map)!, row.Reason);
        var (last, stayed) = (Guid.Empty, 0);
        while (true)
        {
            var some = await db.Query<Guid>("""
                select id from flows.instance where definition = @Process and version = @From and ended_at is null and id > @last order by id limit @AtOnce
                """, new { input.Process, input.From, last, AtOnce }, ct);
            foreach (var id in some)
                stayed += await Move(migration.Migration, id, input, row.By, ct) ? 0 : 1;
            var ended = some.Count < AtOnce;
            await using var work = await db.BeginFollowUp(Actor.Part("flows"), ct);
            work.Add("update flows.migration set stayed = @stayed, ended_at = @Ended where id = @Migration", new { stayed, Ended = ended ? work.Now : (DateTimeOffset?)null, migration.Migration });
            work.Publish(new MigrationMoved(migration.Migration));
            await work.Commit(ct);
            if (ended)
                return;
            last = some[^1];
        }
    }

    /// <summary>False when it stays where it is.</summary>
    private async Task<bool> Move(Guid migration, Guid id, MigrateInstances input, string by, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor.Part("flows"), ct);
        var instance = await Runner.Lock(work, id, ct);
        // It may have ended or moved since the list was read: then it is none of those that stay.
        if (instance is not { EndedAt: null } || instance.Version != input.From)
            return true;
        if (await Versions(work, input, ct) is not { } versions)
            return false;
        var state = InstanceState.FromJson(instance.State);
        if (Engine.CheckMigration(versions.From, versions.To, state, input.Map).Count > 0)
            return false;
        await runner.Save(work, versions.To, instance with { Version = input.To }, state, Engine.Migrate(versions.From, versions.To, state, input.Map), ct);
        work.Add("update flows.migration set moved = moved + 1 where id = @migration", new { migration });
        work.Audit("process.migrate", new Ref("process", id.ToString()), input.Reason, new { version = input.From }, new { version = input.To, by, migration });
        await work.Commit(ct);
        return true;
    }

    private async Task<(ProcessDefinition From, ProcessDefinition To)?> Versions(Work work, MigrateInstances input, CancellationToken ct) =>
        input.From != input.To && await definitions.Find(work, input.Process, input.From, ct) is { } from && await definitions.Find(work, input.Process, input.To, ct) is { } to ? (from, to) : null;

    private sealed record Row(string Process, int From, int To, string Map, string Reason, string By);
}
