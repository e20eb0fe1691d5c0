using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>Answers RFC 3161 requests: request bytes and a time in, response bytes out. Serves development and the ledger's own stamps.</summary>
/// <param name="key">Of a time-stamping unit; any <see cref="SigningKey"/> will do, so the key may lie in hardware.</param>
/// <param name="policy">The policy's identifier when the request names none; the default lies under 2.25, the arc that anyone may use.</param>
public sealed class TimestampResponder(SigningKey key, string policy = "2.25.138243157")
{
    private const int BadAlgorithm = 0;
    private const int BadDataFormat = 5;
    private const int MaxRequest = 4096;

    /// <returns>The DER of a TimeStampResp: granted with a token, or a rejection that says why.</returns>
    public async Task<byte[]> Respond(ReadOnlyMemory<byte> request, DateTimeOffset time, CancellationToken ct = default)
    {
        if (request.Length > MaxRequest || !TryDecode(request, out var asked))
            return Rejection(BadDataFormat);
        var length = asked.HashAlgorithmId.Value is { } oid && oid != Oids.Sha1 && Oids.Digest(oid) is { } name && name != HashAlgorithmName.MD5
            ? CryptographicOperations.HashData(name, []).Length
            : 0;
        if (length == 0)
            return Rejection(BadAlgorithm);
        if (asked.GetMessageHash().Length != length)
            return Rejection(BadDataFormat);
        var info = Info(asked, time);
        var attributes = CmsBuilder.SignedAttributes(Oids.TstInfo, SHA256.HashData(info), key.Certificate);
        var signature = await key.SignAttributes(attributes, ct);
        var token = CmsBuilder.Assemble(Oids.TstInfo, info, attributes, signature, key, timestamp: null, asked.RequestSignerCertificate);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteInteger(0);
            writer.WriteEncodedValue(token);
        }
        return writer.Encode();
    }

    /// <summary>A source for <see cref="PadesOptions.Timestamp"/> without a network between.</summary>
    public TimestampSource Source(TimeProvider clock) => async (hash, ct) =>
    {
        var (request, read) = Timestamps.Ask(hash);
        return read(await Respond(request, clock.GetUtcNow(), ct));
    };

    private byte[] Info(Rfc3161TimestampRequest asked, DateTimeOffset time)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(asked.RequestedPolicyId?.Value ?? policy);
            using (writer.PushSequence())
            {
                CmsBuilder.Algorithm(writer, asked.HashAlgorithmId.Value!, withNull: true);
                writer.WriteOctetString(asked.GetMessageHash().Span);
            }
            writer.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true));
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: false);
            // Accuracy of one second: this machine's clock is synchronised, not certified.
            using (writer.PushSequence())
                writer.WriteInteger(1);
            if (asked.GetNonce() is { } nonce)
                writer.WriteInteger(nonce.Span);
        }
        return writer.Encode();
    }

    private static bool TryDecode(ReadOnlyMemory<byte> request, out Rfc3161TimestampRequest asked)
    {
        try
        {
            return Rfc3161TimestampRequest.TryDecode(request, out asked!, out var read) && read == request.Length;
        }
        catch (CryptographicException)
        {
            asked = null!;
            return false;
        }
    }

    /// <summary>PKIStatusInfo with status 2 and one bit of PKIFailureInfo (RFC 3161, 2.4.2).</summary>
    private static byte[] Rejection(int bit)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(2);
            writer.WriteNamedBitList(new System.Collections.BitArray(bit + 1) { [bit] = true });
        }
        return writer.Encode();
    }
}
