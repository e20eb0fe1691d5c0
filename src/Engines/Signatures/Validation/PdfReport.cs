using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures;

/// <summary>The main status of EN 319 102-1, 5.1.3.</summary>
public enum Indication
{
    TotalPassed,
    Indeterminate,
    TotalFailed,
}

/// <summary>What became of the signed content, trust apart. Ordered from best to worst.</summary>
public enum Integrity
{
    /// <summary>Nothing was added after this signature.</summary>
    Intact,
    /// <summary>Only what this and earlier signatures permit: further signatures, validation data, timestamps, form filling.</summary>
    PermittedChange,
    /// <summary>Anything else, and anything the engine cannot explain.</summary>
    ForbiddenChange,
}

public enum Severity
{
    Information,
    Warning,
    Error,
}

/// <summary>One observation; higher rows translate <paramref name="Code"/> with its arguments. The codes stand in <see cref="FindingCodes"/>.</summary>
public sealed record Finding(Severity Severity, string Code, params IReadOnlyList<string> Arguments);

/// <summary>One signature or document timestamp of a PDF.</summary>
/// <param name="Field">The full name of its field.</param>
/// <param name="IsDocumentTimestamp">Made by a time-stamping authority over the whole file, not by a signer.</param>
/// <param name="Signer">The certificate; null when there is none to be found.</param>
/// <param name="ClaimedTime">The signer's own word (<c>/M</c>).</param>
/// <param name="TimestampTime">From a valid timestamp, trusted or not (see the findings).</param>
/// <param name="DigestAlgorithm">Object identifier.</param>
/// <param name="SignatureAlgorithm">Object identifier.</param>
/// <param name="SubIndication">As named in EN 319 102-1, table 5; null when passed.</param>
/// <param name="Indication">Of EN 319 102-1; says nothing of what was added later.</param>
/// <param name="Integrity">What was added later; null when the signature itself cannot be read, so that nothing says what was signed: whoever made it broke it or never finished.</param>
/// <param name="Findings">About the signature, then about each later revision.</param>
/// <param name="CoveredLength">The bytes of the revision that was signed.</param>
public sealed record SignatureReport(
    string Field,
    bool IsDocumentTimestamp,
    X509Certificate2? Signer,
    DateTimeOffset? ClaimedTime,
    DateTimeOffset? TimestampTime,
    string? DigestAlgorithm,
    string? SignatureAlgorithm,
    Indication Indication,
    string? SubIndication,
    Integrity? Integrity,
    long CoveredLength,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The earliest time at which timestamps that are themselves good prove it to exist (EN 319 102-1, 5.5.4); null when only now is sure.</summary>
    public DateTimeOffset? BestTime { get; init; }

    /// <summary>When a certificate of the path was revoked, where that decides.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>From the signer's certificate upward, as far as a path could be built.</summary>
    public IReadOnlyList<X509Certificate2> Path { get; init; } = [];

    public string? SubFilter { get; init; }

    /// <summary>The signer's own words.</summary>
    public string? Reason { get; init; }

    /// <summary>It carries a timestamp of its own that is good.</summary>
    public bool HasTimestamp { get; init; }

    /// <summary><c>B-B</c> to <c>B-LTA</c> (EN 319 142-1, 6.3), as far as the file itself brings what the level needs; null for a document timestamp and for signatures that are no PAdES baseline.</summary>
    public string? Level { get; init; }

    /// <summary>For instance <c>TOTAL_PASSED</c> or <c>INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND</c>.</summary>
    public string Code
    {
        get
        {
            var name = Indication switch { Indication.TotalPassed => "TOTAL_PASSED", Indication.Indeterminate => "INDETERMINATE", _ => "TOTAL_FAILED" };
            return SubIndication is null ? name : $"{name}/{SubIndication}";
        }
    }

    public string? SignerName => Signer?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    public string? Organisation => Signer?.SubjectName.EnumerateRelativeDistinguishedNames()
        .FirstOrDefault(n => !n.HasMultipleElements && n.GetSingleElementType().Value == "2.5.4.10")?.GetSingleElementValue();
}

