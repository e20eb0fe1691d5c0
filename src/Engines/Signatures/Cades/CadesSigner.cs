using System.Security.Cryptography;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>How to sign any file as CMS.</summary>
/// <param name="Time">The claimed time, a signed attribute (EN 319 122-1, 5.2.1).</param>
public sealed record CadesOptions(DateTimeOffset Time)
{
    /// <summary>When given, the signature is B-T.</summary>
    public TimestampSource? Timestamp { get; init; }

    /// <summary>When given, the signature is B-LT or B-LTA.</summary>
    public LongTerm? LongTerm { get; init; }
}

/// <summary>Signs files of any kind as CAdES (ETSI EN 319 122-1), levels B-B to B-LTA.</summary>
public static class CadesSigner
{
    /// <summary>Content inside the signature is held in memory.</summary>
    public const int MaxEnveloping = 20 << 20;

    /// <summary>A signature beside the file (<c>.p7s</c>); the content is read once, in pieces, and may be of any size.</summary>
    /// <exception cref="RefusedException">The key does not allow it, or no timestamp was to be had.</exception>
    public static async Task<byte[]> SignDetached(Stream content, SigningKey key, CadesOptions options, CancellationToken ct = default)
    {
        key.RequireStrength();
        return await Sign(null, await SHA256.HashDataAsync(content, ct), key, options, ct);
    }

    /// <summary>The file inside the signature (<c>.p7m</c>).</summary>
    /// <param name="content">At most <see cref="MaxEnveloping"/> bytes.</param>
    /// <exception cref="RefusedException">The content or the key does not allow it, or no timestamp was to be had.</exception>
    public static Task<byte[]> SignEnveloping(ReadOnlyMemory<byte> content, SigningKey key, CadesOptions options, CancellationToken ct = default)
    {
        key.RequireStrength();
        if (content.Length > MaxEnveloping)
            throw new RefusedException(Refusal.OverLimit, $"{content.Length} bytes");
        return Sign(content.ToArray(), SHA256.HashData(content.Span), key, options, ct);
    }

    private static async Task<byte[]> Sign(byte[]? content, byte[] digest, SigningKey key, CadesOptions options, CancellationToken ct)
    {
        var brief = await SignBrief(content, digest, key, options, ct);
        return options.LongTerm is { } terms ? await CadesExtender.ExtendOver(brief, digest, terms, ct) : brief;
    }

    private static async Task<byte[]> SignBrief(byte[]? content, byte[] digest, SigningKey key, CadesOptions options, CancellationToken ct)
    {
        if (key.SignContent is not null && content is null)
            return await CmsStamp.Add(await key.SignContent(digest, ct), options.Timestamp, ct);
        var attributes = CmsBuilder.SignedAttributes(Oids.Data, digest, key.Certificate, options.Time);
        var signature = await key.SignAttributes(attributes, ct);
        var timestamp = options.Timestamp is null ? null : await options.Timestamp(SHA256.HashData(signature), ct);
        return CmsBuilder.Assemble(Oids.Data, content, attributes, signature, key, timestamp);
    }
}
