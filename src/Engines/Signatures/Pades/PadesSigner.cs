using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>Signs PDFs as PAdES B-B and B-T (ETSI EN 319 142-1), always by appending.</summary>
public static class PadesSigner
{
    /// <summary>Adds one signature. Earlier ones stay valid because not a byte before it changes.</summary>
    /// <exception cref="RefusedException">The file, its permissions or the key do not allow it; nothing was signed.</exception>
    public static async Task<SignedPdf> Sign(ReadOnlyMemory<byte> pdf, SigningKey key, PadesOptions options, CancellationToken ct = default)
    {
        var signatureSize = key.RequireStrength();
        var file = PdfFile.Open(pdf);
        var update = new PdfUpdate(file);
        var reserve = Reserve(key, options, signatureSize);
        var field = SignatureField.Place(update, options, reference => Dictionary(key, options, reserve, reference));
        var appended = update.Write(out var offsets);
        var (start, end) = Fill(appended, (int)(offsets[field.Signature.Number] - pdf.Length), pdf.Length);

        var attributes = CmsBuilder.SignedAttributes(Oids.Data, Hash(pdf.Span, appended, start, end), key.Certificate);
        var signature = await key.SignAttributes(attributes, ct);
        var timestamp = options.Timestamp is null ? null : await options.Timestamp(SHA256.HashData(signature), ct);
        var cms = CmsBuilder.Assemble(Oids.Data, null, attributes, signature, key, timestamp);
        if (cms.Length > reserve)
            throw new RefusedException(Refusal.ReservationTooSmall, $"{cms.Length} bytes, {reserve} reserved");
        Encoding.ASCII.GetBytes(Convert.ToHexString(cms), appended.AsSpan(start + 1));
        return new SignedPdf(pdf, appended, field.Name);
    }

    /// <summary>Certificates are known; 1,024 bytes cover attributes and structure around them.</summary>
    private static int Reserve(SigningKey key, PadesOptions options, int signatureSize) =>
        key.Chain.Prepend(key.Certificate).DistinctBy(c => c.Thumbprint).Sum(c => c.RawData.Length)
            + key.Certificate.IssuerName.RawData.Length + signatureSize + 1024
            + (options.Timestamp is null ? 0 : options.TimestampReserve);

    private static PdfDictionary Dictionary(SigningKey key, PadesOptions options, int reserve, PdfObject reference)
    {
        var dictionary = Make.Dictionary(
            ("Type", Make.Name("Sig")),
            ("ByteRange", Make.Array(Make.Of(0), Make.Of(9_999_999_999), Make.Of(9_999_999_999), Make.Of(9_999_999_999))),
            ("Contents", new PdfString(new byte[reserve], Hex: true)),
            ("Filter", Make.Name("Adobe.PPKLite")),
            ("SubFilter", Make.Name("ETSI.CAdES.detached")),
            ("M", Make.Text(PdfDate.Write(options.Time))),
            ("Name", Make.Text(options.Name ?? key.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))));
        if (options.Reason is { } reason)
            dictionary = dictionary.With("Reason", Make.Text(reason));
        if (options.Location is { } location)
            dictionary = dictionary.With("Location", Make.Text(location));
        return reference is PdfNull ? dictionary : dictionary.With("Reference", reference);
    }

    /// <summary>Writes the ByteRange into its placeholder; returns where the Contents token lies in <paramref name="appended"/>.</summary>
    private static (int Start, int End) Fill(byte[] appended, int offset, int before)
    {
        var parser = new PdfParser(appended, offset);
        parser.TryInteger(out _);
        parser.TryInteger(out _);
        parser.TryKeyword("obj"u8);
        var contents = (PdfString)((PdfDictionary)parser.Read())["Contents"];
        // ByteRange precedes every text that could look like it.
        var at = offset + appended.AsSpan(offset).IndexOf("/ByteRange ["u8) + "/ByteRange ["u8.Length;
        var length = appended.AsSpan(at).IndexOf((byte)']');
        var total = before + appended.Length;
        var range = string.Create(CultureInfo.InvariantCulture, $"0 {before + contents.Start} {before + contents.End} {total - before - contents.End}");
        Encoding.ASCII.GetBytes(range.PadRight(length), appended.AsSpan(at));
        return (contents.Start, contents.End);
    }

    private static byte[] Hash(ReadOnlySpan<byte> before, ReadOnlySpan<byte> appended, int start, int end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(appended[..start]);
        hash.AppendData(appended[end..]);
        return hash.GetHashAndReset();
    }
}
