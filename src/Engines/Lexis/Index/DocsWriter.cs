using System.Text;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>Writes what is kept of the passages: key, payload, texts, and the numbers of their words for phrases and nearness.</summary>
internal sealed class DocsWriter : IDisposable
{
    private readonly SectionWriter _writer;
    private readonly List<uint> _offsets = [];
    private byte[] _utf8 = new byte[4096];

    public DocsWriter(ISegmentStore store, string name)
    {
        _writer = new SectionWriter(store.Create(name + ".txt"));
        _writer.Begin(Section.Docs);
    }

    public void Begin(Passage passage)
    {
        Begin();
        Text(passage.Key);
        _writer.Put((byte)(passage.Payload is null ? 0 : 1));
        if (passage.Payload is not null)
            Text(passage.Payload);
        foreach (var field in passage.Fields)
            Text(field);
    }

    /// <summary>A passage of another segment: its head as it stands; the words follow.</summary>
    public void Begin(ReadOnlySpan<byte> head)
    {
        Begin();
        _writer.Put(head);
    }

    public void Tokens(ReadOnlySpan<int> tokens, ReadOnlySpan<int> rank)
    {
        _writer.PutVar((uint)tokens.Length);
        foreach (var token in tokens)
            _writer.PutVar((uint)rank[token]);
    }

    public void Finish()
    {
        _writer.Begin(Section.DocOffsets);
        _writer.PutAll<uint>(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_offsets));
        _writer.Finish();
    }

    public void Dispose() => _writer.Dispose();

    private void Begin()
    {
        if (_writer.Position > int.MaxValue - (1 << 26))
            throw new InvalidOperationException("the texts of a segment are larger than 2 GiB");
        _offsets.Add((uint)_writer.Position);
    }

    private void Text(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_utf8.Length < most)
            _utf8 = new byte[most];
        var n = Encoding.UTF8.GetBytes(text, _utf8);
        _writer.PutVar((uint)n);
        _writer.Put(_utf8.AsSpan(0, n));
    }
}
