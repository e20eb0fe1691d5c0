using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Sen.Tests.Conformance;

// Usage: [--show N] [suite ...]. Prints "SUITE PASSED/TOTAL" and the failures; fails below the ratios of floor.json.
Suite[] suites =
[
    DmnTck.Suite,
    JsonSchemaSuite.Suite,
    BpmnMiwg.Suite,
    XadesWrapping.Suite,
    PdfSuite.Dss,
    PdfSuite.PyHanko,
    SigmaSuite.Suite,
    .. Alqac.Suites,
];

var show = args.SkipWhile(arg => arg != "--show").Skip(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).FirstOrDefault(200);
var wanted = args.Where(arg => suites.Any(suite => suite.Name == arg)).ToArray();
var root = Cases();
var floor = JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "floor.json")))!;
var dropped = false;

Suite[] asked = [.. suites.Where(suite => wanted.Length == 0 || wanted.Contains(suite.Name))];
var runs = Partitioner.Create(asked, loadBalance: true).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(suite =>
{
    var folder = root is null ? null : Path.GetFullPath(Path.Combine(root, suite.Folder ?? suite.Name));
    return (Suite: suite, Folder: folder, Outcomes: Directory.Exists(folder) ? suite.Run(folder).ToList() : null);
});
foreach (var (suite, folder, outcomes) in runs)
{
    if (outcomes is null)
    {
        Console.WriteLine($"{suite.Name} SKIPPED: no folder {folder ?? "../shared/cases"} (set SEN_CASES)");
        continue;
    }
    var required = outcomes.Where(outcome => !outcome.Optional).ToList();
    var passed = required.Count(outcome => outcome.Passed);
    Console.WriteLine($"{suite.Name} {passed}/{required.Count}");
    if (outcomes.Count > required.Count)
        Console.WriteLine($"  optional {outcomes.Count(outcome => outcome.Optional && outcome.Passed)}/{outcomes.Count - required.Count}");
    foreach (var failure in outcomes.Where(outcome => !outcome.Passed).Take(show))
        Console.WriteLine($"  {(failure.Optional ? "optional " : "")}{failure.File} · {failure.Case} · {failure.Detail}");
    if (floor.TryGetValue(suite.Name, out var least) && required.Count > 0 && passed < least * required.Count)
    {
        dropped = true;
        Console.WriteLine($"  BELOW THE FLOOR of {least.ToString("P2", CultureInfo.InvariantCulture)}");
    }
}
return dropped ? 1 : 0;

static string? Cases()
{
    if (Environment.GetEnvironmentVariable("SEN_CASES") is { Length: > 0 } given)
        return given;
    var folder = AppContext.BaseDirectory;
    while (folder is not null && !File.Exists(Path.Combine(folder, "Sen.slnx")))
        folder = Path.GetDirectoryName(folder);
    return folder is null ? null : Path.GetFullPath(Path.Combine(folder, "../shared/cases"));
}
