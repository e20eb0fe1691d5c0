using Sen.Bench;
using Sen.Bench.Ades;
using Sen.Bench.Bpmn;
using Sen.Bench.Feel;
using Sen.Bench.Identity;
using Sen.Bench.Lexis;
using Sen.Bench.Schema;
using Sen.Bench.Signatures;
using Sen.Bench.Sigma;

// Usage: dotnet run -c Release --project bench -- NAME [arguments]. Figures go to bench/RESULTS.md by hand, with command and machine.
Bench[] benches =
[
    FeelBench.Bench,
    FuzzBench.Bench,
    SchemaBench.Bench,
    AdesBench.Bench,
    PureEngine.Bench,
    AgainstPostgres.Bench,
    Million.Bench,
    Silence.Bench,
    SignInBench.Bench,
    Fuzz.Bench,
    Large.Bench,
    Speed.Bench,
    .. Durable.All,
    .. SigmaBenches.All,
    .. Sen.Bench.Organisation.Benches.All,
];

var wanted = args is [var name, ..] ? benches.FirstOrDefault(bench => bench.Name == name) : null;
if (wanted is null)
{
    Console.WriteLine("Benches:");
    foreach (var bench in benches)
        Console.WriteLine($"  {bench.Name,-20} {bench.Says}");
    return args.Length == 0 ? 0 : 2;
}
Machine.Print();
return wanted.Run(args[1..]);
