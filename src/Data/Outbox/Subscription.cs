using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Sen.Data;

/// <summary>What a subscriber knows of an event besides its body.</summary>
/// <param name="Position">Place in the one order of all events; the same event always has the same, so it serves to recognize a repetition.</param>
/// <param name="At">When the act happened.</param>
/// <param name="Actor">Identifier of who acted.</param>
/// <param name="Services">Services of this delivery.</param>
public sealed record EventContext(long Position, DateTimeOffset At, string Actor, IServiceProvider Services);

/// <summary>One subscriber as registered.</summary>
internal sealed record Subscription(
    string Name, string Event, int Version, bool FromNow, Func<string, EventContext, CancellationToken, Task> Handle);

/// <summary>Registers subscribers.</summary>
public static class Subscribers
{
    /// <summary>
    /// Subscribes to an event. Delivered in the order of positions, at least once, by one copy of the program at a time; so
    /// the handler is idempotent. While it throws, the subscription stands still, backs off and shows why; nothing is skipped.
    /// </summary>
    /// <typeparam name="TEvent">The subscriber's own record with the fields it needs, marked <see cref="EventAttribute"/>.</typeparam>
    /// <param name="services">Services of the installation.</param>
    /// <param name="name">Name of the subscription, <c>module.what-it-does</c>; fixed once deployed, since the cursor lies under it.</param>
    /// <param name="handle">The handler; its writes are a transaction of their own.</param>
    /// <param name="fromNow">True starts a new subscription at the present instead of at the first event.</param>
    public static IServiceCollection AddSubscriber<TEvent>(
        this IServiceCollection services, string name, Func<TEvent, EventContext, CancellationToken, Task> handle, bool fromNow = false)
    {
        var published = typeof(TEvent).GetCustomAttribute<EventAttribute>()
            ?? throw new InvalidOperationException($"{typeof(TEvent).Name} has no [Event]");
        return services.AddSingleton(new Subscription(name, published.Name, published.Version, fromNow,
            (body, context, ct) => handle(JsonSerializer.Deserialize<TEvent>(body, Work.Json)!, context, ct)));
    }
}
