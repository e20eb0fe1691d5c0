using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>A file that the interface made.</summary>
internal sealed record ApiFile(byte[] Content, string Type, string Name);

/// <summary>
/// Signs, extends and validates for other systems. A system signs with the seal of its own unit and in no person's name:
/// a person's signature needs the person. Files are not kept; the ledger holds their hashes.
/// </summary>
internal sealed class ApiSigning(Database db, Units units, KeyStore keys, TrustServices trust)
{
    /// <summary>Whole files in memory: what a system sends to be signed is a document, not an archive.</summary>
    public const int MostBytes = 20 << 20;

    public async Task<Result<ApiFile>> Sign(Upload upload, string unitCode, Actor actor, CancellationToken ct)
    {
        if (await units.Find(unitCode, ct) is not { } unit)
            return Problem.Invalid("signing.no-unit", "unit");
        if (Access.Refuse(actor, ApiScopes.Sign, unit.Path) is { } refused)
            return refused;
        var content = await Read(upload, ct);
        if (!content.Ok)
            return content.Problem;
        var wanted = ApiWish.Read(upload.Fields, Checker.Sniff(content.Value));
        if (!wanted.Ok)
            return wanted.Problem;
        var timestamp = wanted.Value.NeedsTimestamp ? await trust.Timestamp(ct) : null;
        if (wanted.Value.NeedsTimestamp && timestamp is null)
            return Problem.Conflict("signing.api.no-timestamp");
        try
        {
            if (await keys.Find("unit", unit.Code, ct) is not { } key)
                return Problem.Conflict("signing.no-key.unit");
            var signed = await Make(wanted.Value, content.Value, upload.Files[0].Name, key.Key, timestamp, ct);
            await Record(actor, unit.Code, "signing.api-sign", content.Value, signed.Content, wanted.Value, ct);
            return signed;
        }
        catch (RefusedException e)
        {
            return Problem.Conflict("signing.refused." + e.Reason);
        }
    }

    /// <summary>Makes the signatures of a PDF, XML, CMS or container last: B-LT, or B-LTA and its renewal.</summary>
    public async Task<Result<ApiFile>> Extend(Upload upload, Actor actor, CancellationToken ct)
    {
        var content = await Read(upload, ct);
        if (!content.Ok)
            return content.Problem;
        var archive = upload.Fields.GetValueOrDefault("level") is not "B-LT";
        if (await trust.Timestamp(ct) is not { } timestamp)
            return Problem.Conflict("signing.api.no-timestamp");
        var terms = new LongTerm(trust.Revocation, timestamp, archive);
        try
        {
            byte[]? extended = null;
            switch (Checker.Sniff(content.Value))
            {
                case SignedFormat.Pdf:
                    extended = (await PadesExtender.Extend(content.Value, new PadesExtension(trust.Revocation) { Archive = archive ? timestamp : null }, ct)).ToArray();
                    break;
                case SignedFormat.Xml:
                    extended = await XadesExtender.Extend(content.Value, terms, name => upload.Beside is { } file ? file with { Name = name } : null, ct);
                    break;
                case SignedFormat.Cms:
                    extended = await CadesExtender.Extend(content.Value, upload.Beside, terms, ct);
                    break;
                case SignedFormat.Asic:
                    using (var output = new MemoryStream())
                    {
                        await AsicExtender.Extend(new MemoryStream(content.Value, false), output, terms, ct);
                        extended = output.ToArray();
                    }
                    break;
            }
            if (extended is null)
                return Problem.Invalid("signing.api.format", "file");
            await Record(actor, actor.UnitPath, "signing.api-extend", content.Value, extended, null, ct);
            return new ApiFile(extended, "application/octet-stream", upload.Files[0].Name);
        }
        catch (RefusedException e)
        {
            return Problem.Conflict("signing.refused." + e.Reason);
        }
        catch (InvalidDataException)
        {
            return Problem.Conflict("signing.refused." + Refusal.NotContainer);
        }
    }

    private async Task<ApiFile> Make(ApiWish wish, byte[] content, string name, SigningKey key, TimestampSource? timestamp, CancellationToken ct)
    {
        var terms = wish.NeedsEvidence ? new LongTerm(trust.Revocation, timestamp!, wish.NeedsArchive) : null;
        var cades = new CadesOptions(db.Now) { Timestamp = timestamp, LongTerm = terms };
        var xades = new XadesOptions(db.Now) { Timestamp = timestamp, LongTerm = terms, Role = wish.Reason };
        switch (wish.Format)
        {
            case "pdf":
                var options = new PadesOptions(db.Now)
                {
                    Reason = wish.Reason,
                    Timestamp = timestamp,
                    Revocation = wish.NeedsEvidence ? trust.Revocation : null,
                    Archive = wish.NeedsArchive ? timestamp : null,
                };
                return new((await PadesSigner.Sign(content, key, options, ct)).ToArray(), "application/pdf", name);
            case "xml":
                return new(await XadesSigner.SignEnveloped(content, key, xades, ct), "application/xml", name);
            case "cades":
                using (var stream = new MemoryStream(content, false))
                    return new(await CadesSigner.SignDetached(stream, key, cades, ct), "application/pkcs7-signature", name + ".p7s");
            default:
                using (var output = new MemoryStream())
                {
                    SignedContent[] files = [new(name, "application/octet-stream", () => new MemoryStream(content, false))];
                    await (wish.Format == "asic" ? AsicWriter.Write(output, files, key, xades, ct) : AsicWriter.Write(output, files, key, cades, ct));
                    return new(output.ToArray(), AsicWriter.MimeType, Path.GetFileNameWithoutExtension(name) + ".asice");
                }
        }
    }

    private async Task Record(Actor actor, string unit, string act, byte[] before, byte[] after, ApiWish? wish, CancellationToken ct)
    {
        await using var work = await db.Begin(actor, ct);
        work.Audit(act, new Ref("unit", unit), wish?.Reason, after: new { before = Hash(before), after = Hash(after), wish?.Format, wish?.Level });
        await work.Commit(ct);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private static async Task<Result<byte[]>> Read(Upload upload, CancellationToken ct)
    {
        if (upload.Files is not [var (_, _, file), ..])
            return Problem.Invalid("signing.file-missing", "file");
        if (file.Length > MostBytes)
            return Problem.Invalid("signing.file-too-large", "file", MostBytes >> 20);
        var bytes = new byte[file.Length];
        file.Position = 0;
        await file.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
