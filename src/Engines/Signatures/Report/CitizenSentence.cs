using System.Globalization;

namespace Sen.Signatures;

/// <summary>The one sentence for people: a code that higher rows translate, and what it speaks of. Integrity comes before trust: a changed file is changed whoever signed it.</summary>
/// <param name="Code">
/// <c>unreadable</c>, <c>unsigned</c>, <c>broken</c> (bytes or signature do not fit), <c>changed</c> (altered after signing),
/// <c>unfinished</c> (a signature that cannot be read), <c>revoked</c>, <c>untrusted</c> (nobody known stands behind it),
/// <c>expired</c> (nothing proves that it was made in time), <c>unproven</c> (the status of a certificate is not known now),
/// <c>undecided</c> (for another reason) or <c>valid</c>.
/// </param>
/// <param name="Arguments">Of the signature that decides: signer, organisation, time as ISO 8601; empty where unknown. Then how many signatures there are.</param>
public sealed record CitizenSentence(string Code, IReadOnlyList<string> Arguments)
{
    private static readonly string[] FromWorst = ["broken", "changed", "unfinished", "revoked", "untrusted", "expired", "unproven", "undecided", "valid"];

    /// <summary>All of them, so that translations and descriptions can be proved complete.</summary>
    public static IReadOnlyList<string> Codes => ["unreadable", "unsigned", .. FromWorst];

    /// <param name="refused">Why the file could not be read; null when it could.</param>
    public static CitizenSentence Of(Refusal? refused, IReadOnlyList<SignatureReport> signatures)
    {
        if (refused is not null)
            return new("unreadable", [refused.ToString()!]);
        if (signatures.Count == 0)
            return new("unsigned", []);
        var (code, signature) = signatures.Select(s => (Code: CodeOf(s), s)).MinBy(s => Array.IndexOf(FromWorst, s.Code));
        return new(code, [
            signature.SignerName ?? "", signature.Organisation ?? "",
            (signature.BestTime ?? signature.TimestampTime ?? signature.ClaimedTime)?.ToString("O", CultureInfo.InvariantCulture) ?? "",
            signatures.Count.ToString(CultureInfo.InvariantCulture)]);
    }

    private static string CodeOf(SignatureReport signature) => signature switch
    {
        { Integrity: null } => "unfinished",
        { Indication: Indication.TotalFailed } => "broken",
        { Integrity: Integrity.ForbiddenChange } => "changed",
        { Indication: Indication.TotalPassed } => "valid",
        { RevokedAt: not null } => "revoked",
        { SubIndication: "OUT_OF_BOUNDS_NO_POE" or "OUT_OF_BOUNDS_NOT_REVOKED" } => "expired",
        { SubIndication: "TRY_LATER" } => "unproven",
        { SubIndication: "NO_CERTIFICATE_CHAIN_FOUND" or "NO_SIGNING_CERTIFICATE_FOUND" or "CERTIFICATE_CHAIN_GENERAL_FAILURE" or "CHAIN_CONSTRAINTS_FAILURE" } => "untrusted",
        _ => "undecided",
    };
}
