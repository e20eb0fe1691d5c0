using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Bpmn;
using Sen.Data;
using Sen.Flows;
using Sen.Kernel;
using Sen.Tests.Unit.Bpmn;

namespace Sen.Tests.Flows;

/// <summary>One installation's Flows on a real database, its jobs run when the test says so.</summary>
internal sealed class Office(Postgres postgres, Action<IServiceCollection>? more = null)
{
    public const string Commune = "H01/H01.1";

    private const string Province = """
        insert into directory.unit (code) values ('H01') on conflict do nothing;
        insert into directory.unit_version (code, valid_from, kind, name, short_name, name_en, path, source)
        select 'H01', '2025-07-01', 'province', 'Tỉnh thử', 'Tỉnh thử', 'Test province', 'H01', 'thử' where not exists (select from directory.unit_version);
        """;

    private readonly IServiceProvider _services = postgres.Services(
        services =>
        {
            services.AddFlows();
            foreach (var form in new[] { "a", "b", "draft", "sign", "check", "visit" })
                services.AddSingleton(new TaskPage("thing", form, task => $"/thing/{task.Id}"));
            more?.Invoke(services);
        }, new TestClock());

    public static Actor Official { get; } = new(ActorKind.Staff, "staff-1", "Nguyễn Văn Thử") { UnitPath = "H01", Grants = [new("work", "", "tester"), new("operations.act", "", "tester"), new("process.manage", "", "tester")], ConfirmedAt = DateTimeOffset.MaxValue };

    public TestClock Clock => (TestClock)_services.GetRequiredService<TimeProvider>();
    public Database Db => _services.GetRequiredService<Database>();
    public Processes Processes => _services.GetRequiredService<Processes>();
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<string> ApplyPack(Pack pack) => ApplyProcesses.Run(_services, pack, default);

    public Task Publish(string id, string sketch, int version = 1) => postgres.AsOwner(Province +
        "insert into flows.definition (id, version, xml, labels, published_at) values (@id, @version, @xml, '{}', now()) on conflict do nothing",
        new { id, version, xml = Sketch.Xml(sketch).Replace("id=\"process\"", $"id=\"{id}\"", StringComparison.Ordinal) });

    /// <summary>Publishes a process as its owner does, as the next version, so that its events listen.</summary>
    public async Task PublishNext(string id, string sketch, string more = "")
    {
        await Publish(id, "start s; end e; s > e");
        var from = await Db.One<int>("select max(version) from flows.definition where id = @id", new { id });
        var xml = Sketch.Xml(sketch).Replace("id=\"process\"", $"id=\"{id}\"", StringComparison.Ordinal).Replace("<startEvent id=\"s\"", $"<startEvent {more} id=\"s\"", StringComparison.Ordinal)
            .Replace("sen:role=\"work\"", "sen:role=\"process.manage\"", StringComparison.Ordinal);
        (await Get<PublishProcessHandler>().Handle(new(id, xml, from, "thử"), Official, default)).Ok.ShouldBeTrue();
    }

    /// <summary>The instances of a process, the oldest first.</summary>
    public Task<IReadOnlyList<Guid>> Instances(string process) => Db.Query<Guid>("select id from flows.instance where definition = @process order by started_at, id", new { process });

    public async Task<Guid> Start(string process, JsonObject? variables = null, string unit = Commune)
    {
        await using var work = await Db.Begin(Official, default);
        var id = await Processes.Start(work, process, new("thing", Guid.NewGuid().ToString()), "Việc thử", unit, null, variables ?? [], default);
        work.Audit("test.start", new("thing", "1"));
        await work.Commit();
        return id;
    }

    /// <summary>Completes the open task at an element; the problem when it is refused.</summary>
    public async Task<Problem?> Complete(Guid instance, string element, JsonObject? outcome = null) =>
        await Complete(await Db.One<Guid>("select id from flows.task where instance_id = @instance and element = @element and state = 'open' limit 1", new { instance, element }), outcome);

    public async Task<Problem?> Complete(Guid task, JsonObject? outcome = null)
    {
        await using var work = await Db.Begin(Official, default);
        var done = await Processes.Complete(work, task, outcome ?? [], default);
        if (!done.Ok)
            return done.Problems[0];
        work.Audit("test.complete", new("task", task.ToString()));
        await work.Commit();
        return null;
    }

    public async Task Receive(string name, string? key = null, JsonObject? body = null, Guid? id = null, string unit = "")
    {
        await using var work = await Db.BeginFollowUp(Official, default);
        Processes.Receive(work, new(id ?? Guid.NewGuid(), name, key, unit, body ?? []));
        await work.Commit();
    }

    /// <summary>Runs the jobs that are due.</summary>
    public async Task RunJobs()
    {
        while (await Get<JobRunner>().RunOne(default))
        {
        }
    }

    public async Task<InstanceState> State(Guid instance) =>
        InstanceState.FromJson(await Db.One<string>("select state::text from flows.instance where id = @instance", new { instance }));

    /// <summary>Where the instance stands, and "#" when it has ended.</summary>
    public async Task<string> At(Guid instance) => await State(instance) is { Status: InstanceStatus.Running } state
        ? string.Join(' ', state.Tokens.Select(token => token.Stuck is null ? token.At : "?" + token.At).Order(StringComparer.Ordinal)) : "#";

    public Task<IReadOnlyList<string>> Rows(Guid instance) => Db.Query<string>("""
        select kind || ' ' || element from flows.wait where instance_id = @instance
        union all select 'task ' || element from flows.task where instance_id = @instance and state = 'open' order by 1
        """, new { instance });
}
