using System.Security.Cryptography;
using System.Text;

namespace Sen.Data;

/// <summary>
/// The master keys: the first encrypts, all of them decrypt, so that a new key can be put before the old ones at any
/// time. They are kept apart from the backups of the files.
/// </summary>
internal sealed class FileKeys
{
    public const int IdLength = 8;
    private readonly Dictionary<string, byte[]> _keys = [];

    /// <param name="keys">32 bytes each, base64.</param>
    public FileKeys(IEnumerable<string> keys)
    {
        foreach (var text in keys)
        {
            var key = new byte[33];
            if (!Convert.TryFromBase64String(text, key, out var length) || length != 32)
                throw new FileKeyException("Sen:FileKey must be 32 bytes in base64 (make one with: openssl rand -base64 32)");
            var id = HKDF.DeriveKey(HashAlgorithmName.SHA256, key[..32], IdLength, info: "sen file key id"u8.ToArray());
            CurrentId ??= id;
            _keys[Convert.ToHexString(id)] = key[..32];
        }
        if (CurrentId is null)
            throw new FileKeyException("Sen:FileKey is not set: without it no file can be stored or read (make one with: openssl rand -base64 32)");
    }

    /// <summary>Names the key that encrypts, without telling anything of it.</summary>
    public byte[] CurrentId { get; }

    /// <summary>A key of one file and one purpose (HKDF, RFC 5869).</summary>
    public byte[] Derive(ReadOnlySpan<byte> id, ReadOnlySpan<byte> salt, string purpose) =>
        _keys.TryGetValue(Convert.ToHexString(id), out var master)
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, salt.ToArray(), Encoding.ASCII.GetBytes(purpose))
            : throw new FileKeyException($"a file was encrypted with the key {Convert.ToHexStringLower(id)}, which is not among Sen:FileKey and Sen:OldFileKeys");
}

/// <summary>The key of the file store is missing, malformed, or not the one that a file was encrypted with.</summary>
public sealed class FileKeyException(string message) : Exception(message);
