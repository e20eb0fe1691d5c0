using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sen.Data;

/// <summary>Runs a pass again and again: at once while it finds work, else after a wait; an error is logged and waited out.</summary>
/// <param name="name">Name in the log.</param>
/// <param name="wait">Wait of an idle loop.</param>
/// <param name="pass">One pass; true when there is more to do.</param>
internal sealed class Loop(string name, Func<CancellationToken, Task> wait, Func<CancellationToken, Task<bool>> pass, ILogger log) : BackgroundService
{
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);

    public Loop(string name, TimeSpan every, Func<CancellationToken, Task<bool>> pass, ILogger log)
        : this(name, ct => Task.Delay(every, ct), pass, log)
    {
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the start-up of the host at once.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await pass(stoppingToken))
                    await wait(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "{Loop} failed, goes on in {Seconds} s", name, AfterError.TotalSeconds);
                await Task.Delay(AfterError, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
