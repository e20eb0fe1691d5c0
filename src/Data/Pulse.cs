using System.Threading.Channels;

namespace Sen.Data;

/// <summary>Wakes everybody who waits for something new.</summary>
internal sealed class Pulse
{
    private readonly List<Channel<byte>> _ears = [];

    public void Beat()
    {
        lock (_ears)
            foreach (var ear in _ears)
                ear.Writer.TryWrite(0);
    }

    /// <summary>A wait for the next beat, or for the time limit; a beat while nobody waits ends the next wait at once, so none is missed.</summary>
    public Func<CancellationToken, Task> Listener(TimeSpan atMost)
    {
        var ear = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_ears)
            _ears.Add(ear);
        return async ct =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(atMost);
            try
            {
                await ear.Reader.ReadAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The fall-back: look anyway.
            }
        };
    }
}
