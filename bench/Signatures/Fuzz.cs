using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Sen.Signatures;

namespace Sen.Bench.Signatures;

/// <summary>Damages files in many ways and has each judged, one in ten also signed: nothing may crash, none may take two seconds, memory stays bounded.</summary>
internal static class Fuzz
{
    private const int LargestBase = 60_000;
    private static readonly string[] Suites = ["pades-dss", "pdf-pyhanko"];
    private static readonly byte[][] Words = [.. new[] { "obj", "endobj", "stream", "endstream", "xref", "trailer", "startxref", "/Prev", "/Kids", "/Parent", "/Contents", "/ByteRange", "<<", ">>", "[", "]", "(", "0 R", "99999999999", "-1", "/Length", "/W", "/Index", "/Encrypt" }
        .Select(System.Text.Encoding.ASCII.GetBytes)];

    public static Bench Bench { get; } = new("signatures-fuzz", "[count=200000] [seed] judges damaged PDFs: crashes, slowest, memory", Run);

    private static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
        var bases = Bases();
        Console.WriteLine($"{count} files from {bases.Length} bases of at most {LargestBase} bytes, seed {seed}");
        var crashes = new ConcurrentBag<string>();
        var outcomes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var (slowest, largest, done, gate) = ((Milliseconds: 0.0, Index: -1), (Bytes: 0L, Index: -1), 0, new Lock());
        var whole = Stopwatch.StartNew();
        Parallel.For(0, count, index =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + index));
            var pdf = Damage(random, bases);
            var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            try
            {
                var report = PdfValidator.Validate(pdf, Keys.Authority.Anchors, Keys.Now);
                outcomes.AddOrUpdate(report.Refused?.ToString() ?? report.Integrity?.ToString() ?? (report.Signatures.Count > 0 ? "None" : "Unsigned"), 1, (_, n) => n + 1);
                if (index % 10 == 0)
                    PadesSigner.Sign(pdf, Keys.Person, new PadesOptions(Keys.Now) { Repair = index % 20 == 0 }).GetAwaiter().GetResult();
            }
            catch (RefusedException)
            {
                // A reason is an answer.
            }
            catch (Exception e)
            {
                crashes.Add($"{index}: {e}");
            }
            var (milliseconds, bytes) = (watch.Elapsed.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
            lock (gate)
            {
                slowest = milliseconds > slowest.Milliseconds ? (milliseconds, index) : slowest;
                largest = bytes > largest.Bytes ? (bytes, index) : largest;
                if (++done % 20_000 == 0)
                    Console.WriteLine($"  {done} after {whole.Elapsed.TotalSeconds:0} s, slowest {slowest.Milliseconds:0} ms, {crashes.Count} crashes");
            }
        });
        Console.WriteLine($"{crashes.Count} crashes; slowest {slowest.Milliseconds:0} ms (file {slowest.Index}); most allocated for one file {largest.Bytes >> 20} MiB (file {largest.Index}); peak memory {Memory.Peak() >> 20} MiB; {count / whole.Elapsed.TotalSeconds:0} files/s");
        Console.WriteLine("  " + string.Join(", ", outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}")));
        foreach (var crash in crashes.Take(5))
            Console.WriteLine(crash);
        return crashes.IsEmpty && slowest.Milliseconds < 2000 ? 0 : 1;
    }

    private static byte[][] Bases()
    {
        var own = Keys.Samples().GetAwaiter().GetResult();
        var cases = Environment.GetEnvironmentVariable("SEN_CASES") is { Length: > 0 } given ? given : "../shared/cases";
        var others = Suites.Select(s => Path.Combine(cases, s)).Where(System.IO.Directory.Exists)
            .SelectMany(f => System.IO.Directory.EnumerateFiles(f, "*.pdf", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Where(f => new FileInfo(f).Length <= LargestBase).Select(File.ReadAllBytes);
        return [.. own, .. others];
    }

    private static byte[] Damage(Random random, byte[][] bases)
    {
        var pdf = bases[random.Next(bases.Length)].ToList();
        for (var rounds = 1 + random.Next(6); rounds > 0 && pdf.Count > 16; rounds--)
        {
            // Structure gathers at the end, so half of the damage goes there.
            var at = random.Next(2) == 0 ? random.Next(pdf.Count) : Math.Max(0, pdf.Count - 1 - random.Next(Math.Min(pdf.Count, 3000)));
            switch (random.Next(8))
            {
                case 0 or 1:
                    pdf[at] = (byte)random.Next(256);
                    break;
                case 2:
                    pdf[at] = (byte)('0' + random.Next(10));
                    break;
                case 3:
                    pdf.RemoveRange(at, Math.Min(random.Next(1, 40), pdf.Count - at));
                    break;
                case 4:
                    pdf.InsertRange(at, Words[random.Next(Words.Length)]);
                    break;
                case 5:
                    pdf.InsertRange(at, pdf.GetRange(at, Math.Min(random.Next(1, 2000), pdf.Count - at)));
                    break;
                case 6:
                    var other = bases[random.Next(bases.Length)];
                    var from = random.Next(other.Length);
                    pdf.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 4000))]);
                    break;
                default:
                    if (random.Next(4) == 0)
                        pdf.RemoveRange(at, pdf.Count - at);
                    break;
            }
        }
        return [.. pdf];
    }
}
