using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Cms;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Ades;

/// <summary>Collects what a later validator will need (EN 319 102-1, annex): paths, statements, and the paths of those who made them.</summary>
internal static class AdesEvidence
{
    private const int MaxRounds = 8;

    /// <param name="signers">Certificates with the usage that is asked of them, if any.</param>
    /// <param name="known">What the signature carries.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NoEvidence"/>: some path is not good now.</exception>
    public static async Task<ValidationData> Collect(IReadOnlyList<(X509Certificate2 Certificate, string? Usage)> signers, ValidationData known, LongTerm terms, CancellationToken ct)
    {
        var data = known.With(terms.Known).With(new(terms.Anchors.Certificates, [], []));
        for (var round = 0; ; round++)
        {
            var judge = new TrustJudge(terms.Anchors, ValidationPolicy.Strict, terms.Now);
            judge.Add(data);
            var verdicts = signers.Select(s => judge.Path(s.Certificate, terms.Now, s.Usage)).ToArray();
            if (verdicts.All(v => v.Passed))
                return data;
            var before = data.Crls.Count + data.Ocsps.Count;
            foreach (var (certificate, issuer) in judge.Wanted)
                data = data.With(await terms.Revocation(certificate, issuer, ct));
            if (round == MaxRounds || data.Crls.Count + data.Ocsps.Count == before)
                throw new RefusedException(Refusal.NoEvidence, string.Join(' ', verdicts.Select(v => v.Sub)));
        }
    }

    /// <summary>The authority of a token, by its own word, with all that the token carries.</summary>
    public static (X509Certificate2? Authority, ValidationData Data) OfToken(ReadOnlyMemory<byte> token) =>
        CmsSignature.TryRead(token) is { } cms ? (cms.Signer, cms.Embedded) : (null, ValidationData.Empty);
}
