using Sen.Bpmn.Model;
using Sen.Bpmn.Xml;

namespace Sen.Bpmn.Compile;

/// <summary>
/// The key by which a message finds its instance, in the standard's own way (BPMN 2.0.2, 8.4.2): the receiver's subscription
/// binds each correlation property to data of the process; the sender finds them in the message. Values are joined by "|".
/// </summary>
internal sealed class Correlation(Problems problems, Process process)
{
    public FeelText? Key(FlowElement owner, string message, bool thrown)
    {
        var id = Names.Local(message);
        foreach (var subscription in process.CorrelationSubscriptions)
        {
            var bindings = subscription.CorrelationPropertyBindings
                .Select(binding => (Binding: binding, Path: Retrieval(binding, id)?.MessagePath))
                .Where(pair => pair.Path is not null).ToArray();
            if (bindings.Length == 0)
                continue;
            var parts = bindings.Select(pair => thrown ? pair.Path : pair.Binding.DataPath).OfType<FormalExpression>().Select(path => path.Text.Trim().TrimStart('=')).ToArray();
            return parts.Length == 0 ? null : problems.Feel(owner, parts is [var only] ? only : $"string join([{string.Join(", ", parts.Select(part => $"string({part})"))}], \"|\")", "feel");
        }
        return null;
    }

    private CorrelationPropertyRetrievalExpression? Retrieval(CorrelationPropertyBinding binding, string message) =>
        problems.Model.Root<CorrelationProperty>(binding.CorrelationPropertyRef)?.CorrelationPropertyRetrievalExpressions
            .FirstOrDefault(retrieval => Names.Local(retrieval.MessageRef ?? "") == message);
}
