using Sen.Data;
using Sen.Flows;
using Sen.Tests.Unit.Bpmn;

namespace Sen.Tests.Flows;

/// <summary>What the engine does not run is refused by name and place where a process is published: by its owner and by a pack.</summary>
public sealed class DeployTests(Postgres postgres) : IClassFixture<Postgres>
{
    /// <summary>A sketch, the element at fault, the sub-processes around it, and a word of the reason.</summary>
    internal static readonly (string Sketch, string Element, string Place, string Reason)[] Refused =
    [
        ("start s; transaction a; end e; s > a; a > e", "a", "", "transaction"),
        ("start s; complexGateway a; end e; s > a; a > e", "a", "", "complexGateway"),
        ("start s; conditional a; end e; s > a; a > e", "a", "", "conditionalEventDefinition"),
        ("start a conditional; end e; a > e", "a", "", "startEvent with conditionalEventDefinition"),
        ("start s; user u work; conditional a on u; end e; s > u; u > e; a > e", "a", "", "boundaryEvent with conditionalEventDefinition"),
        ("start s; event g; conditional a; timer t PT1H; end e; s > g; g > a; g > t; a > e; t > e", "a", "", "conditionalEventDefinition"),
        ("start s; throw a compensate; end e; s > a; a > e", "a", "", "compensateEventDefinition"),
        ("start s; end a compensate; s > a", "a", "", "compensateEventDefinition"),
        ("start s; user u work; compensate a on u; end e; s > u; u > e", "a", "", "boundaryEvent with compensateEventDefinition"),
        ("start s; end a cancel; s > a", "a", "", "cancelEventDefinition"),
        ("start s; sub p {; start i; user u work; i > u; }; cancel a on p; end e; s > p; p > e; a > e", "a", "", "boundaryEvent with cancelEventDefinition"),
        ("start s; end e; s > e; handler h {; start a conditional; end o; a > o; }", "a", "Name of h", "startEvent with conditionalEventDefinition"),
        ("start s; end e; s > e; handler h {; start a compensate; end o; a > o; }", "a", "Name of h", "startEvent with compensateEventDefinition"),
        ("start s; sub p {; start i; transaction a; i > a; }; end e; s > p; p > e", "a", "Name of p", "transaction"),
        ("start s; sub p {; start i; sub q {; start j; complexGateway a; j > a; }; i > q; }; end e; s > p; p > e", "a", "Name of p › Name of q", "complexGateway"),
        ("start s; sub p {; start i; user u work; conditional! a on u; end o; i > u; u > o; a > o; }; end e; s > p; p > e", "a", "Name of p", "conditionalEventDefinition"),
        ("start s; adhoc q {; user u work; compensate a on u; }; end e; s > q; q > e", "a", "Name of q", "compensateEventDefinition"),
        ("start s; sub p [many 2] {; start i; throw a compensate; i > a; }; end e; s > p; p > e", "a", "Name of p", "compensateEventDefinition"),
        ("start s; sub p {; start i; end o; i > o; handler h {; start a conditional; end n; a > n; }; }; end e; s > p; p > e", "a", "Name of p › Name of h", "conditionalEventDefinition"),
    ];

    public static IEnumerable<object[]> Cases { get; } = [.. Enumerable.Range(0, Refused.Length).SelectMany(i => new object[][] { [i, false], [i, true] })];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Publish_WhatIsNotRun_IsRefusedByNameAndPlace(int number, bool pools)
    {
        var (sketch, element, place, reason) = Refused[number];
        var xml = Xml(sketch, "deploy", pools);
        var where = string.Join(" › ", new[] { pools ? "Xã" : "", place, "Name of " + element }.Where(part => part.Length > 0));
        var office = new Office(postgres);
        await office.Publish("deploy", "start s; end e; s > e");

        var refused = (await office.Get<PublishProcessHandler>().Handle(new("deploy", xml, 1, "thử"), Office.Official, default)).Problems;
        refused.ShouldContain(problem => problem.Code == "flows.not-deployable" && problem.Field == "Xml" && Equals(problem.Args[0], where) && $"{problem.Args[1]}".Contains(reason),
            string.Join('\n', refused.Select(problem => string.Join(' ', problem.Args))));
        (await office.Db.One<int>("select max(version) from flows.definition where id = 'deploy'")).ShouldBe(1);

        var pack = (await Should.ThrowAsync<InvalidDataException>(() => Apply(office, "deployed", Xml(sketch, "deployed", pools)))).Message;
        pack.ShouldStartWith("deployed: ");
        pack.ShouldContain(string.Join(' ', new[] { pools ? place.Length > 0 ? $"Xã › {place}" : "Xã" : place, element, "Name of " + element }.Where(part => part.Length > 0)) + ": ");
        pack.ShouldContain(reason);
        (await office.Db.One<bool>("select exists (select from flows.definition where id = 'deployed')")).ShouldBeFalse();
    }

