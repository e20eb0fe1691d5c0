using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>The time of a process has come that starts by itself.</summary>
[Job("flows.start-on-time")]
internal sealed record StartOnTime(string Process, int Version, string Element, DateTimeOffset Due);

/// <summary>
/// Starts instances on a message, a signal or a time (BPMN 2.0, 13.5.1). Only the newest version of a process listens. Such an
/// instance is about what the message is about, else about itself; it runs where the message or the start event says, else at the root.
/// </summary>
internal sealed class Starts(Database db, Runner runner, Definitions definitions)
{
    /// <summary>The events of a version that is being published take the place of those before.</summary>
    public static void Publish(Work work, ProcessDefinition definition, int version)
    {
        work.Add("delete from flows.start where definition = @Id", new { definition.Id });
        foreach (var node in definition.Triggered)
        {
            foreach (var trigger in node.Triggers)
            {
                var (kind, name, next) = trigger switch
                {
                    MessageTrigger message => ("message", message.Name, (DateTimeOffset?)null),
                    SignalTrigger signal => ("signal", signal.Name, null),
                    TimerTrigger timer => ("timer", timer.Text, First(timer, work.Now)),
                    _ => ("", "", null),
                };
                if (kind.Length == 0)
                    continue;
                work.Add("insert into flows.start (definition, version, element, kind, name, unit, next_at) values (@Id, @Version, @Element, @Kind, @Name, @Unit, @Next)",
                    new { definition.Id, Version = version, Element = node.Id, Kind = kind, Name = name, node.Unit, Next = next });
                // What came before anybody listened.
                if (kind == "message")
                    work.Enqueue(new MatchMessages(name));
                if (next is { } due)
                    work.Enqueue(new StartOnTime(definition.Id, version, node.Id, due), new Ref("process", definition.Id), due);
            }
        }
    }

    /// <summary>Starts what a message of this name starts, when one lies there that nobody waits for; false when none does.</summary>
    public async Task<bool> OnMessage(Work work, string name, CancellationToken ct)
    {
        var found = await work.OneOrNone<Come>("""
            select m.id as message, m.body::text as body, m.unit_path, m.subject_kind, m.subject_id, m.title, s.definition, s.version, s.element, s.unit
            from flows.message m join flows.start s on s.kind = 'message' and s.name = m.name
            where m.name = @name and m.taken_at is null order by m.received_at, m.id, s.definition limit 1 for update of m skip locked
            """, new { name }, ct);
        if (found is null)
            return false;
        var id = Guid.CreateVersion7();
        await Begin(work, found, id, JsonNode.Parse(found.Body!) as JsonObject, ct);
        work.Add("update flows.message set taken_at = @Now, instance_id = @Id where id = @Message", new { work.Now, Id = id, found.Message });
        return true;
    }

    /// <summary>Starts one instance of each process that begins on a signal; a repetition changes nothing.</summary>
    public async Task OnSignal(RaiseSignal signal, CancellationToken ct)
    {
        foreach (var found in await db.Query<Come>("select definition, version, element, unit from flows.start where kind = 'signal' and name = @Name order by definition", signal, ct))
        {
            var id = signal.Id == Guid.Empty ? Guid.CreateVersion7() : Of($"{signal.Id} {found.Definition} {found.Element}");
            await using var work = await db.BeginFollowUp(Actor.Part("messages"), ct);
            if (await work.One<bool>("select exists (select from flows.instance where id = @id)", new { id }, ct))
                continue;
            await Begin(work, found, id, (JsonObject?)signal.Variables?.DeepClone(), ct);
            await work.Commit(ct);
        }
    }

    /// <summary>Starts an instance whose time has come, and sets the next time.</summary>
    public async Task OnTime(StartOnTime due, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Actor.Part("timer"), ct);
        // A newer version has its own times, and a repetition of this job finds another one set.
        var found = await work.OneOrNone<Come>("""
            select definition, version, element, unit, name from flows.start
            where definition = @Process and version = @Version and element = @Element and kind = 'timer' and next_at = @Due for update
            """, due, ct);
        if (found is null)
            return;
        var left = found.Name!.StartsWith('R') ? TimerTrigger.AfterOne(found.Name) : null;
        var next = left is null ? null : Timers.Next(left, due.Due, work.Now);
        work.Add("update flows.start set next_at = @Next, name = @Left where definition = @Definition and element = @Element",
            new { Next = next, Left = left ?? found.Name, found.Definition, found.Element });
        if (next is { } again)
            work.Enqueue(due with { Due = again }, new Ref("process", due.Process), again);
        await Begin(work, found, Guid.CreateVersion7(), null, ct);
        await work.Commit(ct);
    }

    private async Task Begin(Work work, Come found, Guid id, JsonObject? variables, CancellationToken ct)
    {
        var definition = await definitions.Get(work, found.Definition, found.Version, ct);
        var unit = found.UnitPath is { Length: > 0 } there ? there
            : UnitPaths.Resolve(await work.OneOrNone<string>("select path from directory.v_unit where parent_code is null order by path limit 1", ct: ct) ?? "", found.Unit);
        var subject = found.SubjectKind is null ? new Ref("process", id.ToString()) : new Ref(found.SubjectKind, found.SubjectId!);
        await runner.Start(work, new(found.Definition, subject, found.Title ?? definition.Name ?? definition.Id, unit, null) { At = found.Element, Id = id }, variables ?? [], ct);
        work.Audit("process.start", new Ref("process", id.ToString()), after: new { found.Definition, found.Element });
    }

    private static DateTimeOffset? First(TimerTrigger timer, DateTimeOffset now)
    {
        var (kind, text) = timer.Kind == TimerKind.Cycle ? TimerTrigger.FirstOf(timer.Text) : (timer.Kind, timer.Text);
        var first = Timers.When(kind, text, now);
        // A time that is over starts nothing; a repetition that began in the past goes on from there.
        return first > now ? first : timer.Kind == TimerKind.Cycle ? Timers.Next("R/" + timer.Text[(timer.Text.LastIndexOf('/') + 1)..], first, now) : null;
    }

    // The same signal starts the same instance, however often its job runs.
    private static Guid Of(string cause) => new(SHA256.HashData(Encoding.UTF8.GetBytes(cause)).AsSpan(0, 16));

    private sealed record Come
    {
        public required string Definition { get; init; }
        public required int Version { get; init; }
        public required string Element { get; init; }
        public string? Unit { get; init; }
        public string? Name { get; init; }
        public Guid? Message { get; init; }
        public string? Body { get; init; }
        public string? UnitPath { get; init; }
        public string? SubjectKind { get; init; }
        public string? SubjectId { get; init; }
        public string? Title { get; init; }
    }
}
