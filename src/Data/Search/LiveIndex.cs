using System.Security.Cryptography;
using System.Text.Json;
using Sen.Lexis;

namespace Sen.Data;

/// <summary>
/// A search index in the memory of this copy of the program that follows what the database holds. At most every two seconds
/// the one who asks looks whether a stamp has changed, and then applies what differs; all others go on with what is there.
/// So no copy needs to hear of a change, and none can miss one.
/// </summary>
/// <param name="schema">Fields of the index.</param>
/// <param name="stamp">A text that changes when anything to be found does; cheap.</param>
/// <param name="read">Everything that is to be found.</param>
#pragma warning disable CA1001 // an index in memory and a semaphore that is only waited for asynchronously hold nothing to give back
public sealed class LiveIndex(
    IndexSchema schema, TimeProvider clock, Func<CancellationToken, Task<string>> stamp, Func<CancellationToken, Task<IReadOnlyList<Passage>>> read)
#pragma warning restore CA1001
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private readonly LexisIndex _index = LexisIndex.Open(new MemoryStore(), schema);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private string? _stamp;
    private long _lookedAt;

    /// <summary>The index as it is now.</summary>
    public async Task<LexisIndex> Get(CancellationToken ct)
    {
        var isFirst = Volatile.Read(ref _stamp) is null || Volatile.Read(ref _lookedAt) == 0;
        if (!isFirst && clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) < Keep)
            return _index;
        // The first readers wait until there is something, and so do those who have just changed it; others take what is there.
        if (!await _one.WaitAsync(isFirst ? Timeout.Infinite : 0, ct))
            return _index;
        try
        {
            await Look(ct);
            return _index;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Makes the next question look: called after this copy of the program has changed what is to be found.</summary>
    public void Forget() => Volatile.Write(ref _lookedAt, 0);

    private async Task Look(CancellationToken ct)
    {
        if (_stamp is not null && _lookedAt != 0 && clock.GetElapsedTime(_lookedAt) < Keep)
            return;
        // Noted before reading: what is forgotten meanwhile is looked for again.
        Volatile.Write(ref _lookedAt, clock.GetTimestamp());
        var now = await stamp(ct);
        if (now != _stamp)
        {
            // The stamp first: what changes while we read is read again at the next look.
            Apply(await read(ct));
            Volatile.Write(ref _stamp, now);
        }
    }

    private void Apply(IReadOnlyList<Passage> all)
    {
        var now = all.ToDictionary(p => p.Key, p => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(p))));
        var gone = _known.Keys.Where(k => !now.ContainsKey(k)).ToArray();
        var changed = all.Where(p => _known.GetValueOrDefault(p.Key) != now[p.Key]).ToArray();
        if (gone.Length + changed.Length == 0)
            return;
        _index.Apply(changed, gone);
        while (_index.Merge()) { }
        _known.Clear();
        foreach (var (key, hash) in now)
            _known[key] = hash;
    }
}
