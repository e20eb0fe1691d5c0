using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>How to print.</summary>
/// <param name="CacheFolder">Home of the workers: the font cache lies there.</param>
internal sealed record PrintOptions(string CacheFolder)
{
    /// <summary>The interpreter that has WeasyPrint; Debian's, not the first on the path.</summary>
    public string Python { get; init; } = "/usr/bin/python3";

    /// <summary><c>pdf/ua-1</c> (tagged, for assistive technology) or <c>pdf/a-3b</c> (for archives). WeasyPrint 57 calls both experimental, and no validator is to be had here.</summary>
    public string Variant { get; init; } = "pdf/ua-1";

    public int Workers { get; init; } = 2;
    public int PrintsPerWorker { get; init; } = 200;
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
    public long MemoryBytes { get; init; } = 2L << 30;
    public IReadOnlyList<string> FontFolders { get; init; } = ["/usr/share/fonts"];
}

/// <summary>
/// Prints HTML to PDF with embedded fonts, by a pool of WeasyPrint workers that start when first needed and end with the
/// program. A page may use <c>data:</c> addresses and installed fonts; it has no network and reads no file. Printing
/// takes 0.1 s to seconds: it belongs in jobs.
/// </summary>
public sealed class Printer : IDisposable
{
    private readonly PrintOptions _options;
    private readonly ILogger<Printer> _log;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentBag<PrintWorker> _idle = [];
    private readonly ConcurrentDictionary<PrintWorker, bool> _all = new();
    private volatile bool _disposed;

    internal Printer(PrintOptions options, ILogger<Printer> log)
    {
        if (options.Variant is not ("pdf/ua-1" or "pdf/a-3b"))
            throw new InvalidOperationException($"Sen:Print:Variant must be pdf/ua-1 or pdf/a-3b, not '{options.Variant}'");
        (_options, _log, _places) = (options, log, new SemaphoreSlim(options.Workers));
    }

    internal IEnumerable<int> ProcessIds => _all.Keys.Select(w => w.ProcessId);

    /// <summary>The page as PDF.</summary>
    /// <param name="html">A whole document; its <c>lang</c> and <c>title</c> become those of the PDF.</param>
    /// <exception cref="PrintFailedException">WeasyPrint is missing, refused the page, took too long or crashed twice.</exception>
    public async Task<byte[]> Print(string html, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            // A worker may have died while idle: a page gets a second, fresh one, but never a third.
            return await Once(html, ct) ?? await Once(html, ct)
                ?? throw new PrintFailedException("print.failed", "the worker crashed twice on this page");
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Why nothing can be printed, or null; prints a page of one word. For <c>sen doctor</c>.</summary>
    public async Task<Problem?> Check(CancellationToken ct)
    {
        try
        {
            var pdf = await Print("<html lang=vi><title>Sen</title><p>Sen</p></html>", ct);
            return pdf.AsSpan().StartsWith("%PDF-"u8) ? null : Problem.Invalid("print.failed", args: "no PDF came");
        }
        catch (PrintFailedException e)
        {
            return e.Problem;
        }
    }

    /// <summary>Ends every worker.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var worker in _all.Keys)
            End(worker);
    }

    private async Task<byte[]?> Once(string html, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Patience);
        PrintWorker? worker = null;
        var good = false;
        try
        {
            worker = await Worker(limit.Token);
            var pdf = await worker.Print(html, limit.Token);
            good = true;
            return pdf;
        }
        catch (PrintFailedException) when (worker is not null)
        {
            good = true;
            throw;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PrintFailedException("print.failed", $"no answer in {_options.Patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (worker is not null && e is IOException or InvalidDataException)
        {
            _log.LogWarning("A print worker ended: {Errors}", worker!.Errors);
            return null;
        }
        finally
        {
            if (worker is not null)
                Return(worker, good);
        }
    }

    private async Task<PrintWorker> Worker(CancellationToken ct)
    {
        if (_idle.TryTake(out var idle))
            return idle;
        var started = await PrintWorker.Start(_options, ct);
        _all[started] = true;
        if (_disposed)
            End(started);
        return started;
    }

    private void Return(PrintWorker worker, bool good)
    {
        if (good && !_disposed && worker.Prints < _options.PrintsPerWorker)
            _idle.Add(worker);
        else
            End(worker);
    }

    private void End(PrintWorker worker)
    {
        if (_all.TryRemove(worker, out _))
            worker.Dispose();
    }
}

/// <summary>A page could not be printed; <see cref="Problem"/> says why in the reader's language.</summary>
public sealed class PrintFailedException : Exception
{
    internal PrintFailedException(string code, params object?[] args)
        : base($"{code}: {string.Join("; ", args)}") => Problem = Problem.Invalid(code, args: args);

    /// <summary><c>print.missing</c> (interpreter) or <c>print.failed</c> (reason).</summary>
    public Problem Problem { get; }
}
