using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>Lets running instances of one version go on in another, by an explicit map of elements.</summary>
internal sealed record MigrateInstances(string Process, int From, int To, IReadOnlyDictionary<string, string> Map, string Reason);

/// <summary>What a migration would do, or did.</summary>
/// <param name="Fit">Instances that can go on, or went.</param>
/// <param name="Refused">Those that cannot, each with why.</param>
internal sealed record MigrationReport(IReadOnlyList<Guid> Fit, IReadOnlyList<(Guid Instance, MigrationProblem Problem)> Refused);

internal sealed class MigrateHandler(Database db, Runner runner, Definitions definitions)
{
    /// <summary>The dry run: every running instance of the version, checked; nothing is written.</summary>
    public Task<Result<MigrationReport>> Check(MigrateInstances input, Actor actor, CancellationToken ct) => Walk(input, actor, write: false, ct);

    /// <summary>Moves those that fit, each in a transaction of its own; the others stay where they are and are named.</summary>
    public Task<Result<MigrationReport>> Handle(MigrateInstances input, Actor actor, CancellationToken ct) => Walk(input, actor, write: true, ct);

    private async Task<Result<MigrationReport>> Walk(MigrateInstances input, Actor actor, bool write, CancellationToken ct)
    {
        if (write && string.IsNullOrWhiteSpace(input.Reason))
            return Problem.Invalid("flows.reason-needed", "Reason");
        if (Identity.Access.RefuseAtRoot(actor, Identity.Permissions.OperationsAct) is { } refused)
            return refused;
        var (fit, misfit) = (new List<Guid>(), new List<(Guid, MigrationProblem)>());
        var running = await db.Query<Guid>(
            "select id from flows.instance where definition = @Process and version = @From and ended_at is null order by id limit 100000", input, ct);
        foreach (var id in running)
        {
            await using var work = await db.Begin(actor, ct);
            var (from, to) = (await definitions.Find(work, input.Process, input.From, ct), await definitions.Find(work, input.Process, input.To, ct));
            if (from is null || to is null)
                return Problem.NotFound("flows.no-version");
            var instance = await Runner.Lock(work, id, ct);
            // It may have ended or moved since the list was read.
            if (instance is not { EndedAt: null } || instance.Version != input.From)
                continue;
            var state = InstanceState.FromJson(instance.State);
            var problems = Engine.CheckMigration(from, to, state, input.Map);
            misfit.AddRange(problems.Select(problem => (id, problem)));
            if (problems.Count > 0)
                continue;
            fit.Add(id);
            if (!write)
                continue;
            await runner.Save(work, to, instance with { Version = input.To }, state, Engine.Migrate(from, to, state, input.Map), ct);
            work.Audit("process.migrate", new Ref("process", id.ToString()), input.Reason, new { version = input.From }, new { version = input.To, input.Map });
            await work.Commit(ct);
        }
        return new MigrationReport(fit, misfit);
    }
}
