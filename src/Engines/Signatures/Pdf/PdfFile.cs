using System.Security.Cryptography;

namespace Sen.Signatures.Pdf;

/// <summary>
/// A PDF as its bytes say it is: objects are looked up on demand and never repaired. The bytes may be a mapped file,
/// and any prefix that ends at a revision is again a file.
/// </summary>
internal sealed class PdfFile
{
    private const int MaxHops = 32;
    private readonly Dictionary<int, PdfObject> _read = [];
    private readonly HashSet<int> _reading = [];
    private readonly ObjectStreams _objectStreams;
    private readonly string _password;
    private readonly int _encryptNumber;
    private readonly bool _repair;
    private readonly List<string> _repairs = [];
    private PdfSource? _source;
    private readonly SortedSet<int> _broken = [];

    private PdfFile(ReadOnlyMemory<byte> data, IReadOnlyList<XrefSection> sections, ObjectStreams objectStreams, string password, bool repair)
    {
        (Data, Sections, _objectStreams, _password, _repair) = (data, sections, objectStreams, password, repair);
        foreach (var section in Sections)
            foreach (var (number, entry) in section.Entries)
                Entries.TryAdd(number, entry);
        _encryptNumber = Trailer["Encrypt"] is PdfReference { Number: var encrypt } ? encrypt : -1;
        Cipher = OpenCipher();
        Catalog = Resolve(Trailer["Root"]) as PdfDictionary ?? throw new RefusedException(Refusal.BrokenXref, "the trailer's Root is no dictionary");
    }

    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<XrefSection> Sections { get; }

    public Dictionary<int, XrefEntry> Entries { get; } = [];

    public PdfDictionary Trailer => Sections[0].Trailer;

    public PdfDictionary Catalog { get; }

    /// <summary>What had to be guessed; empty for a sound file.</summary>
    public IReadOnlyList<string> Repairs => _repairs;

    /// <summary>Objects that cannot be read; only looked for in a repair.</summary>
    public IReadOnlyCollection<int> Broken => _broken;

    /// <summary>The file has no usable cross-reference section, so an update must bring a whole one.</summary>
    public bool IsRebuilt => Sections[0].Offset < 0;

    /// <summary>Null when the file is not encrypted.</summary>
    public PdfCipher? Cipher { get; }

    /// <summary>The first number that no section uses.</summary>
    public int NextNumber => (int)Math.Max(Entries.Count == 0 ? 1 : Entries.Keys.Max() + 1L, Trailer["Size"] is PdfInteger { Value: > 0 and < 8_388_607 and var size } ? size : 1);

    /// <exception cref="RefusedException">Not a PDF, encrypted under another password, or its structure is broken.</exception>
    public static PdfFile Open(ReadOnlyMemory<byte> data, string password = "") => new(data, XrefReader.ReadChain(data), new ObjectStreams(), password, repair: false);

    /// <summary>As <see cref="Open"/>; what is hashed is read from the source, so that a mapped file stays small in memory.</summary>
    public static PdfFile OpenSource(PdfSource source, string password) => new(source.Bytes, XrefReader.ReadChain(source.Bytes), new ObjectStreams(), password, repair: false) { _source = source };

    /// <summary>As <see cref="Open"/>, but looks for objects where the structure is broken; <see cref="Repairs"/> tells what that came to.</summary>
    public static PdfFile OpenBroken(ReadOnlyMemory<byte> data, string password)
    {
        try
        {
            return new PdfFile(data, XrefReader.ReadChain(data), new ObjectStreams(), password, repair: true).WithoutBroken();
        }
        catch (RefusedException e) when (e.Reason is Refusal.BrokenXref or Refusal.BrokenObject || (e.Reason == Refusal.NotPdf && data.Span.StartsWith("%PDF-"u8)))
        {
            // What the scan finds is told below.
        }
        var guessed = new PdfFile(data, [XrefRebuild.Scan(data)], new ObjectStreams(), password, repair: true).WithoutBroken();
        guessed._repairs.Add("the cross-reference section was guessed");
        return guessed;
    }

    /// <summary>The file as it was when it ended at <paramref name="end"/>; what is expanded is shared.</summary>
    public PdfFile Prefix(int end) => new(Data[..end], XrefReader.ReadChain(Data[..end]), _objectStreams, _password, repair: false);

    public void AppendTo(IncrementalHash hash, int from, int to)
    {
        if (_source is null)
            hash.AppendData(Data.Span[from..to]);
        else
            _source.AppendTo(hash, from, to);
    }

