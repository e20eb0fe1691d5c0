namespace Sen.Signing;

/// <summary>
/// Brings the hashes of many signings together, so that a holder whose permission names them (CSC, SCAL 2) is asked once for
/// all: a one-time code is good for one request. Each of the expected either signs once or leaves.
/// </summary>
internal sealed class Gathering(int expected)
{
    private readonly Lock _gate = new();
    private List<(ReadOnlyMemory<byte> Hash, TaskCompletionSource<byte[]> Answer)> _waiting = [];
    private Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task<IReadOnlyList<byte[]>>>? _send;
    private int _missing = expected, _most = int.MaxValue;

    /// <summary>True when the key signs through this: then all must be begun before any can end.</summary>
    public bool IsUsed => _send is not null;

    /// <param name="most">How many one permission may be for.</param>
    /// <param name="send">Has the hashes permitted and signed, answers in order.</param>
    public Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> Through(int most, Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task<IReadOnlyList<byte[]>>> send)
    {
        (_most, _send) = (Math.Max(1, most), send);
        return Sign;
    }

    /// <summary>One of the expected has nothing to sign.</summary>
    public void Leave() => Arrive(null);

    private Task<byte[]> Sign(ReadOnlyMemory<byte> hash, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Arrive((hash.ToArray(), answer));
        return answer.Task.WaitAsync(ct);
    }

    private void Arrive((ReadOnlyMemory<byte>, TaskCompletionSource<byte[]>)? one)
    {
        List<(ReadOnlyMemory<byte>, TaskCompletionSource<byte[]>)> all;
        lock (_gate)
        {
            if (one is { } here)
                _waiting.Add(here);
            if (--_missing > 0)
                return;
            (all, _waiting) = (_waiting, []);
        }
        if (all.Count > 0)
            _ = Send(all);
    }

    private async Task Send(List<(ReadOnlyMemory<byte> Hash, TaskCompletionSource<byte[]> Answer)> all)
    {
        try
        {
            foreach (var part in all.Chunk(_most))
            {
                var answers = await _send!([.. part.Select(p => p.Hash)]);
                for (var i = 0; i < part.Length; i++)
                    part[i].Answer.TrySetResult(answers[i]);
            }
        }
        catch (Exception e)
        {
            // Whoever has an answer keeps it; a code that was refused once is not tried again.
            foreach (var (_, answer) in all)
                answer.TrySetException(e);
        }
    }
}
