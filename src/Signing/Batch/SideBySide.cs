namespace Sen.Signing;

/// <summary>Signs many files whose hashes are permitted together: a few work at a time, all may wait.</summary>
internal sealed class SideBySide(Gathering together, StoredKey key)
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _slots = new(AtOnce);

    public Task Run(IReadOnlyList<BatchItem> items, Func<BatchItem, StoredKey, Task> sign, CancellationToken ct) =>
        Task.WhenAll(items.Select(item => One(item, sign, ct)));

    private async Task One(BatchItem item, Func<BatchItem, StoredKey, Task> sign, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        var arrived = false;
        try
        {
            await sign(item, key with
            {
                Key = key.Key with
                {
                    SignHash = (hash, stop) => Wait(() => key.Key.SignHash(hash, stop)),
                    SignContent = key.Key.SignContent is { } content ? (hash, stop) => Wait(() => content(hash, stop)) : null,
                },
            });
        }
        finally
        {
            _slots.Release();
            if (!arrived)
                together.Leave();
        }

        async Task<byte[]> Wait(Func<Task<byte[]>> ask)
        {
            arrived = true;
            _slots.Release();
            try
            {
                return await ask();
            }
            finally
            {
                await _slots.WaitAsync(CancellationToken.None);
            }
        }
    }
}
