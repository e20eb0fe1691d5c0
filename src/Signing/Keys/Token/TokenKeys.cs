using Sen.Signatures;

namespace Sen.Signing;

/// <summary>
/// Keys on a USB token at the signer's desk (desktop service of the Government Cipher Committee). This program never
/// reaches them: the browser hands the file to the service there, and what it sends back is checked by <see cref="TokenUpload"/>.
/// </summary>
internal sealed class TokenKeys : IKeyProvider
{
    public string Place => KeyPlace.Token;

    public Task<SigningKey> Open(KeyRow row, KeyConsent consent, CancellationToken ct) => Task.FromResult(
        new SigningKey(row.Signer(), row.Issuers(), (_, _) => throw new RefusedException(Refusal.KeyUnavailable, "the key is on a token at the signer's desk")));
}
