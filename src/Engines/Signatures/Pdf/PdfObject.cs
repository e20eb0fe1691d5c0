using System.Text;

namespace Sen.Signatures.Pdf;

/// <summary>The eight kinds of object of ISO 32000-2, 7.3, immutable; a change is a new object in an update.</summary>
internal abstract record PdfObject
{
    public static readonly PdfNull Null = new();
}

internal sealed record PdfNull : PdfObject;

internal sealed record PdfBoolean(bool Value) : PdfObject;

internal sealed record PdfInteger(long Value) : PdfObject;

/// <summary><paramref name="Text"/> is kept so that a copied number is written as it was read.</summary>
internal sealed record PdfReal(double Value, string Text) : PdfObject;

/// <summary>A name with its <c>#xx</c> decoded, one char a byte.</summary>
internal sealed record PdfName(string Value) : PdfObject;

/// <summary><paramref name="Start"/> and <paramref name="End"/> bound the token with its delimiters, in the buffer it was read from; -1 when made here.</summary>
internal sealed record PdfString(byte[] Bytes, bool Hex, int Start = -1, int End = -1) : PdfObject
{
    public string ToText() => Bytes switch
    {
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(Bytes, 3, Bytes.Length - 3),
        _ => Encoding.Latin1.GetString(Bytes),
    };
}

internal sealed record PdfReference(int Number, int Generation) : PdfObject;

internal sealed record PdfArray(IReadOnlyList<PdfObject> Items) : PdfObject
{
    public PdfArray With(PdfObject item) => new([.. Items, item]);
}

internal sealed record PdfDictionary(IReadOnlyDictionary<string, PdfObject> Entries) : PdfObject
{
    public static readonly PdfDictionary Empty = Make.Dictionary();

    public PdfObject this[string key] => Entries.GetValueOrDefault(key, Null);

    public PdfDictionary With(string key, PdfObject value) =>
        new(new Dictionary<string, PdfObject>(Entries, StringComparer.Ordinal) { [key] = value });

    public PdfDictionary Without(params string[] keys) =>
        new(Entries.Where(e => !keys.Contains(e.Key)).ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal));
}

/// <summary>A stream with its bytes as stored, still filtered.</summary>
internal sealed record PdfStream(PdfDictionary Dictionary, ReadOnlyMemory<byte> Data) : PdfObject
{
    /// <summary>Null when the bytes are not encrypted.</summary>
    public Func<byte[], byte[]>? Decipher { get; init; }

    public ReadOnlyMemory<byte> Plain => Decipher is null ? Data : Decipher(Data.ToArray());
}
