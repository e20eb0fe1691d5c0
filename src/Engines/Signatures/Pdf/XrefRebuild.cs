namespace Sen.Signatures.Pdf;

/// <summary>
/// Finds objects by walking a file whose cross-reference sections are broken. Never done unless the caller asked for it,
/// and always told: what a reader finds so is a guess.
/// </summary>
internal static class XrefRebuild
{
    private const int MaxObjects = 2_000_000;

    /// <exception cref="RefusedException">No trailer with a Root is to be found either.</exception>
    public static XrefSection Scan(ReadOnlyMemory<byte> data)
    {
        var entries = new Dictionary<int, XrefEntry>();
        var trailer = PdfDictionary.Empty;
        var streams = new List<int>();
        for (var at = 0; ;)
        {
            var (obj, end) = (data.Span[at..].IndexOf("obj"u8), data.Span[at..].IndexOf("trailer"u8));
            if (obj < 0 && end < 0)
                break;
            if (obj < 0 || (end >= 0 && end < obj))
            {
                at += end + "trailer"u8.Length;
                if (TryRead(data, at) is (PdfDictionary found, _) && found.Entries.ContainsKey("Root"))
                    trailer = found;
                continue;
            }
            var start = HeadBefore(data.Span, at + obj);
            at += obj + "obj"u8.Length;
            if (start is not var (offset, number, generation) || TryRead(data, at) is not var (value, after))
                continue;
            if (entries.Count > MaxObjects)
                throw new RefusedException(Refusal.OverLimit, "too many objects");
            entries[number] = new XrefEntry(XrefKind.Offset, offset, generation);
            at = after;
            if (value is not PdfDictionary dictionary)
                continue;
            if (dictionary["Type"] is PdfName { Value: "ObjStm" })
                streams.Add(number);
            if (dictionary["Type"] is PdfName { Value: "XRef" } && dictionary.Entries.ContainsKey("Root"))
                trailer = dictionary;
            at = SkipStream(data.Span, at, dictionary);
        }
        if (!trailer.Entries.ContainsKey("Root"))
            throw new RefusedException(Refusal.BrokenXref, "no trailer to be found");
        AddCompressed(data, entries, streams);
        return new XrefSection(-1, entries.Values.Any(e => e.Kind == XrefKind.Compressed), trailer.Without("Prev", "XRefStm", "Type", "W", "Index", "Filter", "DecodeParms", "Length"), entries);
    }

    private static void AddCompressed(ReadOnlyMemory<byte> data, Dictionary<int, XrefEntry> entries, List<int> streams)
    {
        var cache = new ObjectStreams();
        foreach (var stream in streams)
            try
            {
                var (_, index) = cache.At(entries[stream].Place, () => PdfFile.ReadIndirect(data, entries[stream].Place, o => o).Value, o => o);
                for (var i = 0; i < index.Count; i++)
                    entries.TryAdd(index[i].Number, new XrefEntry(XrefKind.Compressed, stream, i));
            }
            catch (RefusedException)
            {
                // What is in an unreadable stream stays missing.
            }
    }

    private static (PdfObject Value, int End)? TryRead(ReadOnlyMemory<byte> data, int at)
    {
        try
        {
            var parser = new PdfParser(data.Span, at);
            return (parser.Read(), parser.Position);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>Past the stream's data, which may hold whole files: by its length, else to the next mark.</summary>
    private static int SkipStream(ReadOnlySpan<byte> data, int at, PdfDictionary dictionary)
    {
        var parser = new PdfParser(data, at);
        if (!parser.TryKeyword("stream"u8))
            return at;
        if (dictionary["Length"] is PdfInteger { Value: >= 0 and var length } && parser.Position + length < data.Length
            && data.Slice((int)(parser.Position + length), (int)Math.Min(16, data.Length - parser.Position - length)).IndexOf("endstream"u8) >= 0)
            return (int)(parser.Position + length);
        var mark = data[parser.Position..].IndexOf("endstream"u8);
        return mark < 0 ? parser.Position : parser.Position + mark;
    }

    /// <summary>The number and generation that stand before the keyword.</summary>
    private static (int Offset, int Number, int Generation)? HeadBefore(ReadOnlySpan<byte> data, int at)
    {
        var generation = DigitsBefore(data, ref at);
        var number = generation is null ? null : DigitsBefore(data, ref at);
        return number is { } n && generation is <= 65535 && (at == 0 || !char.IsAsciiLetterOrDigit((char)data[at - 1])) ? (at, n, generation.Value) : null;
    }

    private static int? DigitsBefore(ReadOnlySpan<byte> data, ref int at)
    {
        var end = at;
        while (end > 0 && at - end < 8 && PdfParser.IsSpace(data[end - 1]))
            end--;
        var start = end;
        while (start > 0 && end - start < 10 && char.IsAsciiDigit((char)data[start - 1]))
            start--;
        if (start == end || end == at || !int.TryParse(data[start..end], out var value))
            return null;
        at = start;
        return value;
    }
}
