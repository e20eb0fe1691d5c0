using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sen.Tests.Flows;

public sealed class MessageTests(Postgres postgres, OtherPostgres other) : IClassFixture<Postgres>, IClassFixture<OtherPostgres>
{
    private const string Paying = "start s; message m paid key dossier; end e; s > m; m > e";

    [Fact]
    public async Task Receive_TheKeyOfOneOfTwo_GoesToThatOne()
    {
        var office = new Office(postgres);
        await office.Publish("paying", Paying);
        var (one, two) = (await office.Start("paying", new() { ["dossier"] = "k1" }), await office.Start("paying", new() { ["dossier"] = "k2" }));
        await office.Receive("paid", "k2", new JsonObject { ["amount"] = 5 });
        await office.RunJobs();
        ((await office.At(one)), (await office.At(two))).ShouldBe(("m", "#"));
        (await office.State(two)).Variables["amount"].ShouldBe(5m);
    }

    [Fact]
    public async Task Receive_BeforeAnybodyWaits_IsTakenWhenOneDoes()
    {
        var office = new Office(postgres);
        await office.Publish("early", "start s; user a work; message m signed key dossier; end e; s > a; a > m; m > e");
        var instance = await office.Start("early", new() { ["dossier"] = "e1" });
        await office.Receive("signed", "e1");
        await office.RunJobs();
        (await office.At(instance)).ShouldBe("a");
        await office.Complete(instance, "a");
        await office.RunJobs();
        (await office.At(instance)).ShouldBe("#");
    }

    [Fact]
    public async Task Receive_Twice_IsTakenOnce()
    {
        var office = new Office(postgres);
        await office.Publish("twice", "start s; message m asked key dossier; message n asked key dossier; end e; s > m; m > n; n > e");
        var instance = await office.Start("twice", new() { ["dossier"] = "t1" });
        var id = Guid.NewGuid();
        await office.Receive("asked", "t1", id: id);
        await office.RunJobs();
        await office.Receive("asked", "t1", id: id);
        await office.RunJobs();
        (await office.At(instance)).ShouldBe("n");
    }

    [Fact]
    public async Task Receive_ManyAtOnceWhileInstancesStart_NoneIsLost()
    {
        var office = new Office(postgres);
        await office.Publish("rush", "start s; message m rushed key dossier; end e; s > m; m > e");
        var started = Task.WhenAll(Enumerable.Range(0, 40).Select(i => office.Start("rush", new() { ["dossier"] = $"r{i}" })));
        var sent = Task.WhenAll(Enumerable.Range(0, 40).Select(i => office.Receive("rushed", $"r{i}")));
        var working = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.RunJobs()));
        await Task.WhenAll(started, sent, working);
        await office.RunJobs();
        foreach (var instance in await started)
            (await office.At(instance)).ShouldBe("#");
    }

    [Fact]
    public async Task Receive_ForAUnit_GoesToThatUnitOnly()
    {
        var office = new Office(postgres);
        await office.Publish("province", "start s; message m forwarded; user a work; end e; s > m; m > a; a > e");
        var elsewhere = await office.Start("province", unit: "H02");
        var here = await office.Start("province", unit: "H01");
        await office.Receive("forwarded", unit: "H01");
        await office.RunJobs();
        ((await office.At(elsewhere)), (await office.At(here))).ShouldBe(("m", "a"));
    }

    [Fact]
    public async Task Send_ToAnotherInstallation_TravelsAsAnEventAndIsTakenOnceThere()
    {
        var (state, party) = (new Office(postgres), new Office(other));
        await state.Publish("asks", "start s; throw t message question key dossier; message m answer key dossier; end e; s > t; t > m; m > e");
        await postgres.AsOwner("update flows.definition set xml = replace(xml, '<intermediateThrowEvent id=\"t\"', '<intermediateThrowEvent sen:unit=\"party:H01\" id=\"t\"') where id = 'asks'");
        await party.Publish("answers", "start s; message m question key dossier; user a work; end e; s > m; m > a; a > e");
        var there = await party.Start("answers", new() { ["dossier"] = "D7" }, "H01");
        var here = await state.Start("asks", new() { ["dossier"] = "D7" });

        var sent = JsonDocument.Parse(await state.Db.One<string>("select body::text from data.event where name = 'flows.message-sent'")).RootElement;
        sent.GetProperty("installation").GetString().ShouldBe("party");
        // Whoever carries it may deliver twice.
        for (var i = 0; i < 2; i++)
            await party.Receive(sent.GetProperty("name").GetString()!, sent.GetProperty("key").GetString(), JsonNode.Parse(sent.GetProperty("body").GetString()!)!.AsObject(),
                sent.GetProperty("id").GetGuid(), sent.GetProperty("unitPath").GetString()!);
        await party.RunJobs();
        (await party.At(there)).ShouldBe("a");
        (await party.Db.One<int>("select count(*)::int from flows.message")).ShouldBe(1);

        await state.Receive("answer", "D7");
        await state.RunJobs();
        (await state.At(here)).ShouldBe("#");
    }

    [Fact]
    public async Task Signal_GoesToEveryInstanceThatWaits()
    {
        var office = new Office(postgres);
        await office.Publish("hears", "start s; signal z closed; end e; s > z; z > e");
        await office.Publish("says", "start s; end e signal closed; s > e");
        var waiting = new[] { await office.Start("hears"), await office.Start("hears") };
        await office.Start("says");
        await office.RunJobs();
        foreach (var instance in waiting)
            (await office.At(instance)).ShouldBe("#");
    }
}

/// <summary>The database of a second installation.</summary>
public sealed class OtherPostgres : IAsyncLifetime
{
    private readonly Postgres _postgres = new();

    public static implicit operator Postgres(OtherPostgres other) => other._postgres;

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();
}
