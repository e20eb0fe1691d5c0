using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures;

namespace Sen.Bench.Signatures;

/// <summary>
/// B-B against its floor (one RSA-2048 signature, one SHA-256 of the file, one copy) and against npm @libpdf/core, the three
/// by turns in one run; then the validation of a B-LTA file.
/// </summary>
internal static class Speed
{
    private const int Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1.5);

    public static Bench Bench { get; } = new("signatures-speed", "[pdf] B-B against its floor and @libpdf/core; validation of B-LTA", Run);

    private static int Run(string[] args)
    {
        var sample = args.Length > 0 ? args[0] : "../shared/cases/pades-dss/sample_end_space.pdf";
        var pdf = File.Exists(sample) ? File.ReadAllBytes(sample) : Keys.Pdf(136_000);
        using var certificate = Keys.Rsa2048();
        var key = SigningKey.Software(certificate, []);
        using var rsa = certificate.GetRSAPrivateKey()!;
        var options = new PadesOptions(Keys.Now);
        var node = Node(certificate, pdf);
        var (floors, ours, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            floors.Add(PerSecond(() =>
            {
                var copy = pdf.ToArray();
                rsa.SignHash(SHA256.HashData(copy), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }));
            ours.Add(PerSecond(() => PadesSigner.Sign(pdf, key, options).GetAwaiter().GetResult().ToArray()));
            if (node is not null)
                theirs.Add(node());
        }
        var (floor, own) = (Median(floors), Median(ours));
        Console.WriteLine($"B-B of {pdf.Length} bytes, RSA-2048: floor {floor:0}/s, Sen {own:0}/s = {own / floor:P0} of the floor");
        if (theirs.Count > 0)
            Console.WriteLine($"@libpdf/core {Median(theirs):0}/s: Sen is {own / Median(theirs):0.0} times as fast");
        var archived = PadesSigner.Sign(pdf, Keys.Person, Keys.Archived).GetAwaiter().GetResult().ToArray();
        var verdict = PdfValidator.Validate(archived, Keys.Authority.Anchors, Keys.Now.AddMinutes(1), policy: ValidationPolicy.Strict).Signatures[0];
        var each = Enumerable.Range(0, Rounds).Select(_ => 1000 / PerSecond(() => PdfValidator.Validate(archived, Keys.Authority.Anchors, Keys.Now.AddMinutes(1), policy: ValidationPolicy.Strict))).ToList();
        Console.WriteLine($"validation of B-LTA ({verdict.Code}, {verdict.Level}): median {Median(each):0.0} ms, worst round {each.Max():0.0} ms");
        return 0;
    }

    private static double PerSecond(Action act)
    {
        act();
        var (watch, times) = (Stopwatch.StartNew(), 0);
        for (; watch.Elapsed < Round; times++)
            act();
        return times / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>A round of the other library in its own process; null where it is not installed.</summary>
    private static Func<double>? Node(X509Certificate2 certificate, byte[] pdf)
    {
        const string script = "bench/node/signatures/sign.mjs";
        if (!System.IO.Directory.Exists("bench/node/signatures/node_modules"))
        {
            Console.WriteLine("@libpdf/core is not installed: npm install in bench/node/signatures");
            return null;
        }
        var folder = System.IO.Directory.CreateTempSubdirectory("sen-bench").FullName;
        File.WriteAllBytes(Path.Combine(folder, "key.p12"), certificate.Export(X509ContentType.Pkcs12, "bench"));
        File.WriteAllBytes(Path.Combine(folder, "in.pdf"), pdf);
        return () =>
        {
            using var process = Process.Start(new ProcessStartInfo("node", [script, folder, Round.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return double.Parse(output, CultureInfo.InvariantCulture);
        };
    }
}
