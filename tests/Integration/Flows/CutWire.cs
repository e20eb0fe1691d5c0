using System.Buffers.Binary;
using System.Net.Sockets;
using Npgsql;

namespace Sen.Tests.Flows;

/// <summary>
/// A wire to PostgreSQL that breaks: it passes everything on until the statement that it is armed for, counting what a client has run
/// (Execute and Query of the protocol's version 3), and then cuts, before the server hears of that statement or after it has run it.
/// </summary>
internal sealed class CutWire : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sen-wire-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _server;
    private int _at;
    private bool _after;
    private TaskCompletionSource _gone = new();

    public CutWire(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new(Path.Combine(settings.Host!, ".s.PGSQL.5432"));
        settings.Host = _folder.FullName;
        ConnectionString = settings.ConnectionString;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, ".s.PGSQL.5432")));
        _listener.Listen();
        _ = Accept();
    }

    /// <summary>The connection string that goes through the wire.</summary>
    public string ConnectionString { get; }

    /// <summary>Statements since it was armed.</summary>
    public int Seen { get; private set; }

    /// <summary>Cuts at a statement, counted from 1.</summary>
    /// <param name="at">Which.</param>
    /// <param name="after">Whether the server runs it first; the client hears nothing of it.</param>
    public void Arm(int at, bool after) => (Seen, _at, _after, _gone) = (0, at, after, new());

    /// <summary>When the server has let go of the connection that was cut.</summary>
    public Task Gone => _gone.Task;

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Carry(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Carry(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(_server);
        await using NetworkStream asks = new(client, ownsSocket: true), answers = new(server);
        var back = Quietly(answers.CopyToAsync(asks));
        await Quietly(Forward(asks, answers));
        // Half closed: the server runs what it was given, then sees the end and rolls back what is open.
        server.Shutdown(SocketShutdown.Send);
        await back;
        _gone.TrySetResult();
    }

    private async Task Forward(NetworkStream asks, NetworkStream answers)
    {
        // Messages have no type until the start of version 3: requests to encrypt come before it.
        var head = new byte[5];
        for (var started = false; ;)
        {
            var skip = started ? 0 : 1;
            await asks.ReadExactlyAsync(head.AsMemory(skip));
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await asks.ReadExactlyAsync(body);
            var cut = started && head[0] is (byte)'E' or (byte)'Q' && ++Seen == _at;
            if (cut && !_after)
                return;
            await answers.WriteAsync(head.AsMemory(skip));
            await answers.WriteAsync(body);
            started = started || BinaryPrimitives.ReadInt32BigEndian(body) == 0x30000;
            if (!cut)
                continue;
            // From here on nothing comes back.
            asks.Socket.Shutdown(SocketShutdown.Both);
            return;
        }
    }

    private static async Task Quietly(Task carrying)
    {
        try
        {
            await carrying;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
