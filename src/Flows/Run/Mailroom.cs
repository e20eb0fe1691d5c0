using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>
/// Brings messages, signals and answers to the instances that wait for them, each in a transaction of its own. A message lies
/// in a table until one takes it: it may come before anybody waits, and twice.
/// </summary>
internal sealed class Mailroom(Database db, Runner runner, Starts starts)
{
    private static readonly Actor Post = Actor.Part("messages");

    /// <summary>Puts a message there, once an id, and has it brought.</summary>
    public static void Take(Work work, Guid id, string name, string? key, string unitPath, string body, Ref? about = null, string? title = null)
    {
        work.Add("""
            insert into flows.message (id, name, key, unit_path, body, received_at, subject_kind, subject_id, title)
            values (@Id, @Name, @Key, @UnitPath, @Body::jsonb, @Now, @SubjectKind, @SubjectId, @Title)
            on conflict (id) do nothing
            """, new { Id = id, Name = name, Key = key, UnitPath = unitPath, Body = body, work.Now, SubjectKind = about?.Kind, SubjectId = about?.Id, Title = title });
        // Without a key: a job of the same name that waits may run before this transaction commits.
        work.Enqueue(new MatchMessages(name));
    }

    /// <summary>Brings all messages of a name that somebody waits for, the oldest first.</summary>
    public async Task Match(string name, CancellationToken ct)
    {
        while (await MatchOne(name, ct))
        {
        }
    }

    private async Task<bool> MatchOne(string name, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Post, ct);
        // The instance at the unit of the message or below it; the one of the same key before one that asks for none.
        var pair = await work.OneOrNone<Pair>("""
            select m.id as message, m.body::text as body, w.instance_id as instance, w.wait_id as wait
            from flows.message m
            join flows.wait w on w.kind = 'message' and w.name = m.name and (w.key is null or m.key is null or w.key = m.key)
              and (m.unit_path = '' or w.unit_path = m.unit_path or starts_with(w.unit_path, m.unit_path || '/'))
            where m.name = @name and m.taken_at is null
            order by m.received_at, m.id, w.key is null, w.since, w.wait_id limit 1 for update of m skip locked
            """, new { name }, ct);
        if (pair is null)
        {
            // Nobody waits: it may start something.
            var started = await starts.OnMessage(work, name, ct);
            if (started)
                await work.Commit(ct);
            return started;
        }
        var refused = await runner.Step(work, pair.Instance, new MessageArrived(name, pair.Wait) { Variables = JsonNode.Parse(pair.Body) as JsonObject }, ct);
        if (refused is null)
            work.AddOne("update flows.message set taken_at = @Now, instance_id = @Instance where id = @Message and taken_at is null", new { work.Now, pair.Instance, pair.Message });
        else
            // Somebody was quicker, and has not told the table: the wait is stale.
            work.Add("delete from flows.wait where instance_id = @Instance and wait_id = @Wait", pair);
        await work.Commit(ct);
        return true;
    }

    /// <summary>Gives a signal to all that wait for it when it is raised, and to the processes that it starts.</summary>
    public async Task Raise(RaiseSignal signal, CancellationToken ct)
    {
        var waiting = await db.Query<Guid>("select distinct instance_id from flows.wait where kind = 'signal' and name = @Name", signal, ct);
        foreach (var instance in waiting)
        {
            await using var work = await db.BeginFollowUp(Post, ct);
            await runner.Step(work, instance, new SignalRaised(signal.Name) { Variables = (JsonObject?)signal.Variables?.DeepClone() }, ct);
            await work.Commit(ct);
        }
        await starts.OnSignal(signal, ct);
    }

    /// <summary>Tells the calling instance what became of the process that it called; a repetition changes nothing.</summary>
    public async Task Answer(AnswerCall answer, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Post, ct);
        BpmnEvent happened = answer switch
        {
            { Escalation: { } level } => new CallEscalated(answer.Wait, level),
            { Error: { } code } => new TaskFailed(answer.Wait, code) { Variables = answer.Variables },
            _ => new TaskCompleted(answer.Wait) { Variables = answer.Variables },
        };
        await runner.Step(work, answer.Instance, happened, ct);
        await work.Commit(ct);
    }

    /// <summary>Ends what an instance called and no longer wants; an empty wait means all of it.</summary>
    public async Task EndCalled(EndCalled ended, CancellationToken ct)
    {
        await using var work = await db.BeginFollowUp(Post, ct);
        var called = await work.Query<Guid>("""
            select id from flows.instance where parent_id = @Parent and (@Wait = '' or parent_wait = @Wait) and ended_at is null order by id for update
            """, ended, ct);
        foreach (var id in called)
            Runner.End(work, id);
        await work.Commit(ct);
    }

    private sealed record Pair(Guid Message, string Body, Guid Instance, string Wait);
}
