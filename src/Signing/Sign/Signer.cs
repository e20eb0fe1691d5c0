using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Signs a stored PDF with the actor's key or the unit's seal and stores the longer file.</summary>
internal sealed class Signer(FileStore files, KeyStore keys)
{
    // Red round seal in its real size (Decree 30/2020, appendix I); the diameter of a commune's seal is about 36 mm.
    private const double SealSize = 36 * Decree30.Millimetre;

    public Task<bool> HasKey(SignatureKind kind, Actor actor, string unitCode, CancellationToken ct)
    {
        var (ownerKind, ownerId) = Owner(kind, actor, unitCode);
        return keys.Has(ownerKind, ownerId, ct);
    }

    public async Task<Result<SignedFile>> Sign(Guid file, SignatureKind kind, Actor actor, string unitCode, PdfRectangle place, DateTimeOffset at, CancellationToken ct)
    {
        var (ownerKind, ownerId) = Owner(kind, actor, unitCode);
        if (await keys.Find(ownerKind, ownerId, ct) is not { } key)
            return Problem.Conflict("signing.no-key." + ownerKind);
        if (await files.Find(file, ct) is not { } stored || await files.Open(file, ct) is not { } content)
            return Problem.NotFound("signing.no-file");
        byte[] pdf;
        await using (content)
            pdf = await Read(content, stored.Size, ct);
        try
        {
            var pages = PdfSummary.Read(pdf).Pages.Count;
            var rectangle = kind == SignatureKind.Personal ? place : Decree30.SealOver(place, SealSize, SealSize);
            var signed = await PadesSigner.Sign(pdf, key.Key, new PadesOptions(at)
            {
                Name = key.Key.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false),
                Appearance = key.Picture is { } picture ? new Appearance(pages, rectangle) { Png = picture } : null,
            }, ct);
            using var longer = new MemoryStream(signed.ToArray());
            var saved = await files.Save(longer, stored.Name, FileRule.Pdf, actor, ct);
            if (!saved.Ok)
                return saved.Problem;
            return new SignedFile(saved.Value.Id, file, key.Id, kind, at);
        }
        catch (RefusedException refused)
        {
            return Problem.Conflict("signing.refused." + refused.Reason);
        }
    }

    private static (string Kind, string Id) Owner(SignatureKind kind, Actor actor, string unitCode) =>
        kind == SignatureKind.Personal ? ("staff", actor.Id) : ("unit", unitCode);

    private static async Task<byte[]> Read(Stream content, long size, CancellationToken ct)
    {
        var bytes = new byte[size];
        await content.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
