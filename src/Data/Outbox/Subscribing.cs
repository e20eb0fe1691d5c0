using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sen.Data;

/// <summary>One loop a subscription, woken by what <see cref="LiveEvents"/> hears; a second's look is the fall-back.</summary>
internal sealed class Subscribing(IEnumerable<Subscription> subscriptions, Dispatcher dispatcher, LiveEvents live, ILogger<Loop> log) : IHostedService
{
    private static readonly TimeSpan FallBack = TimeSpan.FromSeconds(1);

    private readonly Loop[] _loops =
    [
        // A name twice would share one cursor, and each would miss what the other took.
        .. subscriptions.ToDictionary(s => s.Name).Values.Select(s =>
            new Loop("subscription " + s.Name, live.New.Listener(FallBack), ct => dispatcher.Pass(s, ct), log)),
    ];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(_loops.Select(l => l.StartAsync(cancellationToken)));

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_loops.Select(l => l.StopAsync(cancellationToken)));
        foreach (var loop in _loops)
            loop.Dispose();
    }
}
