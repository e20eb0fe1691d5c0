using System.Security.Cryptography;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>How this machine reaches its hardware security module.</summary>
/// <param name="Engine">Name of the OpenSSL engine; <c>pkcs11</c> of libp11, whose module the process finds in <c>PKCS11_MODULE_PATH</c>.</param>
/// <param name="PinFile">File with the PIN of the token, readable by this process alone (systemd: LoadCredential).</param>
internal sealed record Pkcs11Options(string Engine, string? PinFile);

/// <summary>
/// Keys in a PKCS#11 token or module, through OpenSSL. The PIN goes by file: OpenSSL repeats the URI in its errors, and
/// what stands in it would stand in logs.
/// </summary>
internal sealed class Pkcs11Keys(Pkcs11Options options) : IKeyProvider
{
    // libp11 opens one session a slot and loads the engine lazily; neither is safe to do twice at once.
    private readonly Lock _one = new();

    public string Place => KeyPlace.Pkcs11;

    public Task<SigningKey> Open(KeyRow row, KeyConsent consent, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw new RefusedException(Refusal.KeyUnavailable, "PKCS#11 goes through OpenSSL, which Windows lacks");
        if (options.PinFile is null)
            throw new RefusedException(Refusal.KeyUnavailable, "Sen:Signing:Pkcs11:PinFile is not set");
        if (!IsUri(row.Reference))
            throw new RefusedException(Refusal.KeyUnavailable, $"key {row.Id} has no PKCS#11 URI");
        return Task.FromResult(SigningKey.Held(row.Signer(), row.Issuers(), (hash, stop) => Task.Run(() => Sign(row, hash.Span), stop)));
    }

    /// <summary>A PKCS#11 URI (RFC 7512) that names a key and carries no secret.</summary>
    public static bool IsUri(string text) =>
        text.StartsWith("pkcs11:", StringComparison.Ordinal) && text.Contains("token=", StringComparison.Ordinal)
        && !text.Contains("pin-", StringComparison.OrdinalIgnoreCase) && !text.Contains('?', StringComparison.Ordinal) && text.Length <= 500;

    private byte[] Sign(KeyRow row, ReadOnlySpan<byte> hash)
    {
        if (OperatingSystem.IsWindows())
            throw new RefusedException(Refusal.KeyUnavailable, "Windows");
        try
        {
            lock (_one)
            {
                using var handle = SafeEvpPKeyHandle.OpenPrivateKeyFromEngine(options.Engine, $"{row.Reference};type=private?pin-source=file:{options.PinFile}");
                using var certificate = row.Signer();
                using var known = certificate.PublicKey.GetRSAPublicKey();
                if (known is not null)
                {
                    using var rsa = new RSAOpenSsl(handle);
                    return rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }
                using var ecdsa = new ECDsaOpenSsl(handle);
                return ecdsa.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
            }
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            // Its message may hold what the token said; the kind of error is enough for the log.
            throw new RefusedException(Refusal.KeyUnavailable, $"PKCS#11: {e.GetType().Name} for key {row.Id}");
        }
    }
}
