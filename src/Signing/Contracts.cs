using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Whose signature it is (Decree 30/2020/NĐ-CP, appendix I).</summary>
public enum SignatureKind
{
    /// <summary>Of the person with the right to sign: blue picture between title and name.</summary>
    Personal,
    /// <summary>Of the organisation: red seal, over about a third of the personal signature on its left.</summary>
    Organisation,
}

/// <summary>A file with one more signature, stored; the caller records it in its own transaction.</summary>
/// <param name="File">The new file; the bytes of the one before are its exact beginning.</param>
/// <param name="Before">The file that was signed.</param>
/// <param name="Key">The key that signed.</param>
/// <param name="Kind">Whose signature.</param>
/// <param name="At">When.</param>
public sealed record SignedFile(Guid File, Guid Before, Guid Key, SignatureKind Kind, DateTimeOffset At);

/// <summary>Signs PDF files (PAdES, ETSI EN 319 142) with the keys kept for staff and units.</summary>
public sealed class DocumentSigner
{
    private readonly Signer _signer;

    internal DocumentSigner(Signer signer) => _signer = signer;

    /// <summary>Adds a signature and stores the file; nothing else is changed, so a refusal leaves no trace.</summary>
    /// <param name="file">A stored PDF.</param>
    /// <param name="kind">The actor's own signature, or the seal of <paramref name="unitCode"/>.</param>
    /// <param name="actor">Who signs; the caller has checked that they may.</param>
    /// <param name="unitCode">The organisation.</param>
    /// <param name="place">Where the personal signature stands on the last page, in points from the lower left.</param>
    /// <param name="at">The moment of signing, UTC.</param>
    public Task<Result<SignedFile>> Sign(Guid file, SignatureKind kind, Actor actor, string unitCode, PdfRectangle place, DateTimeOffset at, CancellationToken ct) =>
        _signer.Sign(file, kind, actor, unitCode, place, at, ct);

    /// <summary>True when a usable key is there, so that a page can say so before somebody presses the button.</summary>
    public Task<bool> HasKey(SignatureKind kind, Actor actor, string unitCode, CancellationToken ct) => _signer.HasKey(kind, actor, unitCode, ct);
}

/// <summary>One step of a request for signatures.</summary>
/// <param name="Kind">A person signs, or the clerk seals.</param>
/// <param name="StaffId">Who signs; null for the seal.</param>
/// <param name="Capacity">Empty, <c>TM</c>, <c>KT</c>, <c>TL</c> or <c>TUQ</c> (Decree 30/2020/NĐ-CP, appendix I).</param>
/// <param name="Basis">The decision that orders or authorises, for TL and TUQ.</param>
/// <param name="DueAt">By when.</param>
public sealed record SignatureStep(SignatureKind Kind, string? StaffId, string Capacity = "", string? Basis = null, DateTimeOffset? DueAt = null);

/// <summary>Asks people to sign a file, one after the other; event <c>signing.request-closed</c> tells how it ended.</summary>
public sealed class SignatureRequests
{
    private readonly CreateRequestHandler _handler;

    internal SignatureRequests(CreateRequestHandler handler) => _handler = handler;

    /// <summary>Makes the request, an act of its own; the first signer is told.</summary>
    /// <param name="file">A stored PDF.</param>
    /// <param name="unitCode">The agency in whose name it is signed, and whose seal is used.</param>
    /// <param name="subject">What it is about; signatures are recorded with it.</param>
    /// <returns>The request's identifier; its page is <c>/ky-so/{id}</c>.</returns>
    public Task<Result<Guid>> Ask(string title, Guid file, string unitCode, IReadOnlyList<SignatureStep> steps, Ref subject, Actor actor, CancellationToken ct) =>
        _handler.Handle(new CreateRequest(title, file, unitCode, [.. steps.Select(s => new WantedStep(s.Kind, s.StaffId, s.Capacity, s.Basis, s.DueAt, StepPlace.Usual))], null, subject), actor, ct);
}

/// <summary>Records a signature with the act that used it.</summary>
public static class SignatureRecord
{
    /// <summary>Writes the row that ties file, key and subject.</summary>
    public static void RecordSignature(this Work work, SignedFile signed, Ref subject) => work.Add("""
        insert into signing.signature (id, key_id, kind, file_before, file_after, subject_kind, subject_id, signed_by, signed_at)
        values (@Id, @Key, @Kind, @Before, @File, @SubjectKind, @SubjectId, @By, @At)
        """, new
    {
        Id = Guid.CreateVersion7(),
        signed.Key,
        signed.Kind,
        signed.Before,
        signed.File,
        SubjectKind = subject.Kind,
        SubjectId = subject.Id,
        By = work.Actor.Id,
        signed.At,
    });
}

/// <summary>Checks the signatures of a file against the authorities that this installation trusts.</summary>
public sealed class Verifier
{
    private readonly Checker _checker;

    internal Verifier(Checker checker) => _checker = checker;

    /// <summary>The verdict on a PDF of at most 50 MiB held in memory.</summary>
    public Task<Verdict> Check(ReadOnlyMemory<byte> pdf, CancellationToken ct) => _checker.Check(pdf, ct);
}

/// <summary>What a citizen is told: one sentence (text <c>signing.verdict.CODE</c>), and the report beneath.</summary>
/// <param name="Code">Of <see cref="CitizenSentence"/>: <c>valid</c>, <c>unsigned</c>, <c>untrusted</c>, <c>changed</c>, <c>broken</c>, <c>unreadable</c>...</param>
/// <param name="Report">The engine's report.</param>
/// <param name="Development">True when a development authority stands behind a signature: not for legal use.</param>
public sealed record Verdict(string Code, PdfReport Report, bool Development)
{
    /// <summary><c>Pdf</c>, <c>Xml</c>, <c>Cms</c> or <c>Asic</c>.</summary>
    public string Format { get; init; } = "Pdf";

    /// <summary>For each signature outside of PDF, what it is about; empty for PDF, where it is the file.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Covers { get; init; } = [];
}
