using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>A key of a person or an agency, as the page of keys shows it.</summary>
internal sealed record KeyLine(Guid Id, string OwnerKind, string OwnerId, string OwnerName, string Subject, string Provider, DateTimeOffset ValidTo, bool Development);

/// <summary>Records where a key lies; one in force before it ends here.</summary>
/// <param name="OwnerKind"><c>staff</c> or <c>unit</c>.</param>
/// <param name="Pem">The signer's certificate and its issuers; empty for a remote service.</param>
internal sealed record RegisterKey(string OwnerKind, string OwnerId, string Place, string Reference, string Pem, byte[]? Picture);

/// <summary>A key is not used here any longer.</summary>
internal sealed record RevokeKey(Guid Key, string Reason);

internal sealed class KeyDesk(Database db, KeyStore keys, CscKeys remote, Staff staff, Units units)
{
    public Task<IReadOnlyList<KeyLine>> List(Actor actor, string? text, CancellationToken ct) => List(actor, text, null, ct);

    /// <summary>One of them, or null.</summary>
    public async Task<KeyLine?> Find(Guid id, Actor actor, CancellationToken ct) => (await List(actor, null, id, ct)) is [var key] ? key : null;

    // Of a unit that was merged the last place counts; whoever has left has none, and whoever looks after all of them ends their keys.
    private Task<IReadOnlyList<KeyLine>> List(Actor actor, string? text, Guid? id, CancellationToken ct) => db.Query<KeyLine>($"""
        select k.id, k.owner_kind, k.owner_id, coalesce(s.name, u.name, k.owner_id) as owner_name, k.subject, k.provider, k.valid_to, k.development
        from signing.key k
        left join identity.v_staff s on k.owner_kind = 'staff' and s.id = k.owner_id
        left join directory.v_unit_last u on u.code = case when k.owner_kind = 'unit' then k.owner_id else s.unit_code end
        where k.owner_kind in ('staff', 'unit') and k.revoked_at is null
          and ({Access.AtUnits("u.path")} or (u.path is null and @root)) and (@id::uuid is null or k.id = @id)
          and (@text::text is null or sen_fold(coalesce(s.name, u.name, '') || ' ' || k.subject) like '%' || sen_fold(@text) || '%')
        order by owner_name, k.id limit 500
        """, new { id, units = actor.UnitsFor(Permissions.SigningKeys), root = actor.MayAtRoot(Permissions.SigningKeys) is not null, text = string.IsNullOrWhiteSpace(text) ? null : text.Trim() }, ct);

    public async Task<Result<Done>> Handle(RegisterKey input, Actor actor, CancellationToken ct)
    {
        if (await Path(input.OwnerKind, input.OwnerId, ct) is not { } path)
            return Problem.Invalid("signing.keys.owner", "OwnerId");
        if ((Access.Refuse(actor, Permissions.SigningKeys, path) ?? StepUp.Refuse(actor, StepUpFor.Security, db.Now)) is { } refused)
            return refused;
        if (input.Place is not (KeyPlace.Pkcs11 or KeyPlace.Remote or KeyPlace.Token))
            return Problem.Invalid("signing.keys.place", "Place");
        var fits = input.Place switch { KeyPlace.Pkcs11 => Pkcs11Keys.IsUri(input.Reference), KeyPlace.Token => input.Reference.Length == 0, _ => input.Reference.Split('/') is [{ Length: > 0 }, { Length: > 0 }] };
        if (!fits)
            return Problem.Invalid("signing.keys.reference", "Reference");
        if (input.Picture is { } picture && (picture.Length > 1 << 20 || picture is not [0x89, 0x50, 0x4E, 0x47, ..]))
            return Problem.Invalid("signing.keys.picture", "Picture");
        try
        {
            var certificates = input.Place == KeyPlace.Remote ? await remote.Certificates(input.Reference, ct) : Read(input.Pem);
            if (certificates is not [var signer, ..] || signer.NotAfter.ToUniversalTime() <= db.Now.UtcDateTime || !IsStrong(signer))
                return Problem.Invalid("signing.keys.certificate", "Pem");
            await using var work = await db.Begin(actor, ct);
            keys.Register(work, input.OwnerKind, input.OwnerId, signer, [.. certificates.Skip(1)], input.Place, input.Reference, input.Picture, false);
            await work.Commit(ct);
            return Done.It;
        }
        catch (RefusedException e)
        {
            return Problem.Invalid("signing.refused." + e.Reason, "Reference");
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return Problem.Invalid("signing.keys.certificate", "Pem");
        }
    }

    public async Task<Result<Done>> Handle(RevokeKey input, Actor actor, CancellationToken ct)
    {
        if (input.Reason.Trim().Length is < 5 or > 1000)
            return Problem.Invalid("signing.reason-missing", "Reason");
        if (await Find(input.Key, actor, ct) is not { } row)
            return Problem.NotFound("signing.no-key.staff");
        if (StepUp.Refuse(actor, StepUpFor.Security, db.Now) is { } needed)
            return needed;
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update signing.key set revoked_at = @Now where id = @Key and revoked_at is null", new { work.Now, input.Key });
        work.Audit("key.revoke", new Ref(row.OwnerKind, row.OwnerId), input.Reason.Trim(), before: new { row.Subject, row.Provider });
        await work.Commit(ct);
        return Done.It;
    }

    private async Task<string?> Path(string kind, string id, CancellationToken ct) => kind switch
    {
        "staff" => (await staff.Find(id, ct))?.UnitPath,
        "unit" => (await units.Find(id, ct))?.Path,
        _ => null,
    };

    private static IReadOnlyList<X509Certificate2> Read(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return [.. all];
    }

    private static bool IsStrong(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa is { KeySize: >= 2048 } || ecdsa is { KeySize: >= 256 };
    }
}
