using Sen.Signatures.Cms;
using Sen.Signatures.Pdf;
using Sen.Signatures.Trust;

namespace Sen.Signatures;

/// <summary>
/// Makes signatures last (EN 319 142-1, 5.4 and 6): puts what is needed to judge them into the document security store and
/// stamps the whole. Done again before the newest timestamp's certificate expires, it is the renewal.
/// </summary>
public static class PadesExtender
{
    /// <exception cref="RefusedException"><see cref="Refusal.StatusMissing"/> or <see cref="Refusal.Revoked"/> for a certificate that counts; or the file does not allow it.</exception>
    public static async Task<SignedPdf> Extend(PdfSource pdf, PadesExtension extension, CancellationToken ct = default)
    {
        var file = extension.Repair ? PdfFile.OpenBroken(pdf.Bytes, extension.Password) : PdfFile.Open(pdf.Bytes, extension.Password);
        var store = SecurityStore.Read(file);
        var update = new PdfUpdate(file);
        var collector = new EvidenceCollector(extension.Revocation);
        collector.Add(store);
        var signatures = Signatures(file);
        foreach (var (_, _, cms) in signatures)
            foreach (var part in WithTimestamps(cms))
                collector.Add(part.Embedded);
        var found = new List<(byte[] Contents, ValidationData Data)>();
        foreach (var (name, contents, cms) in signatures)
            if (await Collect(collector, cms, extension.Fields?.Contains(name) != false, ct) is { } data)
                found.Add((contents, data));
        SecurityStore.Write(update, found);
        if (extension.Archive is null)
            return new SignedPdf(pdf, update.Write(out _), null) { Repairs = file.Repairs };
        var (_, reference) = SignatureField.Place(update, FieldRequest.Timestamp, _ => Reservation.Dictionary("DocTimeStamp", "ETSI.RFC3161", extension.TimestampReserve));
        var reservation = new Reservation(pdf, update, reference);
        return new SignedPdf(pdf, reservation.Fill(await extension.Archive(reservation.Hash(), ct)), null) { Repairs = file.Repairs };
    }

    private static List<(string Name, byte[] Contents, CmsSignature Cms)> Signatures(PdfFile file)
    {
        var list = new List<(string, byte[], CmsSignature)>();
        foreach (var field in PdfFields.Read(file).Where(f => f.Type == "Sig"))
            if (file.Dictionary(field.Value) is { } value && file.Resolve(value["Contents"]) is PdfString { Bytes: var contents } && CmsSignature.TryRead(contents) is { } cms)
                list.Add((field.Name, contents, cms));
        return list;
    }

    private static IEnumerable<CmsSignature> WithTimestamps(CmsSignature cms) =>
        cms.Unsigned(Oids.SignatureTimestamp).Select(CmsSignature.TryRead).OfType<CmsSignature>().Prepend(cms);

    /// <summary>Null when something is missing for a signature that need not be complete.</summary>
    private static async Task<ValidationData?> Collect(EvidenceCollector collector, CmsSignature cms, bool isRequired, CancellationToken ct)
    {
        try
        {
            var data = ValidationData.Empty;
            foreach (var part in WithTimestamps(cms))
                data = data.With(await collector.Collect(part.Signer ?? throw new RefusedException(Refusal.StatusMissing, "no signing certificate"), ct));
            return data;
        }
        catch (RefusedException) when (!isRequired)
        {
            return null;
        }
    }
}
