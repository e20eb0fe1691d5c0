using Sen.Bpmn;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Flows;

/// <summary>
/// Calls the programs of service tasks, as jobs: with their retries, their back-off, and, when all fail, the dead job with its
/// reason on the operators' pages.
/// </summary>
internal sealed class Services(Database db, Runner runner, IEnumerable<ServiceOperation> operations)
{
    private readonly Dictionary<string, ServiceOperation> _operations = operations.ToDictionary(operation => operation.Name);

    public async Task Call(CallService call, IServiceProvider services, CancellationToken ct)
    {
        if (!_operations.TryGetValue(call.Operation, out var operation))
            throw new JobCannotRunException($"There is no service \"{call.Operation}\" ({call.Element}).");
        var instance = await db.OneOrNone<About>(
            "select i.subject_kind, i.subject_id, i.unit_path from flows.instance i join flows.wait w on w.instance_id = i.id where i.id = @Instance and w.wait_id = @Wait and i.ended_at is null", call, ct);
        // Cancelled, moved by an operator, or answered by an attempt whose outcome was lost.
        if (instance is null)
            return;
        BpmnEvent answer;
        try
        {
            var given = new ServiceCall(call.Instance, call.Wait, new Ref(instance.SubjectKind, instance.SubjectId), instance.UnitPath, call.Variables, services);
            answer = new TaskCompleted(call.Wait) { Variables = await operation.Run(given, ct) };
        }
        catch (ProcessErrorException error)
        {
            answer = new TaskFailed(call.Wait, error.Code);
        }
        await using var work = await db.BeginFollowUp(Actor.Part("services"), ct);
        await runner.Step(work, call.Instance, answer, ct);
        await work.Commit(ct);
    }

    private sealed record About(string SubjectKind, string SubjectId, string UnitPath);
}
