using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>Signs PDFs as PAdES B-B to B-LTA (ETSI EN 319 142-1), always by appending.</summary>
public static class PadesSigner
{
    /// <summary>Adds one signature, of the level that the options have sources for. Earlier ones stay valid because not a byte before it changes.</summary>
    /// <exception cref="RefusedException">The file, its permissions or the key do not allow it; nothing was signed.</exception>
    public static async Task<SignedPdf> Sign(PdfSource pdf, SigningKey key, PadesOptions options, CancellationToken ct = default)
    {
        var signatureSize = key.RequireStrength();
        var file = options.Repair ? PdfFile.OpenBroken(pdf.Bytes, options.Password) : PdfFile.Open(pdf.Bytes, options.Password);
        var update = new PdfUpdate(file);
        var reserve = Reserve(key, options, signatureSize);
        var (name, reference) = SignatureField.Place(update, new FieldRequest(options.FieldName, options.Appearance, options.Certification), references => Dictionary(key, options, reserve, references));
        var reservation = new Reservation(pdf, update, reference);

        var appended = reservation.Fill(await Cms(reservation.Hash(), key, options, ct));
        var signed = new SignedPdf(pdf, appended, name) { Repairs = file.Repairs };
        if (options.Revocation is null || options.Timestamp is null)
            return signed;
        var extended = await PadesExtender.Extend(signed.ToArray(), new PadesExtension(options.Revocation)
        {
            Archive = options.Archive,
            Fields = [name],
            Password = options.Password,
            Repair = options.Repair,
            TimestampReserve = options.TimestampReserve,
        }, ct);
        return signed with { Appended = new ReadOnlyMemory<byte>([.. appended, .. extended.Appended.Span]) };
    }

    private static async Task<byte[]> Cms(byte[] digest, SigningKey key, PadesOptions options, CancellationToken ct)
    {
        if (key.SignContent is not null)
            return await CmsStamp.Add(await key.SignContent(digest, ct), options.Timestamp, ct);
        var attributes = CmsBuilder.SignedAttributes(Oids.Data, digest, key.Certificate);
        var signature = await key.SignAttributes(attributes, ct);
        var timestamp = options.Timestamp is null ? null : await options.Timestamp(SHA256.HashData(signature), ct);
        return CmsBuilder.Assemble(Oids.Data, null, attributes, signature, key, timestamp);
    }

    /// <summary>Signs many files with one key, one after another as a token does; a refusal of one says why and stops none of the others.</summary>
    /// <param name="files">Each with its own options: place, reason, field.</param>
    public static async IAsyncEnumerable<(int Index, SignedPdf? Signed, RefusedException? Refused)> SignAll(
        IEnumerable<(PdfSource Pdf, PadesOptions Options)> files, SigningKey key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        var index = 0;
        foreach (var (pdf, options) in files)
        {
            ct.ThrowIfCancellationRequested();
            SignedPdf? signed = null;
            RefusedException? refused = null;
            try
            {
                signed = await Sign(pdf, key, options, ct);
            }
            catch (RefusedException e)
            {
                refused = e;
            }
            yield return (index++, signed, refused);
        }
    }

    /// <summary>Bytes kept for whatever a service puts into its CMS beside the chain that is known.</summary>
    private const int ForeignCms = 12_288;

    /// <summary>Certificates are known; 1,024 bytes cover attributes and structure around them.</summary>
    private static int Reserve(SigningKey key, PadesOptions options, int signatureSize) =>
        key.Chain.Prepend(key.Certificate).DistinctBy(c => c.Thumbprint).Sum(c => c.RawData.Length)
            + key.Certificate.IssuerName.RawData.Length + signatureSize + (key.SignContent is null ? 1024 : ForeignCms)
            + (options.Timestamp is null ? 0 : options.TimestampReserve);

    private static PdfDictionary Dictionary(SigningKey key, PadesOptions options, int reserve, PdfObject references)
    {
        var dictionary = Reservation.Dictionary("Sig", key.SignContent is null ? "ETSI.CAdES.detached" : "adbe.pkcs7.detached", reserve,
            ("M", Make.Text(PdfDate.Write(options.Time))),
            ("Name", Make.Text(options.Name ?? key.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))));
        if (options.Reason is { } reason)
            dictionary = dictionary.With("Reason", Make.Text(reason));
        if (options.Location is { } location)
            dictionary = dictionary.With("Location", Make.Text(location));
        return references is PdfNull ? dictionary : dictionary.With("Reference", references);
    }
}
