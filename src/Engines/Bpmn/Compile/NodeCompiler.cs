using Sen.Bpmn.Model;

namespace Sen.Bpmn.Compile;

/// <summary>Makes one node ready to run; null, with a problem, when the engine could not run it as it is meant.</summary>
internal sealed class NodeCompiler(Problems problems, Process process)
{
    private readonly TriggerCompiler triggers = new(problems, process);
    private readonly DataCompiler data = new(problems, process);

    public Node? Compile(FlowNode element, string? lane)
    {
        var before = problems.Count;
        var node = element switch
        {
            Event happening => Event(happening),
            Gateway gateway => Gateway(gateway),
            Activity activity => Activity(activity, lane),
            _ => Refuse(element),
        };
        return problems.Count == before ? node : null;
    }

    private Node? Refuse(FlowNode element)
    {
        problems.Add(element, "element", $"The engine does not run {ScopeCompiler.TypeName(element)}.");
        return null;
    }

    private Node? Event(Event element)
    {
        problems.Known(element, "key", "unit");
        if (element is CatchEvent { ParallelMultiple: true })
            problems.Add(element, "attribute", "The engine runs parallelMultiple only as false.");
        var (id, name) = (element.Id!, element.Name);
        return element switch
        {
            StartEvent start => new(id, name, NodeKind.Start) { Triggers = triggers.Caught(start), Interrupting = start.IsInterrupting != false, Outputs = data.Outputs(start, start.DataOutputAssociations), Unit = start.Ours("unit") },
            IntermediateCatchEvent caught => new(id, name, NodeKind.Catch) { Triggers = triggers.Caught(caught), Outputs = data.Outputs(caught, caught.DataOutputAssociations) },
            BoundaryEvent boundary => new(id, name, NodeKind.Boundary) { Triggers = triggers.Caught(boundary), Interrupting = boundary.CancelActivity != false, Outputs = data.Outputs(boundary, boundary.DataOutputAssociations) },
            IntermediateThrowEvent thrown => new(id, name, NodeKind.Throw) { Triggers = triggers.Thrown(thrown), Inputs = data.Inputs(thrown, thrown.DataInputAssociations, thrown.DataInputs), Unit = thrown.Ours("unit") },
            EndEvent end => new(id, name, NodeKind.End) { Triggers = triggers.Thrown(end), Inputs = data.Inputs(end, end.DataInputAssociations, end.DataInputs), Unit = end.Ours("unit") },
            _ => Refuse(element),
        };
    }

    private Node? Gateway(Gateway element)
    {
        problems.Known(element);
        NodeKind? kind = element switch
        {
            ExclusiveGateway => NodeKind.ExclusiveGateway,
            InclusiveGateway => NodeKind.InclusiveGateway,
            ParallelGateway => NodeKind.ParallelGateway,
            EventBasedGateway => NodeKind.EventGateway,
            _ => null,
        };
        if (element is EventBasedGateway { EventGatewayType: EventBasedGatewayType.Parallel })
            problems.Add(element, "attribute", "The engine runs eventGatewayType only as Exclusive.");
        return kind is null ? Refuse(element) : new(element.Id!, element.Name, kind.Value) { Instantiates = element is EventBasedGateway { Instantiate: true } };
    }

    private Node? Activity(Activity element, string? lane)
    {
        if (element.IsForCompensation == true)
            problems.Add(element, "attribute", "The engine runs isForCompensation only as false.");
        if (element is { StartQuantity: not null and not 1 } or { CompletionQuantity: not null and not 1 })
            problems.Add(element, "attribute", "The engine runs startQuantity and completionQuantity only as 1.");
        if (element is SubProcess { TriggeredByEvent: true, LoopCharacteristics: not null })
            problems.Add(element, "structure", "An event sub-process cannot repeat.");
        problems.Known(element, Ours(element));
        var kind = element switch
        {
            UserTask => NodeKind.UserTask,
            ServiceTask => NodeKind.ServiceTask,
            BusinessRuleTask => NodeKind.BusinessRuleTask,
            SendTask => NodeKind.SendTask,
            ReceiveTask => NodeKind.ReceiveTask,
            ScriptTask => NodeKind.ScriptTask,
            ManualTask => NodeKind.ManualTask,
            CallActivity => NodeKind.Call,
            AdHocSubProcess => NodeKind.AdHoc,
            Transaction => (NodeKind?)null,
            SubProcess { TriggeredByEvent: true } => NodeKind.EventSubProcess,
            SubProcess => NodeKind.SubProcess,
            Model.Task => NodeKind.Task,
            _ => null,
        };
        if (kind is null)
            return Refuse(element);
        return new(element.Id!, element.Name, kind.Value)
        {
            Repeat = data.Repeat(element),
            Inputs = data.Inputs(element, element.DataInputAssociations, element.IoSpecification?.DataInputs ?? []),
            Outputs = data.Outputs(element, element.DataOutputAssociations),
            Role = element is UserTask or AdHocSubProcess ? element.Ours("role") ?? Owner(element) ?? lane : null,
            Unit = element.Ours("unit"),
            ComputedUnit = element.Ours("unit") is ['=', ..] unit ? problems.Feel(element, unit, "feel") : null,
            Form = element.Ours("form"),
            Share = element.Ours("share"),
            Operation = Operation(element),
            Instantiates = element is ReceiveTask { Instantiate: true },
            Triggers = element switch
            {
                SendTask send => triggers.Message(send, send.MessageRef, thrown: true),
                ReceiveTask receive => triggers.Message(receive, receive.MessageRef, thrown: false),
                _ => [],
            },
            Script = element is ScriptTask script ? Script(script) : null,
            AdHoc = element is AdHocSubProcess adHoc ? new(adHoc.Ordering == AdHocOrdering.Sequential, adHoc.CancelRemainingInstances != false, problems.Feel(adHoc, adHoc.CompletionCondition)) : null,
        };
    }

    private static string[] Ours(Activity element) => element switch
    {
        UserTask => ["role", "unit", "form", "share"],
        ServiceTask or BusinessRuleTask => ["operation"],
        ScriptTask => ["result"],
        SendTask => ["key", "unit"],
        ReceiveTask => ["key"],
        CallActivity => ["unit"],
        AdHocSubProcess => ["role", "unit"],
        _ => [],
    };

    // The resource of the potential owner says who may do it, in BPMN's own words.
    private string? Owner(Activity element) => element.ResourceRoles.OfType<PotentialOwner>().Select(owner => problems.Model.Root<Resource>(owner.ResourceRef)?.Name).FirstOrDefault();

    private string? Operation(Activity element)
    {
        if (element is CallActivity { CalledElement: null or "" })
            problems.Add(element, "reference", "The call activity does not say which process it calls.");
        return element switch
        {
            ServiceTask service => service.Ours("operation") ?? service.OperationRef,
            BusinessRuleTask rules => rules.Ours("operation"),
            CallActivity call => Xml.Names.Local(call.CalledElement ?? ""),
            _ => null,
        };
    }

    private Script? Script(ScriptTask element)
    {
        if (string.IsNullOrWhiteSpace(element.Script?.Text))
            problems.Add(element, "element", "The script task has no script.");
        else if (element.Ours("result") is not { Length: > 0 } result)
            problems.Add(element, "attribute", "The script task names no variable for its result (sen:result).");
        else if (problems.Feel(element, element.Script.Text, element.ScriptFormat ?? "none") is { } expression)
            return new(expression, result);
        return null;
    }
}