    [Fact]
    public async Task Publish_ForCompensation_IsRefused()
    {
        var office = new Office(postgres);
        await office.Publish("deploy", "start s; end e; s > e");
        var xml = Xml("start s; user u work; user v work; end e; s > u; u > v; v > e", "deploy", false).Replace("<userTask id=\"v\"", "<userTask isForCompensation=\"true\" id=\"v\"", StringComparison.Ordinal);
        var refused = (await office.Get<PublishProcessHandler>().Handle(new("deploy", xml, 1, "thử"), Office.Official, default)).Problems;
        refused.ShouldContain(problem => Equals(problem.Args[0], "Name of v") && $"{problem.Args[1]}".Contains("isForCompensation"));
    }

    [Fact]
    public async Task Publish_OneOfTwoPools_RunsIt_AndTheOtherIsKept()
    {
        var office = new Office(postgres);
        await office.Publish("pool", "start s; end e; s > e");
        var xml = Xml("start s; user a process.manage; end e; s > a; a > e", "pool", true);
        (await office.Get<PublishProcessHandler>().Handle(new("pool", xml, 1, "thử"), Office.Official, default)).Value.ShouldBe(2);
        (await office.At(await office.Start("pool"))).ShouldBe("a");
        (await Apply(office, "pooled", Xml("start s; user a process.manage; end e; s > a; a > e", "pooled", true))).ShouldContain("1 published");
        (await office.At(await office.Start("pooled"))).ShouldBe("a");
        (await office.Db.One<string>("select xml from flows.definition where id = 'pooled'")).ShouldContain("name=\"Tỉnh\"");
        (await office.Db.One<string>("select labels -> 'a' ->> 'en' from flows.definition where id = 'pooled'")).ShouldBe("Look");
    }

    [Theory]
    [InlineData("start s; user a nobody; end e; s > a; a > e", "a", "role")]
    [InlineData("start s; user a; end e; s > a; a > e", "a", "role")]
    [InlineData("start s; user lost process.manage; end e; s > lost; lost > e", "lost", "form")]
    [InlineData("start s; sub p {; start i; user lost process.manage; i > lost; }; end e; s > p; p > e", "lost", "form")]
    [InlineData("start s; service a nowhere; end e; s > a; a > e", "a", "operation")]
    [InlineData("start s; businessRule a; end e; s > a; a > e", "a", "operation")]
    [InlineData("start s; call a nothing; end e; s > a; a > e", "a", "process")]
    [InlineData("start s; call a absent H09; end e; s > a; a > e", "a", "unit")]
    [InlineData("start s; xor g; user a process.manage; user b process.manage; and j; end e; s > g; g > a : x = 1; g >> b; a > j; b > j; j > e", "j", "blocks")]
    [InlineData("start s; user a process.manage; user b process.manage; end e; s > a; a > b; b > a", "a", "no-end")]
    public async Task Publish_WhatWouldStopInstances_IsRefusedByNameAndCode(string sketch, string element, string code)
    {
        var office = new Office(postgres);
        await office.Publish("absent", "start s; end e; s > e");
        var refused = (await office.Get<PublishProcessHandler>().Handle(new("absent", Xml(sketch, "absent", false), 1, "thử"), Office.Official, default)).Problems;
        refused.ShouldContain(problem => problem.Code == "flows.unsound" && Equals(problem.Args[0], "Name of " + element) && Equals(problem.Args[1], code),
            string.Join('\n', refused.Select(problem => problem.Code + ' ' + string.Join(' ', problem.Args))));
        (await Should.ThrowAsync<InvalidDataException>(() => Apply(office, "absented", Xml(sketch, "absented", false)))).Message.ShouldContain($"absented: ");
        (await office.Db.One<int>("select max(version) from flows.definition where id in ('absent', 'absented')")).ShouldBe(1);
    }

