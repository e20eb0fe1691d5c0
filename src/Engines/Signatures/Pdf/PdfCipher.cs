using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sen.Signatures.Pdf;

/// <summary>The standard security handler (ISO 32000-2, 7.6): reads and writes what a signature needs of an encrypted file.</summary>
internal sealed class PdfCipher
{
    private enum Method
    {
        None,
        Rc4,
        Aes128,
        Aes256,
    }

    private readonly byte[] _key;
    private readonly Method _streams;
    private readonly Method _strings;
    private readonly bool _encryptsMetadata;

    private PdfCipher(byte[] key, Method streams, Method strings, bool encryptsMetadata, int permissions, bool isOwner) =>
        (_key, _streams, _strings, _encryptsMetadata, Permissions, IsOwner) = (key, streams, strings, encryptsMetadata, permissions, isOwner);

    /// <summary>The bits of table 22.</summary>
    public int Permissions { get; }

    /// <summary>Opened as owner: the bits do not bind.</summary>
    public bool IsOwner { get; }

    /// <summary>Fill existing fields, signature fields too: bit 9, or bit 6.</summary>
    public bool MayFill => IsOwner || (Permissions & (1 << 8 | 1 << 5)) != 0;

    /// <summary>Add a field: bits 4 and 6 together.</summary>
    public bool MayAddFields => IsOwner || (Permissions & (1 << 3 | 1 << 5)) == (1 << 3 | 1 << 5);

    /// <exception cref="RefusedException"><see cref="Refusal.Encrypted"/>: another handler, or the password does not open it.</exception>
    public static PdfCipher Open(PdfDictionary encrypt, byte[] id, Func<PdfObject, PdfObject> resolve, string password)
    {
        PdfObject At(string key) => resolve(encrypt[key]);
        int Number(string key, int otherwise) => At(key) is PdfInteger { Value: >= int.MinValue and <= uint.MaxValue and var value } ? unchecked((int)value) : otherwise;
        byte[] Bytes(string key, int least) => At(key) is PdfString { Bytes: var bytes } && bytes.Length >= least
            ? bytes
            : throw new RefusedException(Refusal.BrokenObject, $"the encryption dictionary has no usable {key}");
        var (version, revision) = (Number("V", 0), Number("R", 0));
        if (At("Filter") is not PdfName { Value: "Standard" } || version is not (1 or 2 or 4 or 5) || revision is < 2 or > 6)
            throw new RefusedException(Refusal.Encrypted, $"handler {At("Filter")}, version {version}, revision {revision}");
        var metadata = At("EncryptMetadata") is not PdfBoolean { Value: false };
        var (streams, strings) = version >= 4
            ? (Filter(encrypt, "StmF", resolve), Filter(encrypt, "StrF", resolve))
            : (Method.Rc4, Method.Rc4);
        var permissions = Number("P", 0);
        var (owner, user) = (Bytes("O", version == 5 ? 48 : 32), Bytes("U", version == 5 ? 48 : 32));
        var opened = version == 5
            ? PdfPasswords.Open256(Encoding.UTF8.GetBytes(password), owner, user, Bytes("OE", 32), Bytes("UE", 32), revision)
            : PdfPasswords.Open128(Encoding.Latin1.GetBytes(password), owner, user, permissions, id, revision, version == 1 ? 5 : Math.Clamp(Number("Length", version == 4 ? 128 : 40) / 8, 5, 16), metadata);
        if (opened is not var (key, isOwner))
            throw new RefusedException(Refusal.Encrypted, "the password does not open it");
        if (revision == 6 && !PermissionsAgree(key, Bytes("Perms", 16), permissions))
            throw new RefusedException(Refusal.BrokenObject, "the permissions of the encryption dictionary do not agree");
        return new PdfCipher(key, streams, strings, metadata, permissions, isOwner);
    }

    /// <summary>The object with its strings in plain; a stream decrypts when it is decoded.</summary>
    public PdfObject Decrypt(PdfReference of, PdfObject value) => value is PdfStream { Dictionary: var section } && section["Type"] is PdfName { Value: "XRef" }
        ? value
        : value is PdfStream stream
        ? new PdfStream((PdfDictionary)Strings(stream.Dictionary, b => Apply(_strings, of, b, encrypt: false)), stream.Data) { Decipher = IsPlain(stream.Dictionary) ? null : data => Apply(_streams, of, data, encrypt: false) }
        : Strings(value, b => Apply(_strings, of, b, encrypt: false));

