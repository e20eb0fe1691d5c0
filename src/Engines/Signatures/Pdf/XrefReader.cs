namespace Sen.Signatures.Pdf;

internal enum XrefKind
{
    Free,
    Offset,
    Compressed,
}

/// <summary>Where an object lies: (byte offset, generation), or (number of its object stream, index in it).</summary>
internal readonly record struct XrefEntry(XrefKind Kind, int Place, int Detail);

/// <summary>One cross-reference section; <paramref name="Offset"/> is where <c>startxref</c> or <c>Prev</c> said it lies.</summary>
internal sealed record XrefSection(int Offset, bool IsStream, PdfDictionary Trailer, Dictionary<int, XrefEntry> Entries);

/// <summary>Reads the chain of cross-reference sections, newest first (ISO 32000-2, 7.5.4, 7.5.5 and 7.5.8, hybrids included).</summary>
internal static class XrefReader
{
    private const int MaxSections = 5_000;
    private const int MaxNumber = 8_388_607;

    private static RefusedException Broken(string what) => new(Refusal.BrokenXref, what);

    public static List<XrefSection> ReadChain(ReadOnlyMemory<byte> data)
    {
        var chain = new List<XrefSection>();
        var seen = new HashSet<long>();
        var entries = 0L;
        long? next = FindStart(data.Span);
        while (next is { } offset)
        {
            if (offset < 0 || offset >= data.Length || !seen.Add(offset) || chain.Count >= MaxSections)
                throw Broken($"the chain of sections is broken at {offset}");
            var section = Read(data, (int)offset);
            if (!section.IsStream && section.Trailer["XRefStm"] is PdfInteger { Value: var hidden })
                AddHidden(section, hidden, data);
            entries += section.Entries.Count;
            // An object takes at least about a byte, so more entries than bytes are only there to exhaust us.
            if (entries > 1000L + data.Length)
                throw new RefusedException(Refusal.OverLimit, "more cross-reference entries than bytes");
            chain.Add(section);
            next = section.Trailer["Prev"] switch
            {
                PdfInteger { Value: var previous } => previous,
                PdfNull => null,
                _ => throw Broken("Prev is no integer"),
            };
        }
        return chain;
    }

