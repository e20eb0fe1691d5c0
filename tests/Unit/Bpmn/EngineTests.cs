using System.Text.Json.Nodes;
using Sen.Bpmn;
using Sen.Bpmn.Model;
using Sen.Feel;

namespace Sen.Tests.Unit.Bpmn;

public sealed class EngineTests
{
    [Fact]
    public void Step_TenThousandTurns_StateStaysSmall()
    {
        var definition = Sketch.Definition("start s; xor m; user a; timer! r on a PT1H; end x; xor g; end e; s > m; m > a; a > g; g > m : again; g >> e; r > x");
        var state = Engine.Start(definition, new() { ["again"] = true }).State;
        var size = state.ToJson().Length;
        for (var turn = 1; turn <= 10_000; turn++)
        {
            state = Engine.Step(definition, state, new TaskCompleted(state.Waits.Single(wait => wait.Kind == WaitKind.Task).Id) { Variables = new() { ["again"] = turn < 10_000 } }).State;
            if (turn is 5_000 or 9_999)
                state.ToJson().Length.ShouldBeLessThan(size + 30);
        }
        state.Status.ShouldBe(InstanceStatus.Ended);
    }

    [Fact]
    public void Step_TaskOfAnotherInstanceState_IsRefused()
    {
        var definition = Sketch.Definition("start s; user a; end e; s > a; a > e");
        Should.Throw<ArgumentException>(() => Engine.Step(definition, Engine.Start(definition).State with { Process = "other" }, new TaskCompleted("a.2")));
        Should.Throw<ArgumentException>(() => Engine.Start(definition, at: "a"));
    }

    [Fact]
    public void Step_NumbersOf34Digits_AreStoredAndHandedOnAsTheyAre()
    {
        const string Third = "0.3333333333333333333333333333333333";
        var definition = Sketch.Definition("start s; service a stamp; xor g; user b; end e; s > a; a > g; g > b : third * 3 < 1 and far = 10 ** 40; g >> e; b > e");
        var started = Engine.Start(definition, new() { ["third"] = JsonNode.Parse(Third), ["far"] = JsonNode.Parse("1e40") });
        started.Effects.OfType<ServiceCalled>().Single().Variables["third"]!.ToJsonString().ShouldBe(Third);
        var stored = InstanceState.FromJson(started.State.ToJson());
        stored.Variables["third"].ShouldBe(started.State.Variables["third"]);
        FeelValues.Text(stored.Variables["far"]).ShouldBe("1E+40");
        Engine.Step(definition, stored, new TaskCompleted("a.2")).State.Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public void Start_DataAssociations_GiveInputsAndTakeOutputs()
    {
        var xml = Sketch.Xml("start s; service a stamp; user b; end e; s > a; a > b; b > e")
            .Replace("<startEvent", "<property id=\"order\" name=\"order\"/><property id=\"answer\" name=\"answer\"/><startEvent", StringComparison.Ordinal)
            .Replace("sen:operation=\"stamp\" />", """
                sen:operation="stamp"><ioSpecification><dataInput id="in1" name="paper"/><inputSet/><outputSet/></ioSpecification>
                <dataInputAssociation><sourceRef>order</sourceRef><targetRef>in1</targetRef><transformation>order.paper</transformation></dataInputAssociation>
                <dataOutputAssociation><targetRef>answer</targetRef><transformation>upper case(stamp)</transformation></dataOutputAssociation></serviceTask>
                """, StringComparison.Ordinal);
        var definition = ProcessDefinition.Load(xml).Definition!;
        var started = Engine.Start(definition, new() { ["order"] = new JsonObject { ["paper"] = "p1", ["secret"] = 1 } });
        started.Effects.OfType<ServiceCalled>().Single().Variables.ToJsonString().ShouldBe("""{"paper":"p1"}""");
        var done = Engine.Step(definition, started.State, new TaskCompleted("a.2") { Variables = new() { ["stamp"] = "ok", ["noise"] = 1 } }).State;
        done.Variables["answer"].ShouldBe("OK");
        done.Variables.Keys.ShouldNotContain("noise");
    }

    [Fact]
    public void Start_CorrelationOfTheStandard_GivesTheKeyOfTheConversation()
    {
        var xml = Sketch.Xml("start s; send x asked; receive a answered; end e; s > x; x > a; a > e")
            .Replace("</process>", """
                <correlationSubscription correlationKeyRef="k"><correlationPropertyBinding correlationPropertyRef="p"><dataPath>dossier.number</dataPath></correlationPropertyBinding></correlationSubscription></process>
                <correlationProperty id="p" name="dossier"><correlationPropertyRetrievalExpression messageRef="the.message.answered"><messagePath>number</messagePath></correlationPropertyRetrievalExpression>
                <correlationPropertyRetrievalExpression messageRef="the.message.asked"><messagePath>dossier.number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
                """, StringComparison.Ordinal);
        var loaded = ProcessDefinition.Load(xml);
        loaded.Problems.ShouldBeEmpty();
        var started = Engine.Start(loaded.Definition!, new() { ["dossier"] = new JsonObject { ["number"] = "H05-1" } });
        started.Effects.ShouldBe([new MessageSent("x", "asked", "H05-1"), new MessageAwaited("a.2", "a", "answered", "H05-1")]);
        Engine.Step(loaded.Definition!, started.State, new MessageArrived("answered", Key: "H05-2")).Effects.ShouldBe([new Ignored("Nothing waits for this any more.")]);
        Engine.Step(loaded.Definition!, started.State, new MessageArrived("answered", Key: "H05-1")).State.Status.ShouldBe(InstanceStatus.Ended);
    }

    [Fact]
    public void Model_EveryClass_IsWrittenAndReadBack()
    {
        // One of each: an object of every class of the model, as a root element, or inside the first place that takes it.
        foreach (var type in typeof(Definitions).Assembly.GetTypes().Where(type => typeof(RootElement).IsAssignableFrom(type) && !type.IsAbstract))
        {
            var element = (RootElement)Filled(type, 3);
            var xml = new Definitions { TargetNamespace = "urn:x", RootElements = { element } }.ToXml();
            var read = Definitions.Read(xml);
            read.ToXml().ShouldBe(xml);
            read.Descendants().Select(one => one.GetType()).ShouldBe(new Definitions { RootElements = { element } }.Descendants().Select(one => one.GetType()), type.Name);
            read.Descendants().SelectMany(one => one.OtherElements).ShouldBeEmpty(type.Name);
        }
    }

    // Every property of an object filled, to a depth.
    private static object Filled(Type type, int depth)
    {
        var filled = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties())
        {
            var list = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>);
            var plain = list ? property.PropertyType.GetGenericArguments()[0] : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object? value = plain == typeof(string) ? $"x{property.Name}" : plain == typeof(bool) ? true : plain == typeof(int) ? 2 : plain == typeof(decimal) ? 1.5m
                : plain.IsEnum ? Enum.GetValues(plain).GetValue(1)
                : typeof(BpmnElement).IsAssignableFrom(plain) && depth > 0 && Concrete(plain) is { } concrete ? Filled(concrete, depth - 1) : null;
            if (value is null)
                continue;
            if (list)
                ((System.Collections.IList)property.GetValue(filled)!).Add(value);
            else if (property.CanWrite)
                property.SetValue(filled, value);
        }
        return filled;
    }

    private static Type? Concrete(Type type) => !type.IsAbstract ? type : type.Assembly.GetTypes().FirstOrDefault(one => type.IsAssignableFrom(one) && !one.IsAbstract);
}
