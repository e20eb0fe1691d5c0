using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Sen.Data;

/// <summary>Reads files of one record a line, plain or gzip.</summary>
public static class ImportLines
{
    /// <summary>The lines with something on them and their numbers, from 1.</summary>
    public static async IAsyncEnumerable<(int Row, string Text)> Read(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(await Unpacked(content, ct));
        for (var row = 1; await reader.ReadLineAsync(ct) is { } line; row++)
            if (!string.IsNullOrWhiteSpace(line))
                yield return (row, line);
    }

    /// <summary>Gzip is told by its first two bytes (RFC 1952), not by a name.</summary>
    private static async Task<Stream> Unpacked(Stream content, CancellationToken ct)
    {
        var head = new byte[2];
        var n = await content.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, ct);
        content.Position = 0;
        return n == 2 && head is [0x1F, 0x8B] ? new GZipStream(content, CompressionMode.Decompress) : content;
    }
}
