using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>Runs due jobs, a few at a time. Any number of copies of the program may do so on one database.</summary>
internal sealed class JobRunner : BackgroundService
{
    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(250);

    private readonly JobQueue _queue;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRunner> _log;
    private readonly int _concurrency;
    private readonly Dictionary<string, JobHandler> _handlers;
    private readonly Dictionary<string, int> _running;

    public JobRunner(JobQueue queue, IEnumerable<JobHandler> handlers, IServiceScopeFactory scopes, TimeProvider clock, DataOptions options, ILogger<JobRunner> log)
    {
        (_queue, _scopes, _clock, _log, _concurrency) = (queue, scopes, clock, log, options.JobConcurrency);
        _handlers = handlers.ToDictionary(h => h.Kind);
        _running = _handlers.Keys.ToDictionary(k => k, _ => 0);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var slots = new SemaphoreSlim(_concurrency);
        while (!stoppingToken.IsCancellationRequested)
        {
            await slots.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                break;
            var attempt = await ClaimOrNone(stoppingToken);
            if (attempt is not null)
                _ = RunInSlot(attempt, slots, stoppingToken);
            else
            {
                slots.Release();
                await Task.Delay(IdleWait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        // Whoever still runs has been told to stop and hands its job back; the host's shutdown time limit bounds this.
        for (var i = 0; i < _concurrency; i++)
            await slots.WaitAsync(CancellationToken.None);
    }

    /// <summary>Claims and runs one job; false when none is due.</summary>
    internal async Task<bool> RunOne(CancellationToken ct)
    {
        var attempt = await Claim(ct);
        if (attempt is null)
            return false;
        await Run(attempt, ct);
        return true;
    }

    private async Task<Attempt?> Claim(CancellationToken ct)
    {
        JobHandler[] free;
        lock (_running)
            free = [.. _handlers.Values.Where(h => _running[h.Kind] < h.Options.Concurrency)];
        var attempt = await _queue.Claim(free, ct);
        if (attempt is not null)
            Count(attempt.Kind, 1);
        return attempt;
    }

    private async Task<Attempt?> ClaimOrNone(CancellationToken ct)
    {
        try
        {
            return await Claim(ct);
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested)
                _log.LogError(e, "jobs cannot be claimed");
            return null;
        }
    }

    private async Task RunInSlot(Attempt attempt, SemaphoreSlim slots, CancellationToken ct)
    {
        try
        {
            await Run(attempt, ct);
        }
        catch (Exception e)
        {
            // The outcome could not be written: the lease ends and another attempt follows.
            _log.LogError(e, "the outcome of job {Job} is lost", attempt.Id);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task Run(Attempt attempt, CancellationToken ct)
    {
        var handler = _handlers[attempt.Kind];
        var kind = new KeyValuePair<string, object?>("kind", attempt.Kind);
        using var activity = Telemetry.Activities.StartActivity(attempt.Kind, ActivityKind.Consumer);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            // An attempt beyond the last follows only a lease that ended: the job takes its program down with it.
            if (attempt.Attempts > handler.Options.MaxAttempts)
                throw new JobCannotRunException($"its lease ended {handler.Options.MaxAttempts} times without an outcome");
            await Handle(handler, attempt, mine);
            await _queue.Done(attempt);
            Telemetry.JobsRun.Add(1, kind);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await _queue.Again(attempt, _clock.GetUtcNow(), null, counts: false);
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            _log.LogWarning("job {Job} was lost to another copy", attempt.Id);
        }
        catch (Exception e)
        {
            Telemetry.JobsFailed.Add(1, kind);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            _log.LogWarning(e, "job {Job} {Kind} failed, attempt {Attempt}", attempt.Id, attempt.Kind, attempt.Attempts);
            if (e is JobCannotRunException)
                await _queue.Dead(attempt, e.Message);
            else if (attempt.Attempts >= handler.Options.MaxAttempts)
                await _queue.Dead(attempt, Backoff.Reason(e));
            else
                await _queue.Again(attempt, _clock.GetUtcNow() + Backoff.After(attempt.Attempts, handler.Options.FirstWait, handler.Options.LongestWait), Backoff.Reason(e), counts: true);
        }
        finally
        {
            Count(attempt.Kind, -1);
        }
    }

    private async Task Handle(JobHandler handler, Attempt attempt, CancellationTokenSource mine)
    {
        using var ended = new CancellationTokenSource();
        var renewing = Renew(attempt, handler.Options.Lease, mine, ended.Token);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            Ref? about = attempt.SubjectKind is null ? null : new Ref(attempt.SubjectKind, attempt.SubjectId!);
            await handler.Handle(attempt.Payload, new JobContext(attempt.Id, attempt.Attempts, about, scope.ServiceProvider), mine.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }
    }

    private async Task Renew(Attempt attempt, TimeSpan lease, CancellationTokenSource mine, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(lease / 3, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!ended.IsCancellationRequested && !await _queue.Renew(attempt, lease, ended))
                {
                    await mine.CancelAsync();
                    return;
                }
            }
            catch (Exception e) when (!ended.IsCancellationRequested)
            {
                _log.LogWarning(e, "the lease of job {Job} could not be renewed", attempt.Id);
            }
            catch (Exception)
            {
                // The handler has ended while its lease was being renewed.
                return;
            }
        }
    }

    private void Count(string kind, int change)
    {
        lock (_running)
            _running[kind] += change;
    }
}
