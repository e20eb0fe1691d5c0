namespace Sen.Signatures.Pdf;

/// <summary>What all revisions of a file share, since bytes never change: objects by their place, and object streams (ISO 32000-2, 7.5.7) expanded once.</summary>
internal sealed class ObjectStreams
{
    /// <summary>What all of a file's object streams may expand to together.</summary>
    private const long MaxExpanded = 512L << 20;
    private readonly Dictionary<int, (byte[] Data, List<(int Number, int Offset)> Index)> _expanded = [];
    private readonly Dictionary<int, ((PdfReference, PdfObject) Read, int End)> _objects = [];
    private long _total;

    /// <summary>Null when not kept yet, or when it reaches past the revision's end.</summary>
    public (PdfReference Head, PdfObject Value)? Object(int offset, int length) => _objects.TryGetValue(offset, out var known) && known.End <= length ? known.Read : null;

    public (PdfReference Head, PdfObject Value) Keep(int offset, (PdfReference Head, PdfObject Value) read, int end)
    {
        // A length that stands elsewhere may change from revision to revision, and the stream with it.
        if (read.Value is not PdfStream { Dictionary: var dictionary } || dictionary["Length"] is not PdfReference)
            _objects[offset] = (read, end);
        return read;
    }

    public (byte[] Data, List<(int Number, int Offset)> Index) At(int offset, Func<PdfObject> read, Func<PdfObject, PdfObject> resolve)
    {
        if (_expanded.TryGetValue(offset, out var known))
            return known;
        if (read() is not PdfStream stream || stream.Dictionary["Type"] is not PdfName { Value: "ObjStm" })
            throw new RefusedException(Refusal.BrokenXref, $"no object stream at {offset}");
        return _expanded[offset] = Unpack(stream, resolve);
    }

    private (byte[] Data, List<(int Number, int Offset)> Index) Unpack(PdfStream stream, Func<PdfObject, PdfObject> resolve)
    {
        var data = PdfFilters.Decode(stream, resolve);
        _total += data.Length;
        if (_total > MaxExpanded)
            throw new RefusedException(Refusal.OverLimit, "object streams expand too far");
        if (resolve(stream.Dictionary["N"]) is not PdfInteger { Value: >= 0 and var count } || count > data.Length
            || resolve(stream.Dictionary["First"]) is not PdfInteger { Value: >= 0 and var first })
            throw new RefusedException(Refusal.BrokenObject, "an object stream has no N or First");
        var parser = new PdfParser(data, 0);
        var index = new List<(int, int)>();
        for (var i = 0; i < count; i++)
        {
            // What the index does not say is not there; whoever needs it is refused then.
            if (!parser.TryInteger(out var number) || !parser.TryInteger(out var offset) || number is < 0 or > int.MaxValue || offset < 0 || offset > data.Length - first)
                break;
            index.Add(((int)number, (int)(first + offset)));
        }
        return (data, index);
    }
}
