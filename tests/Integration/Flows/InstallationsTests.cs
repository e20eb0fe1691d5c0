using System.Text.Json.Nodes;
using System.Xml.Linq;
using Sen.Data;
using Sen.Flows;

namespace Sen.Tests.Flows;

/// <summary>
/// Messages between two installations, each with its own database. What exists of the road: the event
/// <c>flows.message-sent</c> leaves by the outbox, at least once and in order, to whoever subscribes; that one gives it to
/// <see cref="Processes.Receive"/> of the other installation. The carrier over the network is the exchange's, which is not
/// there yet: here it is a subscriber of a few lines, and the outbox, its cursor and its back-off are the real ones.
/// </summary>
public sealed class InstallationsTests : IClassFixture<Postgres>, IClassFixture<OtherPostgres>
{
    private const string Asking = "start s; throw t message question key dossier; message m answer key dossier; end e; s > t; t > m; m > e";
    private const string Answering = "start s message question key dossier; user a process.manage; throw t message answer key dossier; end e; s > a; a > t; t > e";

    private readonly Office _state;
    private readonly Office _party;
    private readonly Postgres _postgres;
    private readonly Postgres _other;
    private readonly Road _there = new();
    private readonly Road _back = new();

    public InstallationsTests(Postgres postgres, OtherPostgres other)
    {
        (_postgres, _other) = (postgres, other);
        _state = new(postgres, services => services.AddSubscriber<Sent>("test.carry", (sent, context, ct) => _there.Carry(sent, _party!, ct)));
        _party = new(other, services => services.AddSubscriber<Sent>("test.carry", (sent, context, ct) => _back.Carry(sent, _state!, ct)));
    }

    [Fact]
    public async Task Message_StartsAProcessThere_AndItsAnswerGoesOnHere_ByTheKey()
    {
        await Publish();
        var (one, two) = (await Ask("D1"), await Ask("D2"));
        await Deliver();
        var begun = await _party.Instances("answers");
        begun.Count.ShouldBe(2);
        var second = await Of(begun, "D2");
        (await _party.Complete(second, "a", new() { ["opinion"] = "agreed" })).ShouldBeNull();
        await Deliver();
        ((await _state.At(one)), (await _state.At(two))).ShouldBe(("m", "#"));
        (await _state.State(two)).Variables["opinion"].ShouldBe("agreed");
        (await _party.Complete(await Of(begun, "D1"), "a", new() { ["opinion"] = "refused" })).ShouldBeNull();
        await Deliver();
        (await _state.At(one)).ShouldBe("#");
        // The unit of the message, without the name of the installation, is where the process runs there.
        (await _party.Db.One<string>("select distinct unit_path from flows.instance where definition = 'answers'")).ShouldBe("H01");
    }

    [Fact]
    public async Task Message_WhoseAcknowledgementIsLost_IsCarriedAgain_AndTakenOnce()
    {
        await Publish();
        _there.LoseAcknowledgements = 3;
        _back.LoseAcknowledgements = 2;
        var instance = await Ask("L1");
        await Deliver();
        _there.Carried.ShouldBe(1);
        (await _state.Db.One<(int, string)>("select attempts, stuck_reason from data.subscription where name = 'test.carry'")).Item2.ShouldContain("lost");
        // Backed off: not carried again before its time.
        await Deliver();
        _there.Carried.ShouldBe(1);
        for (var i = 0; i < 3; i++)
            await Later();
        _there.Carried.ShouldBe(4);
        var begun = (await _party.Instances("answers")).ShouldHaveSingleItem();
        (await _party.Complete(begun, "a", new() { ["opinion"] = "agreed" })).ShouldBeNull();
        for (var i = 0; i < 3; i++)
            await Later();
        _back.Carried.ShouldBe(3);
        (await _state.At(instance)).ShouldBe("#");
        (await _state.Db.One<int>("select count(*)::int from flows.history h cross join unnest(h.elements) e where h.instance_id = @instance and e = 'm'", new { instance })).ShouldBe(1);
        // A repetition long after changes nothing on either side.
        await _there.Again(_party);
        await _back.Again(_state);
        await Deliver();
        (await _party.Instances("answers")).Count.ShouldBe(1);
        (await _state.At(instance)).ShouldBe("#");
    }

