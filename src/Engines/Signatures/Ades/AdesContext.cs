namespace Sen.Signatures;

/// <summary>What a validation outside of PDF stands on.</summary>
/// <param name="Anchors">Whom to trust, for signers, time-stamping authorities and responders.</param>
/// <param name="Now">The time of validation; it counts where no good timestamp proves an earlier one.</param>
public sealed record AdesContext(TrustAnchors Anchors, DateTimeOffset Now)
{
    public ValidationPolicy Policy { get; init; } = ValidationPolicy.Strict;

    /// <summary>Issuers and statements of status from outside the file.</summary>
    public ValidationData Data { get; init; } = ValidationData.Empty;

    /// <summary>Files that detached signatures name; null for a name that is not there.</summary>
    public Func<string, SignedContent?> Files { get; init; } = _ => null;

    /// <summary>
    /// XML only: where the format puts what is signed, as local names from the root: <c>/Envelope/Body</c>. Without it
    /// only the whole document, objects inside the signature, and files count: an element found by its Id alone may have
    /// been moved.
    /// </summary>
    public string? SignedElement { get; init; }
}

/// <summary>What makes a signature last: evidence that the certificates were good, fetched while it can be had.</summary>
/// <param name="Revocation">Gives statements of status.</param>
/// <param name="Timestamp">For signatures that have none yet, and for the seal.</param>
/// <param name="Archive">Also seals everything with a timestamp (B-LTA), which can be renewed again and again.</param>
public sealed record LongTerm(RevocationSource Revocation, TimestampSource Timestamp, bool Archive);
