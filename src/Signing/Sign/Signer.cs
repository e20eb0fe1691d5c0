using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Number and date as they are stamped on the first page.</summary>
internal sealed record NumberStamp(string Number, DateOnly Dated)
{
    /// <summary>As Decree 30/2020, appendix I, part I, II.3 and II.4, writes them.</summary>
    public IReadOnlyList<string> Lines => [$"Số: {Number}", string.Create(null, $"Ngày {Dated.Day:00} tháng {(Dated.Month < 3 ? Dated.Month.ToString("00", null) : Dated.Month.ToString(null, null))} năm {Dated.Year}")];

    /// <summary>Below the name of the agency, upper left of the first page.</summary>
    public static PdfRectangle Place((double Width, double Height) page) => new(30 * Decree30.Millimetre, page.Height - (52 * Decree30.Millimetre), 75 * Decree30.Millimetre, 13 * Decree30.Millimetre);
}

/// <summary>One signature to be made.</summary>
/// <param name="Staff">The step's own signer; the actor where it is empty.</param>
internal sealed record Wish(Guid File, SignatureKind Kind, string Staff, string UnitCode, PdfRectangle Place, DateTimeOffset At, Actor Actor)
{
    /// <summary>Whose key, where it is another's than the step's: a deputy's.</summary>
    public string? Owner { get; init; }

    /// <summary>From 1; 0 for the last page.</summary>
    public int Page { get; init; }

    public string? Reason { get; init; }
    public NumberStamp? Stamp { get; init; }
    public KeyConsent Consent { get; init; } = KeyConsent.None;

    /// <summary>The owner's key where it is open already, as for many files; else it is opened.</summary>
    public StoredKey? Key { get; init; }

    /// <summary>The last signature of a file: it carries the evidence for all of them (B-LTA) where that can be had.</summary>
    public bool Lasting { get; init; }

    public (string Kind, string Id) KeyOwner => Kind == SignatureKind.Organisation ? ("unit", UnitCode) : ("staff", Owner ?? (Staff.Length > 0 ? Staff : Actor.Id));
}

/// <summary>Signs a stored PDF with a person's key or the unit's seal and stores the longer file.</summary>
internal sealed class Signer(FileStore files, KeyStore keys, TrustServices trust, SigningOptions options)
{
    // Red round seal in its real size (Decree 30/2020, appendix I); the diameter of a commune's seal is about 36 mm.
    private const double SealSize = 36 * Decree30.Millimetre;

    public Task<bool> HasKey(SignatureKind kind, Actor actor, string unitCode, CancellationToken ct)
    {
        var (ownerKind, ownerId) = new Wish(default, kind, "", unitCode, new(0, 0, 0, 0), default, actor).KeyOwner;
        return keys.Has(ownerKind, ownerId, ct);
    }

    public Task<Result<SignedFile>> Sign(Guid file, SignatureKind kind, Actor actor, string unitCode, PdfRectangle place, DateTimeOffset at, CancellationToken ct) =>
        Sign(new Wish(file, kind, "", unitCode, place, at, actor), ct);

    public async Task<Result<SignedFile>> Sign(Wish wish, CancellationToken ct)
    {
        try
        {
            var (ownerKind, ownerId) = wish.KeyOwner;
            if ((wish.Key ?? await keys.Find(ownerKind, ownerId, ct, wish.Consent)) is not { } key)
                return Problem.Conflict("signing.no-key." + ownerKind);
            return key.Place == KeyPlace.Token ? Problem.Conflict("signing.token-needed") : await Sign(wish, key, ct);
        }
        catch (RefusedException refused)
        {
            return Problem.Conflict("signing.refused." + refused.Reason);
        }
    }

    private async Task<Result<SignedFile>> Sign(Wish wish, StoredKey key, CancellationToken ct)
    {
        if (await files.Find(wish.File, ct) is not { } stored || await files.Read(wish.File, ct) is not { } pdf)
            return Problem.NotFound("signing.no-file");
        var options = await Options(wish, key, ct);
        if (wish.Stamp is { } stamp)
        {
            if (Font() is not { } font)
                return Problem.Conflict("signing.no-font");
            var block = new Appearance(1, NumberStamp.Place(PdfSummary.Read(pdf).Pages[0])) { Text = new TextBlock(stamp.Lines, font, 12) };
            pdf = (await PadesSigner.Sign(pdf, key.Key, options with { Appearance = block, Reason = stamp.Lines[0], Revocation = null, Archive = null }, ct)).ToArray();
        }
        var pages = PdfSummary.Read(pdf).Pages.Count;
        var rectangle = wish.Kind == SignatureKind.Personal ? wish.Place : Decree30.SealOver(wish.Place, SealSize, SealSize);
        var page = wish.Page == 0 ? pages : wish.Page;
        var signed = await Lasting(pdf, key, options with { Appearance = key.Picture is { } picture ? new Appearance(page, rectangle) { Png = picture } : null }, ct);
        using var longer = new MemoryStream(signed);
        var saved = await files.Save(longer, stored.Name, FileRule.Pdf, wish.Actor, ct);
        return saved.Ok ? new SignedFile(saved.Value.Id, wish.File, key.Id, wish.Kind, wish.At) : saved.Problem;
    }

    private async Task<PadesOptions> Options(Wish wish, StoredKey key, CancellationToken ct)
    {
        var timestamp = await trust.Timestamp(ct);
        return new PadesOptions(wish.At)
        {
            Name = key.Key.Certificate.GetNameInfo(X509NameType.SimpleName, false),
            Reason = wish.Reason,
            Timestamp = timestamp,
            Revocation = wish.Lasting && timestamp is not null ? trust.Revocation : null,
            Archive = wish.Lasting ? timestamp : null,
        };
    }

    /// <summary>
    /// Evidence that cannot be had now must not stop a signature that is due: the file is then B-T, and can be extended later.
    /// </summary>
    private static async Task<byte[]> Lasting(byte[] pdf, StoredKey key, PadesOptions options, CancellationToken ct)
    {
        var brief = (await PadesSigner.Sign(pdf, key.Key, options with { Revocation = null, Archive = null }, ct)).ToArray();
        if (options.Revocation is null)
            return brief;
        try
        {
            return (await PadesExtender.Extend(brief, new PadesExtension(options.Revocation) { Archive = options.Archive }, ct)).ToArray();
        }
        catch (RefusedException refused) when (refused.Reason is Refusal.StatusMissing or Refusal.Timestamp)
        {
            return brief;
        }
    }

    private byte[]? Font() => File.Exists(options.Font) ? File.ReadAllBytes(options.Font) : null;
}

/// <summary>Whole stored files; signed ones are PDFs of at most 20 MiB, which the store has checked.</summary>
internal static class StoredBytes
{
    public static async Task<byte[]?> Read(this FileStore files, Guid id, CancellationToken ct)
    {
        if (await files.Find(id, ct) is not { } stored || await files.Open(id, ct) is not { } content)
            return null;
        await using (content)
        {
            var bytes = new byte[stored.Size];
            await content.ReadExactlyAsync(bytes, ct);
            return bytes;
        }
    }
}
