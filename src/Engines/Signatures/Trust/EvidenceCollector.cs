using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Trust;

/// <summary>
/// Gathers what a signature needs to be judged in years to come: for every certificate above and including a leaf, its
/// issuer and a statement of its status; for every statement, the same about whoever signed it.
/// </summary>
internal sealed class EvidenceCollector(RevocationSource source)
{
    private readonly Dictionary<string, X509Certificate2> _known = new(StringComparer.Ordinal);
    private readonly List<(IStatements Statements, ReadOnlyMemory<byte> Bytes, bool IsCrl)> _statements = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>What may be used without asking: embedded certificates, an earlier store.</summary>
    public void Add(ValidationData data)
    {
        foreach (var certificate in data.Certificates)
            _known.TryAdd(certificate.Thumbprint, certificate);
        foreach (var crl in data.Crls)
            if (Crl.TryRead(crl) is { } read)
                _statements.Add((read, crl, true));
        foreach (var ocsp in data.Ocsps)
            if (OcspResponse.TryRead(ocsp) is { } read)
            {
                _statements.Add((read, ocsp, false));
                foreach (var responder in read.Certificates)
                    _known.TryAdd(responder.Thumbprint, responder);
            }
    }

    /// <summary>All that speaks for one leaf.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.StatusMissing"/> or <see cref="Refusal.Revoked"/>, with the certificate's subject.</exception>
    public async Task<ValidationData> Collect(X509Certificate2 leaf, CancellationToken ct)
    {
        var certificates = new List<X509Certificate2>();
        var (crls, ocsps) = (new List<ReadOnlyMemory<byte>>(), new List<ReadOnlyMemory<byte>>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<X509Certificate2>([leaf]);
        while (waiting.TryDequeue(out var certificate))
        {
            if (!seen.Add(certificate.Thumbprint))
                continue;
            certificates.Add(certificate);
            if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
                continue;
            var issuer = await Issuer(certificate, ct) ?? throw new RefusedException(Refusal.StatusMissing, $"no issuer of {certificate.Subject}");
            waiting.Enqueue(issuer);
            if (certificate.Extensions.Any(e => e.Oid?.Value is Oids.OcspNoCheck or Oids.ValidityAssuredShortTerm))
                continue;
            var (bytes, isCrl, signer) = await Status(certificate, issuer, ct);
            (isCrl ? crls : ocsps).Add(bytes);
            waiting.Enqueue(signer);
        }
        return ValidationData.Empty.With(new ValidationData(certificates, crls, ocsps));
    }

    private async Task<X509Certificate2?> Issuer(X509Certificate2 certificate, CancellationToken ct)
    {
        if (Find() is { } known)
            return known;
        // A source may know the issuer of what nobody embedded.
        Add(await source(certificate, certificate, ct));
        return Find();

        X509Certificate2? Find() => _known.Values.FirstOrDefault(c =>
            c.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) && SignedDer.Of(certificate).IsSignedBy(c));
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, bool IsCrl, X509Certificate2 Signer)> Status(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken ct)
    {
        if (_asked.Add(certificate.Thumbprint))
            Add(await source(certificate, issuer, ct));
        var best = _statements
            .Select(s => (s.Bytes, s.IsCrl, About: s.Statements.About(certificate, issuer), Signer: s.Statements.Signer(issuer, _known.Values)))
            .Where(s => s.About is not null && s.Signer is not null)
            .OrderByDescending(s => s.About!.ThisUpdate)
            .FirstOrDefault();
        if (best.Signer is null)
            throw new RefusedException(Refusal.StatusMissing, certificate.Subject);
        if (best.About!.RevokedAt is { } at)
            throw new RefusedException(Refusal.Revoked, $"{certificate.Subject} at {at:O}");
        return (best.Bytes, best.IsCrl, best.Signer);
    }
}
