using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures;

/// <summary>The verdict on a signature outside of PDF, and what it is about.</summary>
/// <param name="Report">As for PDF; <see cref="SignatureReport.Field"/> is the signature's identifier.</param>
/// <param name="Covers"><c>document</c>, <c>object</c>, <c>file NAME</c> or <c>element PATH</c>.</param>
public sealed record AdesSignature(SignatureReport Report, IReadOnlyList<string> Covers);

/// <summary>The verdict on an XML document, a CMS file or a container.</summary>
/// <param name="Refused">Why the file could not be read at all; then there are no signatures.</param>
/// <param name="Signatures">In the order in which they stand.</param>
public sealed record AdesReport(Refusal? Refused, IReadOnlyList<AdesSignature> Signatures)
{
    /// <summary>The worst of all signatures; null when there is none.</summary>
    public Integrity? Integrity => PdfReport.Worst(Signatures.Select(s => s.Report));

    /// <summary>Certificates whose status was not known, with their issuers: whoever can fetch statements may try again with them.</summary>
    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted { get; init; } = [];
}

/// <summary>A file that is signed beside its signature, or in a container.</summary>
/// <param name="Name">Relative, as the signature names it.</param>
/// <param name="MimeType">As stated in the signature.</param>
/// <param name="Open">Opens the content from its beginning; read once a call, in pieces, and disposed.</param>
public sealed record SignedContent(string Name, string MimeType, Func<Stream> Open);