    public PdfObject Encrypt(PdfReference of, PdfObject value) => value is PdfStream stream
        ? new PdfStream((PdfDictionary)Strings(stream.Dictionary, b => Apply(_strings, of, b, encrypt: true)), IsPlain(stream.Dictionary) ? stream.Data : Apply(_streams, of, stream.Data.ToArray(), encrypt: true))
        : Strings(value, b => Apply(_strings, of, b, encrypt: true));

    private bool IsPlain(PdfDictionary stream) =>
        stream["Type"] is PdfName { Value: "XRef" } || (!_encryptsMetadata && stream["Type"] is PdfName { Value: "Metadata" }) || HasOwnFilter(stream["Filter"]);

    /// <summary>A Crypt filter of its own; only Identity is known, and that is nothing.</summary>
    private static bool HasOwnFilter(PdfObject filter) => filter is PdfName { Value: "Crypt" } || (filter is PdfArray { Items: var items } && items.Contains(new PdfName("Crypt")));

    private static PdfObject Strings(PdfObject value, Func<byte[], byte[]> change) => value switch
    {
        PdfString text => text with { Bytes = change(text.Bytes) },
        PdfArray array => new PdfArray(array.Items.Select(i => Strings(i, change)).ToArray()),
        PdfDictionary dictionary => new PdfDictionary(dictionary.Entries.ToDictionary(
            e => e.Key,
            // A signature's value must be found by those who do not know the key (7.6.2).
            e => e.Key == "Contents" && dictionary.Entries.ContainsKey("ByteRange") ? e.Value : Strings(e.Value, change),
            StringComparer.Ordinal)),
        _ => value,
    };

    private byte[] Apply(Method method, PdfReference of, byte[] data, bool encrypt)
    {
        if (method == Method.None)
            return data;
        var key = method == Method.Aes256 ? _key : ObjectKey(of, method == Method.Aes128);
        if (method == Method.Rc4)
            return PdfPasswords.Rc4(key, data);
        using var aes = Aes.Create();
        aes.Key = key;
        if (encrypt)
        {
            var iv = RandomNumberGenerator.GetBytes(16);
            return [.. iv, .. aes.EncryptCbc(data, iv)];
        }
        // Some writers leave an empty string empty.
        if (data.Length == 0)
            return data;
        try
        {
            return aes.DecryptCbc(data.AsSpan(16), data.AsSpan(0, 16));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentOutOfRangeException)
        {
            throw new RefusedException(Refusal.BrokenObject, $"object {of.Number} does not decrypt");
        }
    }

    /// <summary>Algorithm 1: MD5 over key, number and generation.</summary>
    private byte[] ObjectKey(PdfReference of, bool isAes)
    {
        Span<byte> tail = stackalloc byte[9];
        BinaryPrimitives.WriteInt32LittleEndian(tail, of.Number);
        BinaryPrimitives.WriteInt16LittleEndian(tail[3..], (short)of.Generation);
        "sAlT"u8.CopyTo(tail[5..]);
        return PdfPasswords.Md5([.. _key, .. tail[..(isAes ? 9 : 5)]])[..Math.Min(_key.Length + 5, 16)];
    }

    private static Method Filter(PdfDictionary encrypt, string key, Func<PdfObject, PdfObject> resolve)
    {
        if (resolve(encrypt[key]) is not PdfName { Value: not "Identity" and var name })
            return Method.None;
        var filter = resolve(encrypt["CF"]) is PdfDictionary filters ? resolve(filters[name]) as PdfDictionary : null;
        return (filter is null ? null : resolve(filter["CFM"])) switch
        {
            PdfName { Value: "V2" } => Method.Rc4,
            PdfName { Value: "AESV2" } => Method.Aes128,
            PdfName { Value: "AESV3" } => Method.Aes256,
            PdfName { Value: "None" } => Method.None,
            _ => throw new RefusedException(Refusal.Encrypted, $"crypt filter {name}"),
        };
    }

    private static bool PermissionsAgree(byte[] key, byte[] sealed_, int permissions)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptEcb(sealed_.AsSpan(0, 16), PaddingMode.None);
        return plain.AsSpan(9, 3).SequenceEqual("adb"u8) && BinaryPrimitives.ReadInt32LittleEndian(plain) == permissions;
    }
}
