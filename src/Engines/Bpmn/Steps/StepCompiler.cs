using System.Xml;
using Sen.Bpmn.Model;
using Sen.Feel;

namespace Sen.Bpmn;

/// <summary>Step list to BPMN: a user task a step, and an exclusive gateway after it where there is a choice.</summary>
internal static class StepCompiler
{
    private const string Start = "start";

    public static LoadResult Compile(StepList list)
    {
        var problems = Problems(list).ToList();
        if (problems.Count > 0)
            return new(null, problems);

        var process = new Process { Id = list.Id, Name = list.Name, IsExecutable = true };
        var nodes = process.FlowElements;
        var flows = new List<SequenceFlow> { Flow(Start, list.Steps[0].Id) };
        nodes.Add(new StartEvent { Id = Start });
        foreach (var (i, step) in list.Steps.Index())
        {
            nodes.Add(Task(step));
            var ways = step.Next ?? [new Next(i + 1 < list.Steps.Count ? list.Steps[i + 1].Id : StepList.End)];
            if (ways is [{ When: null } only])
            {
                flows.Add(Flow(step.Id, only.To, only.Label));
                continue;
            }
            var choice = step.Id + ".choice";
            flows.Add(Flow(step.Id, choice));
            var leaving = ways.Select((way, n) => Way(way, choice, n + 1)).ToArray();
            nodes.Add(new ExclusiveGateway { Id = choice, Default = leaving.FirstOrDefault(flow => flow.ConditionExpression is null)?.Id });
            flows.AddRange(leaving);
        }
        nodes.Add(new EndEvent { Id = StepList.End });
        foreach (var node in nodes.OfType<FlowNode>())
        {
            node.Incoming.AddRange(flows.Where(flow => flow.TargetRef == node.Id).Select(flow => flow.Id!));
            node.Outgoing.AddRange(flows.Where(flow => flow.SourceRef == node.Id).Select(flow => flow.Id!));
        }
        nodes.AddRange(flows);
        var model = new Definitions { TargetNamespace = Xml.Names.Our.NamespaceName, RootElements = { process } };
        model.Diagrams.Add(Layout.Diagram(process));
        return ProcessDefinition.Load(model);
    }

    private static UserTask Task(Step step)
    {
        var task = new UserTask { Id = step.Id, Name = step.Name };
        task.SetOurs("role", step.Role);
        task.SetOurs("unit", step.Unit);
        task.SetOurs("form", step.Form);
        task.SetOurs("share", step.Share);
        return task;
    }

    private static SequenceFlow Way(Next way, string from, int number)
    {
        var flow = Flow(from, way.To, way.Label);
        flow.Id = $"{from}.{number}";
        flow.ConditionExpression = way.When is null ? null : new FormalExpression { Text = way.When };
        return flow;
    }

    private static SequenceFlow Flow(string from, string to, string? label = null) =>
        new() { Id = $"{from}.to.{to}", Name = label, SourceRef = from, TargetRef = to };

    private static IEnumerable<DeployProblem> Problems(StepList list)
    {
        if (!IsXmlName(list.Id))
            yield return new(list.Id, list.Name, "structure", "The id of the process is not an XML name.");
        if (list.Steps.Count == 0)
            yield return new(list.Id, list.Name, "structure", "There are no steps.");
        var ids = list.Steps.Select(step => step.Id).ToHashSet();
        foreach (var twice in list.Steps.GroupBy(step => step.Id).Where(group => group.Count() > 1))
            yield return new(twice.Key, twice.First().Name, "structure", "Two steps have this id.");
        foreach (var step in list.Steps)
        {
            if (!IsXmlName(step.Id) || step.Id is Start or StepList.End || step.Id == list.Id || step.Id.EndsWith(".choice", StringComparison.Ordinal))
                yield return new(step.Id, step.Name, "structure", "This id cannot be used for a step.");
            if (step.Next is null)
                continue;
            if (step.Next.Count(way => way.When is null) != 1)
                yield return new(step.Id, step.Name, "structure", "Exactly one way on must be without a condition: the one taken when no other is.");
            foreach (var way in step.Next)
            {
                if (way.To != StepList.End && !ids.Contains(way.To))
                    yield return new(step.Id, step.Name, "reference", $"There is no step \"{way.To}\".");
                if (way.When is not null && FeelProblem(way.When) is { } problem)
                    yield return new(step.Id, step.Name, "feel", $"\"{way.When}\" is not a FEEL expression: {problem}");
            }
        }
    }

    private static bool IsXmlName(string id) => id.Length > 0 && XmlConvert.IsStartNCNameChar(id[0]) && id.All(XmlConvert.IsNCNameChar);

    private static string? FeelProblem(string text) => FeelExpression.TryParse(text, out _, out var error) ? null : error!.Message;
}
