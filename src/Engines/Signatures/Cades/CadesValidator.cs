using System.Security.Cryptography;
using Sen.Signatures.Ades;
using Sen.Signatures.Cades;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>Judges CMS signatures over files (EN 319 102-1; profile EN 319 122-1).</summary>
public static class CadesValidator
{
    /// <summary>The largest signature file that is read, in bytes; with the content inside, that too.</summary>
    public const int MaxBytes = CadesSigner.MaxEnveloping + (1 << 20);

    /// <param name="signature">DER or BER of the SignedData.</param>
    /// <param name="content">The file beside it; null where the signature holds its content.</param>
    public static AdesReport Validate(ReadOnlyMemory<byte> signature, SignedContent? content, AdesContext context) => Validate(signature, content, context, []);

    internal static AdesReport Validate(ReadOnlyMemory<byte> signature, SignedContent? content, AdesContext context, IReadOnlyList<AdesStamp> around)
    {
        if (signature.Length > MaxBytes)
            return new(Refusal.OverLimit, []);
        if (CmsSignature.TryRead(signature) is not { } cms)
            return new(Refusal.NotCms, []);
        var check = new CadesCheck(cms, signature, content, context, around);
        return new(null, [check.Run()]) { Wanted = check.Wanted };
    }

    /// <summary>The content that a signature holds; null when it holds none. Signed or not: see the verdict first.</summary>
    public static byte[]? Content(ReadOnlyMemory<byte> signature) => CmsSignature.TryRead(signature)?.Content;

    internal static byte[] Hash(SignedContent content, HashAlgorithmName name)
    {
        using var stream = content.Open();
        return CryptographicOperations.HashData(name, stream);
    }
}
