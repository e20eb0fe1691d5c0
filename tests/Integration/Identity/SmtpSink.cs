using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sen.Tests.Identity;

/// <summary>A mail server that keeps what it gets: enough of RFC 5321 for one client.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _letters = [];

    public SmtpSink()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Letters as sent, headers and all.</summary>
    public IReadOnlyList<string> Letters => [.. _letters];

    /// <summary>What it says to a recipient; null accepts.</summary>
    public Func<string, string?> Refuse { get; set; } = _ => null;

    /// <summary>The plain text and the HTML of a letter (both base64 or quoted-printable on the wire).</summary>
    public static (string Plain, string Html) Parts(string letter)
    {
        var boundary = letter.Split("boundary=", 2)[1].Split(["\r\n", ";"], 2, StringSplitOptions.None)[0].Trim('"');
        var parts = letter.Split("--" + boundary).Skip(1).Take(2).Select(Decode).ToArray();
        return (parts[0], parts[1]);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static string Decode(string part)
    {
        var (head, body) = (part.Split("\r\n\r\n", 2)[0], part.Split("\r\n\r\n", 2)[1]);
        if (head.Contains("base64", StringComparison.OrdinalIgnoreCase))
            return Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal)));
        var bytes = new List<byte>();
        var text = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
            else
                bytes.Add((byte)text[i]);
            i += text[i] == '=' ? 2 : 0;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
                return;
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                var letter = new StringBuilder();
                while (await reader.ReadLineAsync() is { } content && content != ".")
                    letter.Append(content.StartsWith('.') ? content[1..] : content).Append("\r\n");
                _letters.Enqueue(letter.ToString());
            }
            var refusal = line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) ? Refuse(line) : null;
            await writer.WriteLineAsync(refusal ?? "250 well");
        }
    }
}
