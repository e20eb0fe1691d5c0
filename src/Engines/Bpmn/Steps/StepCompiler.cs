using System.Xml;
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

        var nodes = new List<FlowNode> { new StartEvent(Start, null) };
        var flows = new List<SequenceFlow> { Flow(Start, list.Steps[0].Id) };
        foreach (var (i, step) in list.Steps.Index())
        {
            nodes.Add(new UserTask(step.Id, step.Name, step.Role, step.Unit, step.Form, step.Share));
            var ways = step.Next ?? [new Next(i + 1 < list.Steps.Count ? list.Steps[i + 1].Id : StepList.End)];
            if (ways is [{ When: null } only])
            {
                flows.Add(Flow(step.Id, only.To, only.Label));
                continue;
            }
            var choice = step.Id + ".choice";
            flows.Add(Flow(step.Id, choice));
            var leaving = ways.Select((way, n) => Flow(choice, way.To, way.Label, way.When is null ? null : new Expression(way.When)) with { Id = $"{choice}.{n + 1}" }).ToArray();
            nodes.Add(new Gateway(choice, null, GatewayKind.Exclusive) { Default = leaving.FirstOrDefault(flow => flow.Condition is null)?.Id });
            flows.AddRange(leaving);
        }
        nodes.Add(new EndEvent(StepList.End, null));

        var body = new Scope(nodes, flows);
        var definition = new ProcessDefinition(list.Id, list.Name, body) { Surroundings = new([Layout.Diagram(list.Id, body)], []) };
        return ProcessDefinition.Load(definition.ToXml());
    }

    private static SequenceFlow Flow(string from, string to, string? label = null, Expression? condition = null) =>
        new($"{from}.to.{to}", label, from, to, condition);

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
