using Sen.Signatures.Trust;

namespace Sen.Signatures.Ades;

/// <summary>Which baseline level a signature outside of PDF has by what it holds (EN 319 122-1 and 132-1, 6.3); whether that suffices is the verdict's to say.</summary>
internal static class AdesLevel
{
    /// <param name="stamps">How many signature timestamps there are.</param>
    /// <param name="archive">How many archive timestamps there are.</param>
    /// <param name="evidence">What stands inside.</param>
    public static string Of(int stamps, int archive, IEnumerable<ValidationData> evidence, PathVerdict? path)
    {
        if (stamps + archive == 0)
            return "B-B";
        var statements = evidence.SelectMany(e => e.Crls.Select(c => (IStatements?)Crl.TryRead(c)).Concat(e.Ocsps.Select(OcspResponse.TryRead))).OfType<IStatements>();
        if (path?.Path is not [var signer, var issuer, ..] || !statements.Any(s => s.About(signer, issuer) is not null))
            return "B-T";
        return archive > 0 ? "B-LTA" : "B-LT";
    }
}
