using System.Security.Cryptography;
using System.Text;

namespace Sen.Signing;

/// <summary>
/// Seals private keys at rest: AES-256-GCM under a key derived (HKDF, RFC 5869) from the installation's master key. What an
/// older master key sealed still opens.
/// </summary>
internal sealed class KeySeal
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly byte[][] _keys;

    /// <param name="masterKeys">Base64 of 32 bytes each: the current one, then older ones.</param>
    public KeySeal(params IEnumerable<string> masterKeys)
        : this([.. masterKeys.Select(k => HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(k), 32, info: Encoding.UTF8.GetBytes("sen/signing-keys")))])
    {
    }

    private KeySeal(byte[][] keys) => _keys = keys;

    /// <summary>nonce, tag, ciphertext; bound to the row it lies in.</summary>
    public byte[] Seal(byte[] plain, Guid row)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_keys[0], TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), row.ToByteArray());
        return box;
    }

    /// <summary>The same under the current master key; null when it lies under that already.</summary>
    /// <exception cref="CryptographicException">As <see cref="Open"/>.</exception>
    public byte[]? Renew(byte[] box, Guid row)
    {
        try
        {
            new KeySeal([_keys[0]]).Open(box, row);
            return null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return Seal(Open(box, row), row);
        }
    }

    /// <exception cref="CryptographicException">A master key that is not among ours, or the row was changed.</exception>
    public byte[] Open(byte[] box, Guid row)
    {
        var plain = new byte[box.Length - NonceSize - TagSize];
        for (var i = 0; ; i++)
        {
            using var aes = new AesGcm(_keys[i], TagSize);
            try
            {
                aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain, row.ToByteArray());
                return plain;
            }
            catch (AuthenticationTagMismatchException) when (i < _keys.Length - 1)
            {
                // Sealed before the master key was changed, perhaps.
            }
        }
    }
}
