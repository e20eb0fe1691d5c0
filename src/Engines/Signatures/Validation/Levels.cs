using Sen.Signatures.Pdf;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Validation;

/// <summary>Which baseline level each signature has by what the file holds (EN 319 142-1, table 1); whether that suffices is the verdict's to say.</summary>
internal static class Levels
{
    public static IReadOnlyList<SignatureReport> Assign(PdfFile file, IReadOnlyList<SignatureReport> signatures)
    {
        var statements = SecurityStore.Streams(file, "CRLs").Select(s => (IStatements?)Crl.TryRead(s.Data))
            .Concat(SecurityStore.Streams(file, "OCSPs").Select(s => OcspResponse.TryRead(s.Data)))
            .OfType<IStatements>().ToArray();
        var newest = signatures.Where(s => s.IsDocumentTimestamp && s.Indication != Indication.TotalFailed).Select(s => s.CoveredLength).DefaultIfEmpty(0).Max();
        var storeEnd = SecurityStore.Streams(file, "Certs").Concat(SecurityStore.Streams(file, "CRLs")).Concat(SecurityStore.Streams(file, "OCSPs"))
            .Select(s => s.Place).DefaultIfEmpty(0).Min();
        return [.. signatures.Select(s => s with { Level = Level(s) })];

        string? Level(SignatureReport signature)
        {
            if (signature.IsDocumentTimestamp || signature.SubFilter != "ETSI.CAdES.detached" || signature.Indication == Indication.TotalFailed)
                return null;
            if (signature.TimestampTime is null && newest <= signature.CoveredLength)
                return "B-B";
            if (signature.Path is not [var signer, var issuer, ..] || !statements.Any(s => s.About(signer, issuer) is not null))
                return "B-T";
            return newest > signature.CoveredLength && newest > storeEnd ? "B-LTA" : "B-LT";
        }
    }
}
