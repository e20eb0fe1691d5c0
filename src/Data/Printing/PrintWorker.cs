using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Sen.Data;

/// <summary>One WeasyPrint process, spoken to in frames (see weasyprint_worker.py). Used by one print at a time.</summary>
internal sealed class PrintWorker : IDisposable
{
    // Nothing that prints official papers is larger; a wrong frame must not ask for gigabytes.
    private const int LargestAnswer = 256 << 20;
    private static readonly byte[] Script = ReadScript();

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PrintWorker(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>How many prints it has done.</summary>
    public int Prints { get; private set; }

    /// <summary>Number of the process; for tests and logs.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a process and waits until WeasyPrint is loaded.</summary>
    /// <exception cref="PrintFailedException">Python or WeasyPrint is not there.</exception>
    public static async Task<PrintWorker> Start(PrintOptions options, CancellationToken ct)
    {
        PrintWorker worker;
        try
        {
            worker = new PrintWorker(Process.Start(Command(options))!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PrintFailedException("print.missing", options.Python, e.Message);
        }
        try
        {
            var input = worker._process.StandardInput.BaseStream;
            await input.WriteAsync(Script, ct);
            await input.FlushAsync(ct);
            var (status, _) = await worker.Answer(ct);
            return status == 'R' ? worker : throw new InvalidDataException($"answered {status}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            await worker._process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(2), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var errors = worker.Errors;
            worker.Dispose();
            throw new PrintFailedException("print.missing", options.Python, errors);
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Prints one page.</summary>
    /// <exception cref="PrintFailedException">WeasyPrint refused the page; the worker is still good.</exception>
    /// <exception cref="IOException">The process has ended.</exception>
    public async Task<byte[]> Print(string html, CancellationToken ct)
    {
        Prints++;
        var request = new byte[4 + Encoding.UTF8.GetByteCount(html)];
        BinaryPrimitives.WriteInt32BigEndian(request, request.Length - 4);
        Encoding.UTF8.GetBytes(html, request.AsSpan(4));
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(request, ct);
        await input.FlushAsync(ct);
        var (status, content) = await Answer(ct);
        return status == 'P' ? content : throw new PrintFailedException("print.failed", Encoding.UTF8.GetString(content));
    }

    /// <summary>What it last wrote to its error stream.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString().Trim();
        }
    }

    /// <summary>Ends the process for certain; a print under way is lost.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(5000);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        _process.Dispose();
    }

    private async Task<(char Status, byte[] Content)> Answer(CancellationToken ct)
    {
        var output = _process.StandardOutput.BaseStream;
        var head = new byte[5];
        await output.ReadExactlyAsync(head, ct);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length is < 0 or > LargestAnswer)
            throw new InvalidDataException($"a frame of {length} bytes");
        var content = new byte[length];
        await output.ReadExactlyAsync(content, ct);
        return ((char)head[0], content);
    }

    private static ProcessStartInfo Command(PrintOptions options)
    {
        // The script comes through stdin, so that none lies on the disk for others to change. -I: nothing from the
        // environment or the working folder gets into the interpreter.
        var start = new ProcessStartInfo(options.Python,
        [
            "-I", "-c", "import sys; exec(compile(sys.stdin.buffer.read(int(sys.argv.pop(1))), 'weasyprint_worker.py', 'exec'))",
            Script.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), options.Variant,
            ((int)Math.Ceiling(options.Patience.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture),
            options.MemoryBytes.ToString(System.Globalization.CultureInfo.InvariantCulture), .. options.FontFolders,
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The program's secrets may stand in its environment: the worker gets none of it.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = options.CacheFolder;
        return start;
    }

    private void Keep(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
            if (_errors.Length > 4000)
                _errors.Remove(0, _errors.Length - 2000);
        }
    }

    private static byte[] ReadScript()
    {
        using var stream = typeof(PrintWorker).Assembly.GetManifestResourceStream("Sen.Data.weasyprint_worker.py")!;
        var script = new byte[stream.Length];
        stream.ReadExactly(script);
        return script;
    }
}