    [Fact]
    public async Task Message_WhenTheOtherIsDown_WaitsInOrder_AndNothingIsLost()
    {
        await Publish();
        _there.Down = true;
        var asked = new List<Guid>();
        foreach (var key in new[] { "W1", "W2", "W3" })
            asked.Add(await Ask(key));
        await Deliver();
        await Later();
        (await _party.Instances("answers")).ShouldBeEmpty();
        _there.Down = false;
        await Later();
        (await _party.Db.Query<string>("select key from flows.message where name = 'question' order by received_at, id")).ShouldBe(["W1", "W2", "W3"]);
        (await _party.Instances("answers")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Message_BeforeItsProcessIsPublished_OrAwaited_LiesThereUntilThen()
    {
        await Publish(answering: false);
        await Ask("E1");
        await Deliver();
        (await _party.Db.One<int>("select count(*)::int from flows.message where key = 'E1' and taken_at is null")).ShouldBe(1);
        await PublishThere();
        await Deliver();
        (await _party.Instances("answers")).Count.ShouldBe(1);

        // An answer that is quicker than the one who asks: it waits for its conversation.
        await _state.Publish("slow", "start s; user before work; message m answer key dossier; end e; s > before; before > m; m > e");
        var slow = await _state.Start("slow", new() { ["dossier"] = "E3" });
        await _state.Receive("answer", "E3");
        await Deliver();
        (await _state.At(slow)).ShouldBe("before");
        await _state.Complete(slow, "before");
        await Deliver();
        (await _state.At(slow)).ShouldBe("#");
    }

    [Fact]
    public async Task Message_OfAnUnknownKey_DisturbsNobody_AndIsKept()
    {
        await Publish();
        var instance = await Ask("K1");
        await Deliver();
        await _state.Receive("answer", "no such conversation");
        await Deliver();
        (await _state.At(instance)).ShouldBe("m");
        (await _state.Db.One<int>("select count(*)::int from flows.message where key = 'no such conversation' and taken_at is null")).ShouldBe(1);
    }

    private async Task Publish(bool answering = true)
    {
        foreach (var postgres in new[] { _postgres, _other })
            await postgres.AsOwner("truncate flows.message, flows.wait, flows.task, flows.history, flows.instance, flows.start, flows.definition cascade; delete from data.job; delete from data.event; delete from data.subscription");
        await _state.Publish("asks", "start s; end e; s > e");
        await Publish(_state, "asks", Asking, "party:H01", "dossier");
        if (answering)
            await PublishThere();
    }

    private async Task PublishThere()
    {
        await _party.Publish("answers", "start s; end e; s > e");
        await Publish(_party, "answers", Answering, "state:H01", "dossier", "opinion");
    }

    // As its owner publishes it; the message says where it goes and what it carries.
    private static async Task Publish(Office office, string id, string sketch, string unit, params string[] carried)
    {
        var xml = XDocument.Parse(DeployTests.Xml(sketch, id, false));
        var thrown = xml.Descendants().Single(element => element.Name.LocalName == "intermediateThrowEvent");
        thrown.SetAttributeValue(XNamespace.Get("urn:sen:bpmn:1") + "unit", unit);
        XElement Bpmn(string name, params object[] inside) => new(thrown.Name.Namespace + name, inside);
        thrown.AddFirst(carried.Select(name => Bpmn("dataInput", new XAttribute("id", "in." + name), new XAttribute("name", name))),
            carried.Select(name => Bpmn("dataInputAssociation", Bpmn("targetRef", "in." + name), Bpmn("assignment", Bpmn("from", name), Bpmn("to", name)))));
        (await office.Get<PublishProcessHandler>().Handle(new(id, xml.ToString(), 1, "thử"), Office.Official, default)).Value.ShouldBe(2);
    }

    private Task<Guid> Ask(string key) => _state.Start("asks", new() { ["dossier"] = key });

    private async Task<Guid> Of(IReadOnlyList<Guid> instances, string key)
    {
        foreach (var instance in instances)
            if (Equals((await _party.State(instance)).Variables["dossier"], key))
                return instance;
        throw new InvalidOperationException(key);
    }

    /// <summary>Runs outboxes and jobs of both until nothing moves.</summary>
    private async Task Deliver()
    {
        for (var i = 0; i < 3; i++)
            foreach (var office in new[] { _state, _party })
            {
                await office.RunJobs();
                while (await office.Get<Sequencer>().Pass(default))
                {
                }
                await office.Get<Dispatcher>().Pass(office.Get<Subscription>(), default);
                await office.RunJobs();
            }
    }

    private async Task Later()
    {
        _state.Clock.Pass(TimeSpan.FromMinutes(10));
        _party.Clock.Pass(TimeSpan.FromMinutes(10));
        await Deliver();
    }

    /// <summary>What the carrier needs of the event.</summary>
    [Event("flows.message-sent", 1)]
    internal sealed record Sent(Guid Id, string Name, string? Key, string Installation, string UnitPath, string Body);

    /// <summary>One way between two installations, with the faults of a network.</summary>
    private sealed class Road
    {
        private readonly List<Sent> _all = [];

        public bool Down { get; set; }
        public int LoseAcknowledgements { get; set; }
        public int Carried { get; private set; }

        public async Task Carry(Sent sent, Office to, CancellationToken ct)
        {
            if (Down)
                throw new HttpRequestException("the other installation does not answer");
            await Give(sent, to, ct);
            _all.Add(sent);
            Carried++;
            if (LoseAcknowledgements > 0)
            {
                LoseAcknowledgements--;
                throw new HttpRequestException("the answer was lost");
            }
        }

        public async Task Again(Office to)
        {
            foreach (var sent in _all)
                await Give(sent, to, default);
        }

        private static Task Give(Sent sent, Office to, CancellationToken ct) =>
            to.Receive(sent.Name, sent.Key, JsonNode.Parse(sent.Body)!.AsObject(), sent.Id, sent.UnitPath);
    }
}
