using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sen.Data;

/// <summary>What the scanner says of a content.</summary>
internal enum ScanVerdict
{
    Clean,
    Infected,
    Unavailable,
}

/// <summary>The ClamAV daemon, spoken to by its INSTREAM command: the content streams past it while it is stored.</summary>
/// <param name="address"><c>host:port</c>, or the path of a Unix socket (<c>/run/clamav/clamd.ctl</c>, also with <c>unix:</c> before it).</param>
/// <param name="patience">How long one step may take: connecting, a chunk, the verdict.</param>
internal sealed class Clamd(string address, TimeSpan patience)
{
    /// <summary>Where it listens, as configured.</summary>
    public string Address => address;

    /// <summary>Begins a scan. A daemon that cannot be reached shows as <see cref="ClamdScan.Broken"/>.</summary>
    public async Task<ClamdScan> Begin(CancellationToken ct)
    {
        var scan = new ClamdScan(await Connect(ct), patience);
        await scan.Command("zINSTREAM\0"u8.ToArray(), ct);
        return scan;
    }

    /// <summary>True when the daemon answers.</summary>
    public async Task<bool> Answers(CancellationToken ct)
    {
        await using var scan = new ClamdScan(await Connect(ct), patience);
        await scan.Command("zPING\0"u8.ToArray(), ct);
        return await scan.Answer(ct) == "PONG";
    }

    private async Task<Socket?> Connect(CancellationToken ct)
    {
        var (socket, end) = Open();
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(patience);
            await socket.ConnectAsync(end, limit.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            socket.Dispose();
            return null;
        }
    }

    private (Socket, EndPoint) Open()
    {
        var path = address.StartsWith("unix:", StringComparison.Ordinal) ? address["unix:".Length..] : address;
        if (path.StartsWith('/'))
            return (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path));
        var colon = path.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(path[(colon + 1)..], out var port))
            throw new InvalidOperationException($"Sen:Clamd must be host:port or the path of a Unix socket, not '{address}'");
        return (new Socket(SocketType.Stream, ProtocolType.Tcp), new DnsEndPoint(path[..colon].Trim('[', ']'), port));
    }
}

/// <summary>One scan. Once broken it stays silent until <see cref="Finish"/>, since the daemon may have left its verdict before it hung up.</summary>
internal sealed class ClamdScan(Socket? socket, TimeSpan patience) : IAsyncDisposable
{
    /// <summary>True when the daemon could not be reached or hung up.</summary>
    public bool Broken { get; private set; } = socket is null;

    /// <summary>What the daemon said at the end, for the log: the name of the signature or of the error.</summary>
    public string Said { get; private set; } = "";

    public Task Command(ReadOnlyMemory<byte> command, CancellationToken ct) => Send([command], ct);

    /// <summary>Sends the next part of the content.</summary>
    public Task Next(ReadOnlyMemory<byte> chunk, CancellationToken ct) => Send([Length(chunk.Length), chunk], ct);

    /// <summary>Ends the content and waits for the verdict.</summary>
    public async Task<ScanVerdict> Finish(CancellationToken ct)
    {
        await Send([Length(0)], ct);
        Said = await Answer(ct);
        return Said switch
        {
            "stream: OK" => ScanVerdict.Clean,
            _ when Said.EndsWith(" FOUND", StringComparison.Ordinal) => ScanVerdict.Infected,
            _ => ScanVerdict.Unavailable,
        };
    }

    /// <summary>The daemon's answer, empty when there is none.</summary>
    public async Task<string> Answer(CancellationToken ct)
    {
        var answer = new byte[1024];
        var length = 0;
        await Try(async limit =>
        {
            while (length < answer.Length && Array.IndexOf(answer, (byte)0, 0, length) < 0)
            {
                var read = await socket!.ReceiveAsync(answer.AsMemory(length), limit);
                if (read == 0)
                    break;
                length += read;
            }
        }, ct);
        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n');
    }

    public ValueTask DisposeAsync()
    {
        socket?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Length(int length)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        return prefix;
    }

    private async Task Send(ReadOnlyMemory<byte>[] parts, CancellationToken ct)
    {
        if (Broken)
            return;
        Broken = !await Try(async limit =>
        {
            foreach (var part in parts)
                for (var sent = 0; sent < part.Length;)
                    sent += await socket!.SendAsync(part[sent..], limit);
        }, ct);
    }

    private async Task<bool> Try(Func<CancellationToken, Task> step, CancellationToken ct)
    {
        if (socket is null)
            return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            await step(limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