    private static long FindStart(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("%PDF-"u8))
            throw new RefusedException(Refusal.NotPdf, "no %PDF- header");
        var tail = Math.Max(0, data.Length - 2048);
        var at = data[tail..].LastIndexOf("startxref"u8);
        if (at < 0)
            throw new RefusedException(Refusal.NotPdf, "no startxref");
        var parser = new PdfParser(data, tail + at + "startxref"u8.Length);
        return parser.TryInteger(out var offset) ? offset : throw Broken("startxref has no number");
    }

    /// <summary>A hybrid file's stream tells what its table calls free (7.5.8.4).</summary>
    private static void AddHidden(XrefSection section, long offset, ReadOnlyMemory<byte> data)
    {
        // Several updates may name the same one: copied trailers do.
        if (offset < 0 || offset >= data.Length)
            throw Broken("XRefStm points nowhere");
        var hidden = Read(data, (int)offset);
        if (!hidden.IsStream)
            throw Broken("XRefStm is no stream");
        foreach (var (number, entry) in hidden.Entries)
            if (!section.Entries.TryGetValue(number, out var known) || known.Kind == XrefKind.Free)
                section.Entries[number] = entry;
    }

    private static XrefSection Read(ReadOnlyMemory<byte> data, int offset)
    {
        var parser = new PdfParser(data.Span, offset);
        return parser.TryKeyword("xref"u8) ? ReadTable(ref parser, offset) : ReadStream(data, offset);
    }

    private static XrefSection ReadTable(ref PdfParser parser, int offset)
    {
        var entries = new Dictionary<int, XrefEntry>();
        while (!parser.TryKeyword("trailer"u8))
        {
            if (!parser.TryInteger(out var first) || !parser.TryInteger(out var count) || first < 0 || count < 0 || first + count > MaxNumber)
                throw Broken($"a subsection of the table at {offset} has no head");
            for (var number = (int)first; number < first + count; number++)
            {
                if (!parser.TryInteger(out var place) || !parser.TryInteger(out var generation))
                    throw Broken($"an entry of the table at {offset} is cut off");
                var used = parser.TryKeyword("n"u8);
                if ((!used && !parser.TryKeyword("f"u8)) || place is < 0 or > int.MaxValue && used || generation is < 0 or > 65535)
                    throw Broken($"an entry of the table at {offset} is wrong");
                var entry = used ? new XrefEntry(XrefKind.Offset, (int)place, (int)generation) : new XrefEntry(XrefKind.Free, 0, (int)generation);
                if (!entries.TryAdd(number, entry))
                    throw Broken($"object {number} stands twice in the table at {offset}");
            }
        }
        return parser.Read() is PdfDictionary trailer
            ? new XrefSection(offset, IsStream: false, trailer, entries)
            : throw Broken($"the table at {offset} has no trailer");
    }

    private static XrefSection ReadStream(ReadOnlyMemory<byte> data, int offset)
    {
        // Nothing can be looked up yet, so a cross-reference stream must be self-contained (7.5.8.2).
        var (_, value) = PdfFile.ReadIndirect(data, offset, o => o is PdfReference ? throw Broken("a cross-reference stream refers to other objects") : o);
        if (value is not PdfStream stream || stream.Dictionary["Type"] is not PdfName { Value: "XRef" })
            throw Broken($"no cross-reference section at {offset}");
        var bytes = PdfFilters.Decode(stream, o => o);
        if (stream.Dictionary["W"] is not PdfArray { Items: [PdfInteger { Value: >= 0 and <= 8 and var w0 }, PdfInteger { Value: >= 0 and <= 8 and var w1 }, PdfInteger { Value: >= 0 and <= 8 and var w2 }] } || w0 + w1 + w2 == 0)
            throw Broken("W is wrong");
        var index = stream.Dictionary["Index"] switch
        {
            PdfArray { Items: var items } when items.Count % 2 == 0 => items.Select(i => i is PdfInteger { Value: >= 0 and <= MaxNumber } n ? (int)n.Value : throw Broken("Index is wrong")).ToArray(),
            PdfNull when stream.Dictionary["Size"] is PdfInteger { Value: >= 0 and <= MaxNumber } size => [0, (int)size.Value],
            _ => throw Broken("Index is wrong"),
        };
        var entries = new Dictionary<int, XrefEntry>();
        var at = 0;
        for (var pair = 0; pair < index.Length; pair += 2)
            for (var number = index[pair]; number < index[pair] + index[pair + 1]; number++)
            {
                if (at + w0 + w1 + w2 > bytes.Length)
                    throw Broken("a cross-reference stream is cut off");
                var kind = w0 == 0 ? 1 : Field(bytes, ref at, (int)w0);
                var (place, detail) = (Field(bytes, ref at, (int)w1), Field(bytes, ref at, (int)w2));
                // Unknown kinds are references to null (7.5.8.3).
                var entry = kind switch
                {
                    1 when place <= int.MaxValue && detail <= 65535 => new XrefEntry(XrefKind.Offset, (int)place, (int)detail),
                    2 when place <= MaxNumber && detail <= int.MaxValue => new XrefEntry(XrefKind.Compressed, (int)place, (int)detail),
                    1 or 2 => throw Broken($"entry of object {number} is wrong"),
                    _ => new XrefEntry(XrefKind.Free, 0, 0),
                };
                if (!entries.TryAdd(number, entry))
                    throw Broken($"object {number} stands twice in the stream at {offset}");
                if (entries.Count > 1000L + data.Length)
                    throw new RefusedException(Refusal.OverLimit, "more cross-reference entries than bytes");
            }
        return new XrefSection(offset, IsStream: true, stream.Dictionary, entries);
    }

    private static ulong Field(byte[] bytes, ref int at, int width)
    {
        ulong value = 0;
        for (var end = at + width; at < end; at++)
            value = (value << 8) | bytes[at];
        return value;
    }
}
