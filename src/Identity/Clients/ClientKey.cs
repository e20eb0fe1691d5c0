using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sen.Identity.Clients;

/// <summary>
/// A key of a system: <c>sen_NUMBER_SECRET</c>. The number finds the row, the secret (256 random bits) is kept as its SHA-256 only:
/// what cannot be guessed needs no slow hash. The prefix lets scanners of repositories find a key that leaked.
/// </summary>
internal sealed record ClientKey(string Id, string Secret)
{
    private const string Prefix = "sen_", Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 12, SecretLength = 44; // 44 letters of 56: 255 bits

    public static ClientKey New() => new(RandomNumberGenerator.GetString(Letters, IdLength), RandomNumberGenerator.GetString(Letters, SecretLength));

    public static ClientKey? Read(string? token) =>
        token?.StartsWith(Prefix, StringComparison.Ordinal) == true && token[Prefix.Length..].Split('_') is [{ Length: IdLength } id, { Length: SecretLength } secret]
            ? new(id, secret)
            : null;

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";

    public static byte[] HashOf(X509Certificate2 certificate) => certificate.GetCertHash(HashAlgorithmName.SHA256);
}
