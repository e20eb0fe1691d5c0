using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures;

/// <summary>
/// A small certificate authority for development and tests: a root, an issuing authority, and leaves for people,
/// organisations and a time-stamping unit. Every subject says that it is not for legal use.
/// </summary>
public sealed class DevelopmentAuthority
{
    /// <summary>Stands in every subject as its organisational unit.</summary>
    public const string Label = "Sen development – not for legal use";

    private DevelopmentAuthority(X509Certificate2 root, X509Certificate2 issuing) => (Root, Issuing) = (root, issuing);

    /// <summary>With its private key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Issuing { get; }

    public TrustAnchors Anchors => new([X509CertificateLoader.LoadCertificate(Root.RawData)]);

    /// <summary>A new root and issuing authority, valid for ten years from a day before <paramref name="now"/>.</summary>
    public static DevelopmentAuthority Create(DateTimeOffset now)
    {
        var (from, to) = (now.AddDays(-1), now.AddYears(10));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest(Name("Sen development root", null), rootKey, HashAlgorithmName.SHA256);
        MakeAuthority(rootRequest, pathLength: 1);
        var root = rootRequest.CreateSelfSigned(from, to);
        using var issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name("Sen development issuing", null), issuingKey, HashAlgorithmName.SHA256);
        MakeAuthority(request, pathLength: 0);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var bare = request.Create(root, from, to, Serial());
        return new DevelopmentAuthority(root, bare.CopyWithPrivateKey(issuingKey));
    }

    /// <summary>From certificates kept with their keys (PKCS#12).</summary>
    public static DevelopmentAuthority Load(X509Certificate2 root, X509Certificate2 issuing) => new(root, issuing);

    /// <summary>A key for a person, ECDSA P-256, in the name of an organisation when one is given.</summary>
    public X509Certificate2 IssuePerson(string name, string? organisation, DateTimeOffset from, DateTimeOffset to) =>
        IssueEcdsa(Name(name, organisation), from, to, null);

    /// <summary>A key for an organisation's seal, RSA 3072 as organisations' tokens have.</summary>
    public X509Certificate2 IssueOrganisation(string organisation, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(Name(organisation, organisation), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var bare = Issue(request, from, to, null);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A key that may make timestamps and nothing else (RFC 3161, 2.3).</summary>
    public X509Certificate2 IssueTimestampUnit(DateTimeOffset from, DateTimeOffset to) =>
        IssueEcdsa(Name("Sen development timestamps", null), from, to, Oids.TimestampingUsage);

    /// <summary>A key that may answer for this authority's certificates, and is believed without an answer about itself (RFC 6960, 4.2.2.2.1).</summary>
    public X509Certificate2 IssueOcspResponder(DateTimeOffset from, DateTimeOffset to) =>
        IssueEcdsa(Name("Sen development status", null), from, to, Oids.OcspSigningUsage, new X509Extension(Oids.OcspNoCheck, [5, 0], critical: false));

    /// <summary>The issuing authority's list of revoked leaves (DER), good for a week.</summary>
    public byte[] RevokedLeaves(DateTimeOffset now, params IEnumerable<(X509Certificate2 Certificate, DateTimeOffset At)> revoked) => Revoked(Issuing, now, revoked);

    /// <summary>The root's list (DER), good for a week; the issuing authority may stand in it.</summary>
    public byte[] RevokedAuthorities(DateTimeOffset now, params IEnumerable<(X509Certificate2 Certificate, DateTimeOffset At)> revoked) => Revoked(Root, now, revoked);

    /// <summary>A source for long-term signatures without a network between: both lists, nothing revoked.</summary>
    public RevocationSource Statements(TimeProvider clock) => (_, _, _) =>
        Task.FromResult(new ValidationData([Issuing, Root], [RevokedLeaves(clock.GetUtcNow()), RevokedAuthorities(clock.GetUtcNow())], []));

    /// <summary>A software key of a leaf issued here, with its chain.</summary>
    public SigningKey Key(X509Certificate2 leaf) => SigningKey.Software(leaf, [Issuing, Root]);

    private static byte[] Revoked(X509Certificate2 issuer, DateTimeOffset now, IEnumerable<(X509Certificate2 Certificate, DateTimeOffset At)> revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var (certificate, at) in revoked)
            list.AddEntry(certificate, at);
        return list.Build(issuer, new BigInteger(now.ToUnixTimeSeconds()), now.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: now);
    }

    private X509Certificate2 IssueEcdsa(X500DistinguishedName name, DateTimeOffset from, DateTimeOffset to, string? usage, params X509Extension[] more)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        foreach (var extension in more)
            request.CertificateExtensions.Add(extension);
        using var bare = Issue(request, from, to, usage);
        return bare.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Issue(CertificateRequest request, DateTimeOffset from, DateTimeOffset to, string? usage)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Issuing, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        // The key kinds of leaf and issuer may differ, so the generator is named.
        using var key = Issuing.GetECDsaPrivateKey()!;
        return request.Create(Issuing.SubjectName, X509SignatureGenerator.CreateForECDsa(key), from, to, Serial());
    }

    private static void MakeAuthority(CertificateRequest request, int pathLength)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static X500DistinguishedName Name(string common, string? organisation)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCountryOrRegion("VN");
        if (organisation is not null)
            builder.AddOrganizationName(organisation);
        builder.AddOrganizationalUnitName(Label);
        builder.AddCommonName(common);
        return builder.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
