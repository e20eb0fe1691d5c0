using System.Diagnostics;
using System.Globalization;
using Sen.Signatures;

namespace Sen.Bench.Signatures;

/// <summary>Signs and judges a file far larger than the memory it may take.</summary>
internal static class Large
{
    public static Bench Bench { get; } = new("signatures-large", "[MiB=500] signs a mapped file; peak memory", Run);

    private static int Run(string[] args)
    {
        var size = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) << 20 : 500L << 20;
        var folder = System.IO.Directory.CreateTempSubdirectory("sen-bench").FullName;
        try
        {
            var (input, output) = (Path.Combine(folder, "in.pdf"), Path.Combine(folder, "out.pdf"));
            using (var file = File.Create(input))
                Keys.WritePdf(file, size);
            var before = Memory.Peak();
            var watch = Stopwatch.StartNew();
            using (var handle = File.OpenHandle(input))
            using (var source = PdfSource.Map(handle))
            using (var file = File.Create(output))
                PadesSigner.Sign(source, Keys.Person, new PadesOptions(Keys.Now) { Timestamp = Keys.Timestamp }).GetAwaiter().GetResult().CopyTo(file);
            Console.WriteLine($"B-T of {new FileInfo(input).Length >> 20} MiB: {watch.Elapsed.TotalSeconds:0.0} s, peak memory {Memory.Peak() >> 20} MiB (before: {before >> 20})");
            watch.Restart();
            using (var handle = File.OpenHandle(output))
            using (var source = PdfSource.Map(handle))
                Console.WriteLine($"validation {PdfValidator.Validate(source, Keys.Authority.Anchors, Keys.Now.AddMinutes(1), Keys.Known).Signatures[0].Code}: {watch.Elapsed.TotalSeconds:0.0} s, peak memory {Memory.Peak() >> 20} MiB");
            return Memory.Peak() < 100L << 20 ? 0 : 1;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
