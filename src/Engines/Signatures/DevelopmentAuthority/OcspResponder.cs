using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>Answers OCSP requests (RFC 6960): request bytes and a time in, response bytes out. For development and tests.</summary>
/// <param name="key">Of a responder that <paramref name="issuer"/> appointed; P-256.</param>
/// <param name="issuer">For whose certificates it answers.</param>
/// <param name="revokedAt">When a serial number (big-endian) was revoked; null when it was not.</param>
public sealed class OcspResponder(SigningKey key, X509Certificate2 issuer, Func<ReadOnlyMemory<byte>, DateTimeOffset?> revokedAt)
{
    private const int MaxRequest = 4096;
    private const int MalformedRequest = 1;
    private static readonly TimeSpan Freshness = TimeSpan.FromHours(12);

    /// <returns>The DER of an OCSPResponse: an answer to each question, "unknown" for other issuers; or the error malformedRequest.</returns>
    public async Task<byte[]> Respond(ReadOnlyMemory<byte> request, DateTimeOffset time, CancellationToken ct = default)
    {
        if (request.Length > MaxRequest || Questions(request) is not { } asked)
            return Wrapped(MalformedRequest, null);
        var data = ResponseData(asked, time);
        var signature = await key.SignAttributes(data, ct);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(data);
            CmsBuilder.Algorithm(writer, Oids.EcdsaSha256, withNull: false);
            writer.WriteBitString(signature);
            using (writer.PushSequence(Context(0)))
            using (writer.PushSequence())
                writer.WriteEncodedValue(key.Certificate.RawData);
        }
        return Wrapped(0, writer.Encode());
    }

    private static List<ReadOnlyMemory<byte>>? Questions(ReadOnlyMemory<byte> request)
    {
        try
        {
            var inner = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            while (inner.PeekTag().TagClass == TagClass.ContextSpecific)
                inner.ReadEncodedValue();
            var asked = new List<ReadOnlyMemory<byte>>();
            for (var list = inner.ReadSequence(); list.HasData;)
                asked.Add(list.ReadSequence().ReadEncodedValue());
            return asked;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private byte[] ResponseData(List<ReadOnlyMemory<byte>> asked, DateTimeOffset time)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context(1)))
                writer.WriteEncodedValue(key.Certificate.SubjectName.RawData);
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
            using (writer.PushSequence())
                foreach (var id in asked)
                    Answer(writer, id, time);
        }
        return writer.Encode();
    }

    private void Answer(AsnWriter writer, ReadOnlyMemory<byte> id, DateTimeOffset time)
    {
        using var _ = writer.PushSequence();
        writer.WriteEncodedValue(id.Span);
        var serial = SerialIfOurs(id);
        if (serial is null)
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 2));
        else if (revokedAt(serial.Value) is not { } revoked)
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
        else
            using (writer.PushSequence(Context(1)))
                writer.WriteGeneralizedTime(revoked, omitFractionalSeconds: true);
        writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        using (writer.PushSequence(Context(0)))
            writer.WriteGeneralizedTime(time + Freshness, omitFractionalSeconds: true);
    }

    private ReadOnlyMemory<byte>? SerialIfOurs(ReadOnlyMemory<byte> id)
    {
        var reader = new AsnReader(id, AsnEncodingRules.DER).ReadSequence();
        return Oids.Digest(reader.ReadSequence().ReadObjectIdentifier()) is { } hash
            && CryptographicOperations.HashData(hash, issuer.SubjectName.RawData).AsSpan().SequenceEqual(reader.ReadOctetString())
            && CryptographicOperations.HashData(hash, issuer.PublicKey.EncodedKeyValue.RawData).AsSpan().SequenceEqual(reader.ReadOctetString())
                ? reader.ReadIntegerBytes()
                : null;
    }

    private static byte[] Wrapped(int status, byte[]? basic)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x0A, 1, (byte)status]);
            if (basic is not null)
                using (writer.PushSequence(Context(0)))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                    writer.WriteOctetString(basic);
                }
        }
        return writer.Encode();
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
