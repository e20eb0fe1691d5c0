using System.Runtime.InteropServices;

namespace Sen.Bench;

/// <summary>What a figure was measured on; printed before each run.</summary>
internal static class Machine
{
    public static void Print()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Console.WriteLine($"{processor ?? "unknown processor"}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, load {load}");
    }
}
