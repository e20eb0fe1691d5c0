using System.Globalization;
using System.Text;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>Which files make up the index: the one file that is replaced, and the last word on what was committed.</summary>
internal sealed record Manifest(string Schema, long Next, IReadOnlyList<(string Segment, string? Deleted)> Segments)
{
    public const string File = "manifest";
    private const string Head = "lexis 1";

    public byte[] Write()
    {
        var text = new StringBuilder().Append(Head).Append('\n').Append(Schema).Append('\n').Append(CultureInfo.InvariantCulture, $"{Next}\n");
        foreach (var (segment, deleted) in Segments)
            text.Append(CultureInfo.InvariantCulture, $"{segment} {deleted ?? "-"}\n");
        return Encoding.UTF8.GetBytes(text.Append(CultureInfo.InvariantCulture, $"{Crc.Of(Encoding.UTF8.GetBytes(text.ToString())):x8}\n").ToString());
    }

    public static Manifest? Read(ISegmentStore store)
    {
        if (!store.Names.Contains(File))
            return null;
        using var bytes = store.Open(File);
        var text = Encoding.UTF8.GetString(bytes.Memory.Span);
        var lines = text.Split('\n');
        if (lines.Length < 5 || lines[0] != Head || text.Length < 9
            || lines[^2] != Crc.Of(Encoding.UTF8.GetBytes(text[..^9])).ToString("x8", CultureInfo.InvariantCulture))
            throw new LexisCorruptException(File, "it does not match its checksum");
        return new Manifest(lines[1], long.Parse(lines[2], CultureInfo.InvariantCulture),
            [.. lines[3..^2].Select(l => l.Split(' ')).Select(p => (p[0], p[1] == "-" ? null : p[1]))]);
    }
}