    [Fact]
    public async Task Publish_UnitsThatAre_AboveBelowAndElsewhereForMessages_AreTaken()
    {
        var office = new Office(postgres);
        await office.Publish("reach", "start s; end e; s > e");
        string At(string unit, string element = "userTask id=\"a\"") =>
            Xml("start s; user a process.manage; throw t message forwarded; end e; s > a; a > t; t > e", "reach", false).Replace("<" + element, $"<{element} sen:unit=\"{unit}\"", StringComparison.Ordinal);
        var version = 1;
        foreach (var unit in new[] { "..", "/", "", "H01", "=unit" })
            (await office.Get<PublishProcessHandler>().Handle(new("reach", At(unit), version, "thử"), Office.Official, default)).Value.ShouldBe(++version, unit);
        (await office.Get<PublishProcessHandler>().Handle(new("reach", At("party:H01", "intermediateThrowEvent id=\"t\""), version, "thử"), Office.Official, default)).Value.ShouldBe(++version);
        foreach (var unit in new[] { "H09", "H01/H09", "party:H01" })
            (await office.Get<PublishProcessHandler>().Handle(new("reach", At(unit), version, "thử"), Office.Official, default)).Problem!.Args[1].ShouldBe("unit", unit);
        (await office.Get<PublishProcessHandler>().Handle(new("reach", At("H09", "intermediateThrowEvent id=\"t\""), version, "thử"), Office.Official, default)).Problem!.Args[1].ShouldBe("unit");
    }

    [Fact]
    public async Task Apply_StepList_NamesUnitAndForm_AndRefusesWhatIsNotThere()
    {
        var office = new Office(postgres);
        const string Good = "id: listed\nversion: 1\nname: { vi: Thử }\nsteps:\n  - { id: one, form: a, name: { vi: Một }, role: process.manage, unit: .., share: 0.5, next: [] }\n";
        (await Apply(office, "listed", null, Good)).ShouldContain("1 published");
        (await Apply(office, "listed", null, Good)).ShouldContain("1 unchanged");
        var instance = await office.Start("listed");
        (await office.Db.One<(string, string)>("select unit_path, form from flows.task where instance_id = @instance", new { instance })).ShouldBe(("H01", "a"));
        foreach (var (from, to, found) in new[] { ("form: a", "form: gone", "form \"gone\""), ("unit: ..", "unit: H09", "unit \"H09\""), ("role: process.manage", "role: gone", "role \"gone\""), ("version: 1", "version: 1\nbpmn: x.bpmn", "either steps or a BPMN file") })
            (await Should.ThrowAsync<InvalidDataException>(() => Apply(office, "listed", null, Good.Replace("id: listed", "id: listed2", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal)))).Message.ShouldContain(found);
        // A kind that the plain form does not have is refused by its key.
        (await Should.ThrowAsync<PackException>(() => Apply(office, "listed", null, Good.Replace("share: 0.5", "share: 0.5, compensation: x", StringComparison.Ordinal)))).Message.ShouldContain("compensation");
    }

    internal static string Xml(string sketch, string id, bool pools)
    {
        var xml = Sketch.Xml(sketch).Replace("id=\"process\"", $"id=\"{id}\"", StringComparison.Ordinal);
        return !pools ? xml : xml.Replace("<process ", $"""
            <collaboration id="C"><participant id="P1" name="Xã" processRef="{id}"/><participant id="P2" name="Tỉnh" processRef="other"/></collaboration>
            <process id="other" isExecutable="true"><startEvent id="s2"/></process><process 
            """, StringComparison.Ordinal);
    }

    /// <summary>Applies a pack that holds one process, as a BPMN file or as the text of its YAML.</summary>
    private static async Task<string> Apply(Office office, string id, string? xml, string? yaml = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("sen-pack");
        try
        {
            folder.CreateSubdirectory("processes");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "processes", $"{id}.yaml"), yaml ?? $"id: {id}\nversion: 1\nname: {{ vi: Thử }}\nbpmn: {id}.bpmn\nlabels:\n  a: {{ vi: Xem, en: Look }}\n");
            if (xml is not null)
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "processes", $"{id}.bpmn"), xml);
            return await office.ApplyPack(new Pack(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
