using System.Security.Cryptography;
using System.Text;

namespace Sen.Signing;

/// <summary>Seals private keys at rest: AES-256-GCM under a key derived (HKDF, RFC 5869) from the installation's master key.</summary>
internal sealed class KeySeal(string masterKey)
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(masterKey), 32, info: Encoding.UTF8.GetBytes("sen/signing-keys"));

    /// <summary>nonce, tag, ciphertext; bound to the row it lies in.</summary>
    public byte[] Seal(byte[] plain, Guid row)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), row.ToByteArray());
        return box;
    }

    /// <exception cref="CryptographicException">Another master key, or the row was changed.</exception>
    public byte[] Open(byte[] box, Guid row)
    {
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain, row.ToByteArray());
        return plain;
    }
}
