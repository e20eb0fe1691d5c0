using Sen.Bpmn.Model;
using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Compile;

/// <summary>
/// Data associations and repetitions. A data object, a property, an input or an output is the variable of its name, or of
/// its id when it has none.
/// </summary>
internal sealed class DataCompiler(Problems problems, Process process)
{
    private Dictionary<string, string>? names;

    /// <summary>Into an activity: local variables named after the data inputs.</summary>
    public IReadOnlyList<DataMove> Inputs(FlowNode owner, IEnumerable<DataInputAssociation> associations, List<DataInput> inputs) =>
        [.. associations.SelectMany(association => Moves(owner, association, inputs.Find(input => input.Id == association.TargetRef)?.Name ?? Variable(owner, association.TargetRef)))];

    /// <summary>Out of an activity or event: variables of the scope around it.</summary>
    public IReadOnlyList<DataMove> Outputs(FlowNode owner, IEnumerable<DataOutputAssociation> associations) =>
        [.. associations.SelectMany(association => Moves(owner, association, Variable(owner, association.TargetRef)))];

    public Repeat? Repeat(Activity owner)
    {
        switch (owner.LoopCharacteristics)
        {
            case StandardLoopCharacteristics loop:
                if (loop is { LoopCondition: null, LoopMaximum: null })
                    problems.Add(owner, "element", "The loop has neither a condition nor a maximum.");
                return new StandardLoop(loop.TestBefore == true, loop.LoopMaximum, problems.Feel(owner, loop.LoopCondition));
            case MultiInstanceLoopCharacteristics many:
                if (many.Behavior is not (null or MultiInstanceBehavior.All))
                    problems.Add(owner, "attribute", "The engine runs the behavior of multi-instance activities only as All.");
                if (many is { LoopCardinality: null, LoopDataInputRef: null })
                    problems.Add(owner, "element", "The multi-instance activity says neither how many instances nor which list.");
                if (many is { LoopDataOutputRef: not null, OutputDataItem: null })
                    problems.Add(owner, "element", "The multi-instance activity collects results but does not say which (outputDataItem).");
                return new MultiInstance(many.IsSequential == true, problems.Feel(owner, many.LoopCardinality),
                    many.LoopDataInputRef is { } items ? Variable(owner, items) : null, many.InputDataItem?.Name ?? many.InputDataItem?.Id,
                    many.LoopDataOutputRef is { } results ? Variable(owner, results) : null, many.OutputDataItem?.Name ?? many.OutputDataItem?.Id,
                    problems.Feel(owner, many.CompletionCondition));
            default:
                return null;
        }
    }

    private IEnumerable<DataMove> Moves(FlowNode owner, DataAssociation association, string? target)
    {
        if (association.Transformation is { } transformation)
        {
            if (problems.Feel(owner, transformation) is { } value && target is not null)
                yield return new(value, target);
        }
        else if (association.Assignments.Count > 0)
        {
            foreach (var assignment in association.Assignments)
            {
                if (problems.Feel(owner, assignment.From) is { } value && (assignment.To?.Text.Trim() is { Length: > 0 } to ? Names.Local(to) : target) is { } name)
                    yield return new(value, Known().GetValueOrDefault(name, name));
            }
        }
        else if (association.SourceRefs is [var source] && Variable(owner, source) is { } from && target is not null)
        {
            if (problems.Feel(owner, from, "feel") is { } value)
                yield return new(value, target);
        }
    }

    private string? Variable(FlowNode owner, string? reference)
    {
        if (reference is not null && Known().TryGetValue(Names.Local(reference), out var name))
            return name;
        problems.Add(owner, "reference", $"There is no data \"{reference}\" in the process.");
        return null;
    }

    private Dictionary<string, string> Known() => names ??= process.Descendants().OfType<BaseElement>()
        .Where(element => element.Id is not null).DistinctBy(element => element.Id)
        .Select(element => (element.Id, Name: element switch
        {
            DataInput input => input.Name ?? input.Id,
            DataOutput output => output.Name ?? output.Id,
            Property property => property.Name ?? property.Id,
            DataObject data => data.Name ?? data.Id,
            DataObjectReference shown => process.Descendants().OfType<DataObject>().FirstOrDefault(data => data.Id == Names.Local(shown.DataObjectRef ?? "")) is { } data ? data.Name ?? shown.Name ?? data.Id : null,
            _ => null,
        })).Where(pair => pair.Name is not null).ToDictionary(pair => pair.Id!, pair => pair.Name!);
}
