using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>What a handler knows of its job besides the payload.</summary>
/// <param name="JobId">Identifier; the same in every attempt.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="About">The thing it is about, as enqueued.</param>
/// <param name="Services">Services of this attempt.</param>
public sealed record JobContext(long JobId, int Attempt, Ref? About, IServiceProvider Services);

/// <summary>How a kind of job is run.</summary>
public sealed record JobOptions
{
    /// <summary>Attempts before the job lies dead and waits for an operator.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>How long a silent copy of the program keeps the job; renewed each third of it while the handler runs.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait after the first failure; doubles with each.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between attempts.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most that one copy of the program runs of this kind at a time.</summary>
    public int Concurrency { get; init; } = int.MaxValue;
}

/// <summary>The job can never run, whatever is tried again: it lies dead at once, with the message as its reason.</summary>
public sealed class JobCannotRunException(string reason) : Exception(reason);

/// <summary>One kind of job as registered.</summary>
internal sealed record JobHandler(string Kind, JobOptions Options, Func<string, JobContext, CancellationToken, Task> Handle);

/// <summary>Registers job handlers.</summary>
public static class JobHandlers
{
    /// <summary>
    /// Says how a kind of job is run. It may run more than once (a lease that ended, a crash after the work), so the handler
    /// is idempotent. Throwing means: again later; <see cref="JobCannotRunException"/> means: never.
    /// </summary>
    /// <typeparam name="TPayload">Record marked <see cref="JobAttribute"/>, as enqueued by <see cref="Work.Enqueue"/>.</typeparam>
    public static IServiceCollection AddJobHandler<TPayload>(
        this IServiceCollection services, Func<TPayload, JobContext, CancellationToken, Task> handle, JobOptions? options = null)
    {
        var kind = typeof(TPayload).GetCustomAttribute<JobAttribute>()?.Kind
            ?? throw new InvalidOperationException($"{typeof(TPayload).Name} has no [Job]");
        return services.AddSingleton(new JobHandler(kind, options ?? new(), (payload, context, ct) =>
        {
            TPayload read;
            try
            {
                read = JsonSerializer.Deserialize<TPayload>(payload, Work.Json)!;
            }
            catch (JsonException e)
            {
                throw new JobCannotRunException($"payload of {kind} cannot be read: {e.Message}");
            }
            return handle(read, context, ct);
        }));
    }
}
