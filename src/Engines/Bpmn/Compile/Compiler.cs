using Sen.Bpmn.Model;

namespace Sen.Bpmn.Compile;

/// <summary>Picks the process of a model and makes it ready to run.</summary>
internal static class Compiler
{
    public static LoadResult Compile(Definitions model, string? processId)
    {
        var all = model.Processes.ToArray();
        var candidates = all.Where(process => processId is null || process.Id == processId).ToArray();
        if (candidates.Length > 1 && candidates.Where(process => process.IsExecutable == true).ToArray() is [var only])
            candidates = [only];
        if (candidates is not [var chosen])
            return new(null, [new(null, null, "process", Unclear(all, candidates.Length > 0 ? null : processId))]);

        var problems = new Problems(model);
        var pool = model.RootElements.OfType<Collaboration>().SelectMany(all => all.Participants).FirstOrDefault(one => Xml.Names.Local(one.ProcessRef ?? "") == chosen.Id)?.Name;
        if (!string.IsNullOrEmpty(pool))
            problems.Enter(pool);
        if (chosen.Id is null)
            problems.Add(null, chosen.Name, "structure", "The process has no id.");
        if (chosen.IsExecutable == false)
            problems.Add(chosen.Id, chosen.Name, "process", "The process is marked as not executable.");
        foreach (var twice in model.Descendants().Prepend(model).OfType<BaseElement>().Where(element => element.Id is not null).GroupBy(element => element.Id!).Where(group => group.Count() > 1))
            problems.Add(twice.Key, twice.OfType<FlowElement>().FirstOrDefault()?.Name, "structure", "Two elements have this id.");
        foreach (var extension in model.Extensions.Where(extension => extension.MustUnderstand == true))
            problems.Add(null, extension.Definition, "element", "The file demands an extension that the engine does not know (mustUnderstand).");
        var body = new ScopeCompiler(problems, chosen).Compile(chosen, null);
        return problems.Count > 0 ? new(null, problems.Found) : new(new(model, chosen, body), []);
    }

    private static string Unclear(Process[] all, string? wanted)
    {
        var ids = string.Join(", ", all.Select(process => process.Id));
        return all.Length == 0 ? "The file holds no process." : wanted is null ? $"Say which process: the file holds {ids}." : $"The file holds no process {wanted}, but {ids}.";
    }
}
