using System.Globalization;
using Sen.Bpmn;

namespace Sen.Flows;

/// <summary>
/// When a step should be done: the steps before it and it itself have used their shares of the time limit. A guide for
/// worklists; what binds is the end of the whole limit.
/// </summary>
internal static class Shares
{
    public static DateTimeOffset? DueAt(ProcessDefinition definition, string element, DateTimeOffset startedAt, DateTimeOffset? dueAt)
    {
        if (dueAt is not { } end)
            return null;
        var used = 0m;
        foreach (var task in definition.AllNodes.Where(n => n.Kind == NodeKind.UserTask))
        {
            used += Share(task);
            if (task.Id == element)
                break;
        }
        return startedAt + (end - startedAt) * (double)Math.Min(used, 1m);
    }

    private static decimal Share(Node task) =>
        decimal.TryParse(task.Share, NumberStyles.Number, CultureInfo.InvariantCulture, out var share) ? share : 0m;
}
