using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Sen.Signatures.Pdf;

/// <summary>From a password to the file's key (ISO 32000-2, 7.6.4.3 and 7.6.4.4). The old hashes are what the format prescribes.</summary>
internal static class PdfPasswords
{
    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");

    public static byte[] Md5(byte[] data) => CryptographicOperations.HashData(HashAlgorithmName.MD5, data);

    /// <summary>Revisions 2 to 4; as user first, then as owner.</summary>
    public static (byte[] Key, bool IsOwner)? Open128(byte[] password, byte[] owner, byte[] user, int permissions, byte[] id, int revision, int length, bool encryptsMetadata)
    {
        if (UserKey(Padded(password)) is { } key)
            return (key, false);
        // Algorithm 7: the owner's password opens the user's.
        var ownerKey = Md5(Padded(password));
        for (var i = 0; i < 50 && revision >= 3; i++)
            ownerKey = Md5(ownerKey);
        ownerKey = ownerKey[..length];
        var padded = owner[..32];
        for (var i = revision >= 3 ? 19 : 0; i >= 0; i--)
            padded = Rc4([.. ownerKey.Select(b => (byte)(b ^ i))], padded);
        return UserKey(padded) is { } asOwner ? (asOwner, true) : null;

        byte[]? UserKey(byte[] pad)
        {
            var flags = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(flags, permissions);
            byte[] tail = revision >= 4 && !encryptsMetadata ? [0xFF, 0xFF, 0xFF, 0xFF] : [];
            var hash = Md5([.. pad, .. owner.AsSpan(0, 32), .. flags, .. id, .. tail]);
            for (var i = 0; i < 50 && revision >= 3; i++)
                hash = Md5(hash[..length]);
            var key = hash[..length];
            if (revision == 2)
                return Rc4(key, Padding).AsSpan().SequenceEqual(user.AsSpan(0, 32)) ? key : null;
            var check = Md5([.. Padding, .. id]);
            for (var i = 0; i < 20; i++)
                check = Rc4([.. key.Select(b => (byte)(b ^ i))], check);
            return check.AsSpan().SequenceEqual(user.AsSpan(0, 16)) ? key : null;
        }
    }

    /// <summary>Revisions 5 and 6 (algorithm 2.A); as owner first.</summary>
    public static (byte[] Key, bool IsOwner)? Open256(byte[] password, byte[] owner, byte[] user, byte[] ownerKey, byte[] userKey, int revision)
    {
        password = password[..Math.Min(password.Length, 127)];
        var whole = user[..48];
        if (Hash(owner.AsSpan(32, 8), whole).AsSpan().SequenceEqual(owner.AsSpan(0, 32)))
            return (Unwrap(Hash(owner.AsSpan(40, 8), whole), ownerKey), true);
        if (Hash(user.AsSpan(32, 8), []).AsSpan().SequenceEqual(user.AsSpan(0, 32)))
            return (Unwrap(Hash(user.AsSpan(40, 8), []), userKey), false);
        return null;

        byte[] Hash(ReadOnlySpan<byte> salt, byte[] extra)
        {
            var first = SHA256.HashData([.. password, .. salt, .. extra]);
            return revision == 5 ? first : Hardened(first, password, extra);
        }
    }

    private static byte[] Unwrap(byte[] key, byte[] sealed_)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(sealed_.AsSpan(0, 32), new byte[16], PaddingMode.None);
    }

    /// <summary>Algorithm 2.B: at least 64 rounds of AES-128 and a SHA-2 chosen by the round's own output.</summary>
    private static byte[] Hardened(byte[] hash, byte[] password, byte[] extra)
    {
        for (var round = 0; ; round++)
        {
            byte[] one = [.. password, .. hash, .. extra];
            var many = new byte[one.Length * 64];
            for (var i = 0; i < 64; i++)
                one.CopyTo(many, i * one.Length);
            using var aes = Aes.Create();
            aes.Key = hash[..16];
            var mixed = aes.EncryptCbc(many, hash.AsSpan(16, 16), PaddingMode.None);
            hash = (int)(new BigInteger(mixed.AsSpan(0, 16), isUnsigned: true, isBigEndian: true) % 3) switch
            {
                0 => SHA256.HashData(mixed),
                1 => SHA384.HashData(mixed),
                _ => SHA512.HashData(mixed),
            };
            if (round >= 63 && mixed[^1] <= round - 31)
                return hash[..32];
        }
    }

    /// <summary>RC4; the framework has none, and nothing new is protected by it here but what the file already protects so.</summary>
    public static byte[] Rc4(byte[] key, byte[] data)
    {
        var state = new byte[256];
        for (var i = 0; i < 256; i++)
            state[i] = (byte)i;
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
        }
        var result = new byte[data.Length];
        for (int n = 0, i = 0, j = 0; n < data.Length; n++)
        {
            i = (i + 1) & 255;
            j = (j + state[i]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
            result[n] = (byte)(data[n] ^ state[(state[i] + state[j]) & 255]);
        }
        return result;
    }

    private static byte[] Padded(byte[] password) => [.. password.Concat(Padding).Take(32)];
}