    /// <summary>Follows references; what is missing or free is null (7.3.10).</summary>
    public PdfObject Resolve(PdfObject value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops > MaxHops)
                throw new RefusedException(Refusal.OverLimit, "references in a circle");
            value = Get(reference);
        }
        return value;
    }

    public PdfDictionary? Dictionary(PdfObject value) => Resolve(value) switch
    {
        PdfDictionary dictionary => dictionary,
        PdfStream stream => stream.Dictionary,
        _ => null,
    };

    public IReadOnlyList<PdfObject> Array(PdfObject value) => Resolve(value) is PdfArray array ? array.Items : [];

    public string? Name(PdfObject value) => Resolve(value) is PdfName name ? name.Value : null;

    public string? Text(PdfObject value) => Resolve(value) is PdfString text ? text.ToText() : null;

    public long? Integer(PdfObject value) => Resolve(value) is PdfInteger integer ? integer.Value : null;

    public PdfObject Get(PdfReference reference) =>
        Entries.TryGetValue(reference.Number, out var entry) && entry.Kind != XrefKind.Free
            && reference.Generation == (entry.Kind == XrefKind.Offset ? entry.Detail : 0)
            ? Get(reference.Number)
            : PdfObject.Null;

    /// <summary>The object of that number, whatever its generation.</summary>
    public PdfObject Get(int number)
    {
        if (_read.TryGetValue(number, out var known))
            return known;
        if (!Entries.TryGetValue(number, out var entry) || entry.Kind == XrefKind.Free)
            return PdfObject.Null;
        if (!_reading.Add(number) || _reading.Count > MaxHops)
            throw new RefusedException(Refusal.OverLimit, $"object {number} needs itself");
        try
        {
            return _read[number] = entry.Kind == XrefKind.Offset ? ReadAt(number, entry) : ReadCompressed(number, entry);
        }
        catch (RefusedException e) when (_repair && e.Reason != Refusal.OverLimit)
        {
            // Readers take what they cannot read for null; an update then says so for all.
            _repairs.Add(e.Message);
            _broken.Add(number);
            return _read[number] = PdfObject.Null;
        }
        finally
        {
            _reading.Remove(number);
        }
    }

    /// <summary>Looks at every object once, so that an update can free what is broken.</summary>
    private PdfFile WithoutBroken()
    {
        foreach (var number in Entries.Keys)
            Get(number);
        return this;
    }

    private PdfCipher? OpenCipher()
    {
        if (Sections.All(s => s.Trailer["Encrypt"] is PdfNull))
            return null;
        if (Resolve(Trailer["Encrypt"]) is not PdfDictionary encrypt)
            throw new RefusedException(Refusal.BrokenXref, "the newest trailer names no encryption dictionary, an older one does");
        _read.Clear();
        var id = Resolve(Trailer["ID"]) is PdfArray { Items: [var first, ..] } && Resolve(first) is PdfString { Bytes: var bytes } ? bytes : [];
        return PdfCipher.Open(encrypt, id, Resolve, _password);
    }

    private PdfObject ReadAt(int number, XrefEntry entry)
    {
        var (head, value) = _objectStreams.Object(entry.Place, Data.Length) ?? _objectStreams.Keep(entry.Place, ReadIndirect(Data, entry.Place, Resolve, out var end), end);
        return head == new PdfReference(number, entry.Detail)
            ? Cipher is null || number == _encryptNumber ? value : Cipher.Decrypt(head, value)
            : throw new RefusedException(Refusal.BrokenXref, $"object {number} {entry.Detail} was expected at {entry.Place}");
    }

    private PdfObject ReadCompressed(int number, XrefEntry entry)
    {
        if (!Entries.TryGetValue(entry.Place, out var place) || place.Kind != XrefKind.Offset)
            throw new RefusedException(Refusal.BrokenXref, $"{entry.Place} is no object stream");
        var (data, index) = _objectStreams.At(place.Place, () => Get(entry.Place), Resolve);
        if (entry.Detail >= index.Count || index[entry.Detail].Number != number)
            throw new RefusedException(Refusal.BrokenXref, $"object {number} is not in stream {entry.Place}");
        return WithoutPositions(new PdfParser(data, index[entry.Detail].Offset).Read());
    }

    /// <summary>A string's place inside an expanded stream is no place in the file.</summary>
    private static PdfObject WithoutPositions(PdfObject value) => value switch
    {
        PdfString text => text with { Start = -1, End = -1 },
        PdfArray array => new PdfArray(array.Items.Select(WithoutPositions).ToArray()),
        PdfDictionary dictionary => new PdfDictionary(dictionary.Entries.ToDictionary(e => e.Key, e => WithoutPositions(e.Value), StringComparer.Ordinal)),
        _ => value,
    };

    /// <summary>Reads <c>n g obj ... endobj</c> at a byte offset.</summary>
    public static (PdfReference Head, PdfObject Value) ReadIndirect(ReadOnlyMemory<byte> data, int offset, Func<PdfObject, PdfObject> resolve) => ReadIndirect(data, offset, resolve, out _);

    /// <param name="end">Where the object's last keyword ends.</param>
    private static (PdfReference Head, PdfObject Value) ReadIndirect(ReadOnlyMemory<byte> data, int offset, Func<PdfObject, PdfObject> resolve, out int end)
    {
        RefusedException Broken(string what) => new(Refusal.BrokenObject, $"the object at {offset} {what}");
        var parser = new PdfParser(data.Span, offset);
        if (!parser.TryInteger(out var number) || !parser.TryInteger(out var generation) || !parser.TryKeyword("obj"u8)
            || number is < 0 or > int.MaxValue || generation is < 0 or > 65535)
            throw Broken("has no head");
        var head = new PdfReference((int)number, (int)generation);
        // Some writers leave an object empty; that is null to every reader.
        if (parser.TryKeyword("endobj"u8))
        {
            end = parser.Position;
            return (head, PdfObject.Null);
        }
        var value = parser.Read();
        if (value is PdfDictionary dictionary && parser.TryKeyword("stream"u8))
        {
            var start = parser.Position;
            if (start < data.Length && data.Span[start] == 13)
                start++;
            if (start < data.Length && data.Span[start] == 10)
                start++;
            if (resolve(dictionary["Length"]) is not PdfInteger { Value: >= 0 and var length } || start + length > data.Length)
                throw Broken("is a stream of no known length");
            value = new PdfStream(dictionary, data.Slice(start, (int)length));
            parser = new PdfParser(data.Span, start + (int)length);
            if (!parser.TryKeyword("endstream"u8))
                throw Broken("is a stream that does not end where it should");
        }
        if (!parser.TryKeyword("endobj"u8))
            throw Broken("does not end");
        end = parser.Position;
        return (head, value);
    }
}
