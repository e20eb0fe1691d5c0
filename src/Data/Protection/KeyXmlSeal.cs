using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Sen.Data;

/// <summary>
/// Seals data-protection keys at rest: AES-256-GCM under a key derived from the master key of the files, so that a copy of
/// the database alone opens no cookie and no secret of a one-time code.
/// </summary>
internal sealed class KeyXmlSeal(FileKeys keys) : IXmlEncryptor
{
    public const string Purpose = "sen data protection";
    public const int NonceSize = 12, TagSize = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (salt, nonce) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(NonceSize));
        var (tag, cipher) = (new byte[TagSize], new byte[plain.Length]);
        using var aes = new AesGcm(keys.Derive(keys.CurrentId, salt, Purpose), TagSize);
        aes.Encrypt(nonce, plain, cipher, tag);
        var text = new XElement("sealed", Text("master", keys.CurrentId), Text("salt", salt), Text("nonce", nonce), Text("tag", tag), Text("cipher", cipher));
        return new(text, typeof(KeyXmlOpener));
    }

    private static XElement Text(string name, byte[] bytes) => new(name, Convert.ToBase64String(bytes));
}

/// <summary>Opens what <see cref="KeyXmlSeal"/> sealed; the framework makes it by its name, which is stored beside each key.</summary>
internal sealed class KeyXmlOpener(IServiceProvider services) : IXmlDecryptor
{
    /// <exception cref="CryptographicException">The text was changed.</exception>
    /// <exception cref="FileKeyException">It was sealed under a master key that is not configured.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        byte[] Bytes(string name) => Convert.FromBase64String((string)encryptedElement.Element(name)!);
        var cipher = Bytes("cipher");
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(services.GetRequiredService<FileKeys>().Derive(Bytes("master"), Bytes("salt"), KeyXmlSeal.Purpose), KeyXmlSeal.TagSize);
        aes.Decrypt(Bytes("nonce"), cipher, Bytes("tag"), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