/// <summary>The verdict on a file.</summary>
/// <param name="Refused">Why the file could not be read at all; then there are no signatures.</param>
/// <param name="Signatures">In the order in which they were made.</param>
public sealed record PdfReport(Refusal? Refused, IReadOnlyList<SignatureReport> Signatures)
{
    /// <summary>Certificates of which no fresh statement of status was known; fetch some and ask again.</summary>
    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted { get; init; } = [];

    /// <summary>The worst of all signatures; null when there is none, or one that cannot be read and no change that is forbidden.</summary>
    public Integrity? Integrity => Worst(Signatures);

    internal static Integrity? Worst(IEnumerable<SignatureReport> signatures)
    {
        var each = signatures.Select(s => s.Integrity).ToArray();
        return each.Contains(null) && !each.Contains(Sen.Signatures.Integrity.ForbiddenChange) ? null : each.Max();
    }
}

/// <summary>All codes of <see cref="Finding"/>, so that translations can be proved complete.</summary>
public static class FindingCodes
{
    // About the signature itself.
    public const string ByteRangeWrong = "byte-range-wrong";
    public const string NotDetached = "sub-filter-unsupported";
    public const string CmsUnreadable = "cms-unreadable";
    public const string AlgorithmUnsupported = "algorithm-unsupported";
    public const string WeakAlgorithm = "weak-algorithm";
    public const string SigningCertificateMissing = "signing-certificate-missing";
    public const string SigningCertificateMismatch = "signing-certificate-mismatch";
    public const string SigningTimeAttribute = "signing-time-attribute";
    public const string SignedBytesChanged = "signed-bytes-changed";
    public const string RevocationNotChecked = "revocation-not-checked";
    public const string TimestampInvalid = "timestamp-invalid";
    public const string TimestampUntrusted = "timestamp-untrusted";
    public const string CertificateRevoked = "certificate-revoked";

    // About signatures in XML, CMS files and containers.
    public const string SignedElementMisplaced = "signed-element-misplaced";
    public const string NotWholeDocument = "not-whole-document";
    public const string SignedFileMissing = "signed-file-missing";
    public const string FileNotSigned = "file-not-signed";
    public const string TransformUnsupported = "transform-unsupported";
    public const string SignedPropertiesNotSigned = "signed-properties-not-signed";
    public const string SignatureUnreadable = "signature-unreadable";
    public const string ChainProblem = "chain-problem";

    // About what followed it, permitted.
    public const string SignatureAdded = "signature-added";
    public const string SignatureFieldAdded = "signature-field-added";
    public const string DocumentTimestampAdded = "document-timestamp-added";
    public const string ValidationDataAdded = "validation-data-added";
    public const string FieldFilled = "field-filled";
    public const string ReadOnlyFieldFilled = "read-only-field-filled";
    public const string AnnotationChanged = "annotation-changed";
    public const string MetadataChanged = "metadata-changed";
    public const string StructureExtended = "structure-extended";
    public const string HiddenObject = "hidden-object";

    // About what followed it, forbidden.
    public const string RevisionUnreadable = "revision-unreadable";
    public const string RevisionChainBroken = "revision-chain-broken";
    public const string SignatureNotInRevision = "signature-not-in-revision";
    public const string TrailingData = "trailing-data";
    public const string CatalogChanged = "catalog-changed";
    public const string FormChanged = "form-changed";
    public const string FieldChanged = "field-changed";
    public const string FieldAdded = "field-added";
    public const string FieldRemoved = "field-removed";
    public const string SignatureReused = "signature-reused";
    public const string ChangeNotPermitted = "change-not-permitted";
    public const string PagesChanged = "pages-changed";
    public const string PageChanged = "page-changed";
    public const string AnnotationAdded = "annotation-added";
    public const string AnnotationRemoved = "annotation-removed";
    public const string ObjectChanged = "object-changed";
    public const string ObjectAdded = "object-added";
    public const string ObjectRemoved = "object-removed";
    public const string ShadowObject = "shadow-object";
}
