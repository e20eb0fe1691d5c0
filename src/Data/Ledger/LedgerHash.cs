using System.Security.Cryptography;
using System.Text;

namespace Sen.Data;

/// <summary>SHA-256 of salt and body: without the body nobody can guess a short one back, with it anybody can check.</summary>
internal static class LedgerHash
{
    public static byte[] Of(byte[] salt, string body) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(body)]);
}
