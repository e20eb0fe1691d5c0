using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sen.Data;

/// <summary>An event as live pages get it.</summary>
/// <param name="Position">Place in the one order of all events.</param>
/// <param name="Name">Name of the event.</param>
/// <param name="Body">Its JSON; the endpoint decides what of it the reader may know.</param>
public sealed record LiveEvent(long Position, string Name, string Body);

/// <summary>
/// Events as they get their position, for pages that show them live. Nothing is kept: a reader gets what happens while it
/// reads, and one that is too slow loses the oldest; pages reload to be sure.
/// </summary>
public sealed class LiveEvents
{
    private const int Buffer = 256;
    private static readonly TimeSpan FallBack = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly ILogger<LiveEvents> _log;
    private readonly HashSet<Channel<LiveEvent>> _readers = [];
    private long _last = -1;

    internal LiveEvents(NpgsqlDataSource source, ILogger<LiveEvents> log) => (_source, _log) = (source, log);

    /// <summary>Beats when something new has a position.</summary>
    internal Pulse New { get; } = new();

    /// <summary>All events from now on, until cancelled.</summary>
    public async IAsyncEnumerable<LiveEvent> Read([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Buffer)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        lock (_readers)
            _readers.Add(channel);
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(ct))
                yield return happened;
        }
        finally
        {
            lock (_readers)
                _readers.Remove(channel);
        }
    }

    /// <summary>Listens on one connection until it breaks or is cancelled.</summary>
    internal async Task<bool> Listen(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition($"listen {Sequencer.Channel}", cancellationToken: ct));
        if (_last < 0)
            _last = await connection.ExecuteScalarAsync<long>("select coalesce(max(position), 0) from data.event");
        _log.LogDebug("listening from position {Position}", _last);
        while (true)
        {
            await Look(connection, ct);
            // A notice that got lost costs a tenth of a second, no more.
            await connection.WaitAsync(FallBack, ct);
        }
    }

    private async Task Look(NpgsqlConnection connection, CancellationToken ct)
    {
        var events = (await connection.QueryAsync<LiveEvent>(new CommandDefinition("""
            select position, name, body::text as body from data.event where position > @_last order by position limit 1000
            """, new { _last }, cancellationToken: ct))).AsList();
        if (events.Count == 0)
            return;
        _last = events[^1].Position;
        New.Beat();
        lock (_readers)
            foreach (var reader in _readers)
                foreach (var happened in events)
                    reader.Writer.TryWrite(happened);
    }
}
