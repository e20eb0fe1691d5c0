using System.Security.Cryptography;

namespace Sen.Signatures.Pdf;

/// <summary>
/// Collects new and changed objects and writes them as one incremental update (ISO 32000-2, 7.5.6) with a
/// cross-reference section of the base's kind. The result is what follows the base's bytes; the base is not touched.
/// </summary>
internal sealed class PdfUpdate(PdfFile file)
{
    private readonly SortedDictionary<int, (int Generation, PdfObject Value)> _objects = [];
    private int _next = file.NextNumber;

    public PdfFile File { get; } = file;

    public PdfReference Add(PdfObject value)
    {
        _objects[_next] = (0, value);
        return new PdfReference(_next++, 0);
    }

    public void Replace(PdfReference reference, PdfObject value) => _objects[reference.Number] = (reference.Generation, value);

    /// <summary>The object as this update leaves it.</summary>
    public PdfObject Get(PdfReference reference) =>
        _objects.TryGetValue(reference.Number, out var changed) ? changed.Value : File.Get(reference);

    public PdfObject Resolve(PdfObject value) => value is PdfReference reference ? File.Resolve(Get(reference)) : value;

    /// <summary>The bytes to append, and where in the whole file each written object begins.</summary>
    public byte[] Write(out IReadOnlyDictionary<int, long> offsets)
    {
        var start = File.Data.Length;
        using var output = new MemoryStream();
        if (File.Data.Span[^1] is not (10 or 13))
            output.WriteByte(10);
        var places = new SortedDictionary<int, (long Offset, int Generation)>();
        var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (number, (generation, value)) in _objects)
        {
            var from = output.Length;
            places[number] = (start + from, generation);
            PdfWriter.Text(output, $"{number} {generation} obj\n");
            PdfWriter.Write(output, File.Cipher is { } cipher ? cipher.Encrypt(new PdfReference(number, generation), value) : value);
            output.Write("\nendobj\n"u8);
            digest.AppendData(output.GetBuffer(), (int)from, (int)(output.Length - from));
        }
        var section = start + output.Length;
        if (section > int.MaxValue)
            throw new RefusedException(Refusal.OverLimit, "the file passes 2 GiB");
        var trailer = Trailer(digest.GetHashAndReset()[..16]);
        if (File.Sections[0].IsStream)
            WriteStream(output, places, trailer, section);
        else
            WriteTable(output, places, trailer);
        PdfWriter.Text(output, $"startxref\n{section}\n%%EOF\n");
        offsets = places.ToDictionary(p => p.Key, p => p.Value.Offset);
        return output.ToArray();
    }

    private PdfDictionary Trailer(byte[] id)
    {
        var trailer = Make.Dictionary(("Size", Make.Of(_next)), ("Root", File.Trailer["Root"]));
        if (!File.IsRebuilt)
            trailer = trailer.With("Prev", Make.Of(File.Sections[0].Offset));
        if (File.Trailer["Info"] is not PdfNull and var info)
            trailer = trailer.With("Info", info);
        if (File.Trailer["Encrypt"] is not PdfNull and var encrypt)
            trailer = trailer.With("Encrypt", encrypt);
        // The first half names the document for ever, the second this state of it (14.4).
        return File.Resolve(File.Trailer["ID"]) is PdfArray { Items: [PdfString first, _] }
            ? trailer.With("ID", Make.Array(first, new PdfString(id, Hex: true)))
            : trailer;
    }

    private void WriteTable(MemoryStream output, SortedDictionary<int, (long Offset, int Generation)> places, PdfDictionary trailer)
    {
        var rows = Rows(places);
        output.Write("xref\n"u8);
        foreach (var (first, count) in Runs(rows.Keys))
        {
            PdfWriter.Text(output, $"{first} {count}\n");
            for (var number = first; number < first + count; number++)
                PdfWriter.Text(output, rows[number].Kind == XrefKind.Free ? "0000000000 65535 f\r\n" : $"{rows[number].Place:D10} {rows[number].Detail:D5} n\r\n");
        }
        output.Write("trailer\n"u8);
        PdfWriter.Write(output, trailer);
        output.WriteByte(10);
    }

    private void WriteStream(MemoryStream output, SortedDictionary<int, (long Offset, int Generation)> places, PdfDictionary trailer, long section)
    {
        var self = _next;
        places[self] = (section, 0);
        var entries = Rows(places);
        using var rows = new MemoryStream();
        foreach (var (kind, place, detail) in entries.Values)
            rows.Write([(byte)kind, (byte)(place >> 24), (byte)(place >> 16), (byte)(place >> 8), (byte)place, (byte)(detail >> 8), (byte)detail]);
        var dictionary = trailer
            .With("Size", Make.Of(self + 1))
            .With("Type", Make.Name("XRef"))
            .With("W", Make.Array(Make.Of(1), Make.Of(4), Make.Of(2)))
            .With("Index", Make.Array(Runs(entries.Keys).SelectMany(r => new PdfObject[] { Make.Of(r.First), Make.Of(r.Count) })))
            .With("Filter", Make.Name("FlateDecode"));
        PdfWriter.Text(output, $"{self} 0 obj\n");
        PdfWriter.Write(output, new PdfStream(dictionary, PdfFilters.Deflate(rows.ToArray())));
        output.Write("\nendobj\n"u8);
    }

    /// <summary>What the section says: of this update's objects; of all when the base has no section that could be pointed to.</summary>
    private SortedDictionary<int, XrefEntry> Rows(SortedDictionary<int, (long Offset, int Generation)> places)
    {
        var rows = new SortedDictionary<int, XrefEntry>();
        if (File.IsRebuilt)
        {
            rows[0] = new XrefEntry(XrefKind.Free, 0, 65535);
            foreach (var (number, entry) in File.Entries)
                rows[number] = entry;
        }
        foreach (var number in File.Broken)
            rows[number] = new XrefEntry(XrefKind.Free, 0, 65535);
        foreach (var (number, (offset, generation)) in places)
            rows[number] = new XrefEntry(XrefKind.Offset, (int)offset, generation);
        return rows;
    }

    private static IEnumerable<(int First, int Count)> Runs(IEnumerable<int> numbers)
    {
        var (first, count) = (-1, 0);
        foreach (var number in numbers)
        {
            if (number == first + count)
            {
                count++;
                continue;
            }
            if (count > 0)
                yield return (first, count);
            (first, count) = (number, 1);
        }
        if (count > 0)
            yield return (first, count);
    }
}
