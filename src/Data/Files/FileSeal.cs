using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sen.Data;

/// <summary>
/// Layout of a file at rest. Header: magic <c>SENF</c>, version, 3 zero bytes, key id (8), salt (32), plain size (8, big
/// endian), seal (32). Then chunks of 64 KiB, each AES-256-GCM with its tag; number and last-mark of the chunk are the
/// nonce, so that none can be moved, left out or cut off. The seal is an HMAC over the header and the SHA-256 of the
/// content, so that one file cannot stand in another's place.
/// </summary>
internal sealed class FileSeal : IDisposable
{
    public const int ChunkSize = 64 << 10;
    public const int TagSize = 16;
    public const int HeaderSize = BoundSize + 8 + 32;
    private const int BoundSize = 4 + 4 + FileKeys.IdLength + 32;
    private const byte Version = 1;

    private readonly byte[] _header = new byte[HeaderSize];
    private readonly byte[] _sealKey;
    private readonly AesGcm _aes;

    private FileSeal(FileKeys keys, ReadOnlySpan<byte> header)
    {
        header.CopyTo(_header);
        var id = _header.AsSpan(8, FileKeys.IdLength);
        var salt = _header.AsSpan(8 + FileKeys.IdLength, 32);
        _aes = new AesGcm(keys.Derive(id, salt, "sen file content"), TagSize);
        _sealKey = keys.Derive(id, salt, "sen file seal");
    }

    /// <summary>Bytes of the plain content.</summary>
    public long Size => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(BoundSize));

    /// <summary>Bytes at rest of a plain content.</summary>
    public static long SizeAtRest(long size) => HeaderSize + size + TagSize * ((size + ChunkSize - 1) / ChunkSize);

    /// <summary>A new file under the current key, with its own salt.</summary>
    public static FileSeal New(FileKeys keys)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        "SENF"u8.CopyTo(header);
        header[4] = Version;
        keys.CurrentId.CopyTo(header[8..]);
        RandomNumberGenerator.Fill(header.Slice(8 + FileKeys.IdLength, 32));
        return new FileSeal(keys, header);
    }

    /// <summary>A file at rest that must hold the content of this hash.</summary>
    /// <exception cref="FileDamagedException">It is not what it was when it was stored.</exception>
    public static FileSeal Check(FileKeys keys, ReadOnlySpan<byte> header, ReadOnlySpan<byte> sha256, long length)
    {
        if (!header.StartsWith("SENF"u8) || header[4] != Version)
            throw new FileDamagedException("not a stored file of a known version");
        var seal = new FileSeal(keys, header);
        if (CryptographicOperations.FixedTimeEquals(seal.Over(sha256), header[(BoundSize + 8)..]) && length == SizeAtRest(seal.Size))
            return seal;
        seal.Dispose();
        throw new FileDamagedException("the seal does not fit: cut, changed or in another file's place");
    }

    /// <summary>The finished header.</summary>
    public ReadOnlyMemory<byte> Finish(ReadOnlySpan<byte> sha256, long size)
    {
        BinaryPrimitives.WriteInt64BigEndian(_header.AsSpan(BoundSize), size);
        Over(sha256).CopyTo(_header.AsSpan(BoundSize + 8));
        return _header;
    }

    /// <summary>Encrypts a chunk; <paramref name="output"/> takes <see cref="TagSize"/> bytes more.</summary>
    public void Encrypt(long number, bool last, ReadOnlySpan<byte> plain, Span<byte> output) =>
        _aes.Encrypt(Nonce(number, last), plain, output[..plain.Length], output.Slice(plain.Length, TagSize), _header.AsSpan(0, BoundSize));

    /// <summary>Decrypts a chunk with its tag at the end.</summary>
    public void Decrypt(long number, bool last, ReadOnlySpan<byte> input, Span<byte> plain)
    {
        try
        {
            _aes.Decrypt(Nonce(number, last), input[..^TagSize], input[^TagSize..], plain, _header.AsSpan(0, BoundSize));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new FileDamagedException($"chunk {number} was changed or moved");
        }
    }

    public void Dispose() => _aes.Dispose();

    // The key is the file's own, so a counter never repeats under it.
    private static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[8] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private byte[] Over(ReadOnlySpan<byte> sha256)
    {
        byte[] bound = [.. _header.AsSpan(0, BoundSize + 8), .. sha256];
        return HMACSHA256.HashData(_sealKey, bound);
    }
}

/// <summary>A stored file is not what it was: the disk failed or somebody touched it. Restore it from the backup.</summary>
public sealed class FileDamagedException(string what) : IOException(what);
