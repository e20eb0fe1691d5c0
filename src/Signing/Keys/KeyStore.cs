using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>A usable key with its picture.</summary>
internal sealed record StoredKey(Guid Id, SigningKey Key, byte[]? Picture, bool Development);

/// <summary>The software key store: for development and small units; tokens and remote services come beside it.</summary>
internal sealed class KeyStore(Database db, KeySeal seal)
{
    private const string Usable = "revoked_at is null and valid_from <= @now and valid_to > @now";

    private sealed record Row(Guid Id, byte[] Sealed, byte[]? Picture, bool Development);

    public Task<bool> Has(string ownerKind, string ownerId, CancellationToken ct) =>
        db.One<bool>($"select exists (select from signing.key where owner_kind = @ownerKind and owner_id = @ownerId and {Usable})", new { ownerKind, ownerId, now = db.Now }, ct);

    /// <summary>The owner's key, opened; or null when there is none in force.</summary>
    public async Task<StoredKey?> Find(string ownerKind, string ownerId, CancellationToken ct)
    {
        var row = await db.OneOrNone<Row>($"select id, sealed, picture, development from signing.key where owner_kind = @ownerKind and owner_id = @ownerId and {Usable}",
            new { ownerKind, ownerId, now = db.Now }, ct);
        if (row is null)
            return null;
        var all = X509CertificateLoader.LoadPkcs12Collection(seal.Open(row.Sealed, row.Id), null);
        var leaf = all.Single(c => c.HasPrivateKey);
        return new(row.Id, SigningKey.Software(leaf, [.. all.Where(c => !c.HasPrivateKey)]), row.Picture, row.Development);
    }

    /// <summary>Keeps a key with its chain.</summary>
    public void Add(Work work, string ownerKind, string ownerId, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, byte[]? picture, bool development)
    {
        var id = Guid.CreateVersion7();
        var all = new X509Certificate2Collection(leaf);
        foreach (var issuer in chain)
            all.Add(X509CertificateLoader.LoadCertificate(issuer.RawData));
        work.Add("""
            insert into signing.key (id, owner_kind, owner_id, subject, sealed, picture, development, valid_from, valid_to, created_at)
            values (@Id, @OwnerKind, @OwnerId, @Subject, @Sealed, @Picture, @Development, @From, @To, @Now)
            """, new
        {
            Id = id,
            OwnerKind = ownerKind,
            OwnerId = ownerId,
            leaf.Subject,
            Sealed = seal.Seal(all.Export(X509ContentType.Pkcs12)!, id),
            Picture = picture,
            Development = development,
            From = new DateTimeOffset(leaf.NotBefore.ToUniversalTime()),
            To = new DateTimeOffset(leaf.NotAfter.ToUniversalTime()),
            work.Now,
        });
        work.Audit("key.issue", new Ref(ownerKind, ownerId), after: new { leaf.Subject, leaf.Thumbprint, development });
    }
}
