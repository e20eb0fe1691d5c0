using System.Security.Cryptography.X509Certificates;
using Dapper;
using Sen.Data;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>A usable key with its picture.</summary>
/// <param name="Place">One of <see cref="KeyPlace"/>.</param>
internal sealed record StoredKey(Guid Id, SigningKey Key, byte[]? Picture, bool Development, string Place);

/// <summary>The keys of staff and units, wherever their private half lies.</summary>
internal sealed class KeyStore(Database db, KeySeal seal, IEnumerable<IKeyProvider> providers)
{
    private const string Usable = "revoked_at is null and valid_from <= @now and valid_to > @now";

    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Row(Guid Id, string Provider, string Reference, byte[]? Sealed, byte[]? Certificate, byte[][] Chain, byte[]? Picture, bool Development);

    public Task<bool> Has(string ownerKind, string ownerId, CancellationToken ct) =>
        db.One<bool>($"select exists (select from signing.key where owner_kind = @ownerKind and owner_id = @ownerId and {Usable})", new { ownerKind, ownerId, now = db.Now }, ct);

    /// <summary>Where the owner's key lies; null when there is none in force.</summary>
    public Task<string?> PlaceOf(string ownerKind, string ownerId, CancellationToken ct) =>
        db.OneOrNone<string>($"select provider from signing.key where owner_kind = @ownerKind and owner_id = @ownerId and {Usable}", new { ownerKind, ownerId, now = db.Now }, ct);

    /// <summary>The owner's key, opened; or null when there is none in force.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.KeyUnavailable"/>.</exception>
    public async Task<StoredKey?> Find(string ownerKind, string ownerId, CancellationToken ct, KeyConsent? consent = null)
    {
        var row = await db.OneOrNone<Row>($"""
            select id, provider, reference, sealed, certificate, chain, picture, development
            from signing.key where owner_kind = @ownerKind and owner_id = @ownerId and {Usable}
            """, new { ownerKind, ownerId, now = db.Now }, ct);
        if (row is null)
            return null;
        var provider = providers.Single(p => p.Place == row.Provider);
        var key = await provider.Open(new(row.Id, row.Provider, row.Reference, row.Sealed, row.Certificate, row.Chain), consent ?? KeyConsent.None, ct);
        return new(row.Id, key, row.Picture, row.Development, row.Provider);
    }

    /// <summary>Keeps a key with its chain in the software store.</summary>
    public void Add(Work work, string ownerKind, string ownerId, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, byte[]? picture, bool development)
    {
        var id = Guid.CreateVersion7();
        var all = new X509Certificate2Collection(leaf);
        foreach (var issuer in chain)
            all.Add(X509CertificateLoader.LoadCertificate(issuer.RawData));
        Insert(work, id, (ownerKind, ownerId), leaf, KeyPlace.Software, "", seal.Seal(all.Export(X509ContentType.Pkcs12)!, id), null, [], picture, development);
    }

    /// <summary>Records a key that lies elsewhere, by its certificate; one in force before it is revoked here.</summary>
    public void Register(Work work, string ownerKind, string ownerId, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, string place, string reference, byte[]? picture, bool development)
    {
        work.Add("update signing.key set revoked_at = @Now where owner_kind = @ownerKind and owner_id = @ownerId and revoked_at is null", new { work.Now, ownerKind, ownerId });
        Insert(work, Guid.CreateVersion7(), (ownerKind, ownerId), certificate, place, reference, null, certificate.RawData, [.. chain.Select(c => c.RawData)], picture, development);
    }

    private static void Insert(Work work, Guid id, (string Kind, string Id) owner, X509Certificate2 leaf, string place, string reference,
        byte[]? box, byte[]? certificate, byte[][] chain, byte[]? picture, bool development)
    {
        work.Add("""
            insert into signing.key (id, owner_kind, owner_id, subject, provider, reference, sealed, certificate, chain, picture, development, valid_from, valid_to, created_at)
            values (@Id, @OwnerKind, @OwnerId, @Subject, @Place, @Reference, @Sealed, @Certificate, @Chain, @Picture, @Development, @From, @To, @Now)
            """, new
        {
            Id = id,
            OwnerKind = owner.Kind,
            OwnerId = owner.Id,
            leaf.Subject,
            Place = place,
            Reference = reference,
            Sealed = box,
            Certificate = certificate,
            Chain = chain,
            Picture = picture,
            Development = development,
            From = new DateTimeOffset(leaf.NotBefore.ToUniversalTime()),
            To = new DateTimeOffset(leaf.NotAfter.ToUniversalTime()),
            work.Now,
        });
        work.Audit("key.issue", new Ref(owner.Kind, owner.Id), after: new { leaf.Subject, leaf.Thumbprint, place, development });
    }
}
