using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sen.Data;

/// <summary>An index that is made when the program starts to serve, so that no visitor waits for it.</summary>
/// <param name="Name">Name in the log.</param>
/// <param name="Make">Asks for the index once.</param>
public sealed record WarmIndex(string Name, Func<IServiceProvider, CancellationToken, Task> Make);

/// <summary>Makes the indexes behind the start of the program, one after the other. What fails is made by its first reader.</summary>
internal sealed class WarmIndexes(IEnumerable<WarmIndex> indexes, IServiceProvider services, ILogger<WarmIndexes> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var index in indexes)
        {
            try
            {
                await index.Make(services, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "the index {Index} could not be made at the start", index.Name);
            }
        }
    }
}
