using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Ades;

/// <summary>A timestamp of a signature: its token, and the hash of what it is over.</summary>
/// <param name="Place">Where it stands among the unsigned properties; it proves what stands before.</param>
internal sealed record AdesStamp(ReadOnlyMemory<byte> Token, Func<System.Security.Cryptography.HashAlgorithmName, byte[]> Hash, long Place);

/// <summary>The end of every validation: from the outermost timestamp inward, then the signer at the best signature time (EN 319 102-1, 5.6).</summary>
internal sealed class AdesTrust
{
    private readonly Judgement _judgement;
    private readonly TrustJudge _judge;

    public AdesTrust(Judgement judgement, AdesContext context)
    {
        (_judgement, _judge) = (judgement, new TrustJudge(context.Anchors, context.Policy, context.Now));
        _judge.Add(context.Data);
    }

    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted => _judge.Wanted;

    public void Add(ValidationData data, long place) => _judge.Add(data, place);

    /// <summary>Judges what stamps and certificates say; returns the earliest time that is proven for the signature, or null.</summary>
    /// <param name="archive">Archive timestamps, from the first to the last.</param>
    /// <param name="stamps">Signature timestamps.</param>
    public DateTimeOffset? Conclude(X509Certificate2? signer, IReadOnlyList<AdesStamp> archive, IReadOnlyList<AdesStamp> stamps)
    {
        var (existed, proven) = (_judge.Now, (DateTimeOffset?)null);
        foreach (var stamp in archive.Reverse())
            if (Judge(stamp, existed) is { } time)
                proven = existed = time;
        var best = existed;
        foreach (var stamp in stamps)
            if (Judge(stamp, existed) is { } time && (proven is null || time < proven))
                proven = best = time;
        if (_judgement.Failed)
            return proven;
        if (signer is null)
        {
            _judgement.Fail(Indication.Indeterminate, SubIndications.NoSigningCertificate, FindingCodes.SigningCertificateMissing);
            return proven;
        }
        var verdict = _judge.Path(signer, best);
        if (!verdict.Passed)
            _judgement.Fail(verdict.Indication, verdict.Sub!, FindingCodes.ChainProblem, signer.GetNameInfo(X509NameType.SimpleName, false));
        else if (verdict.StatusMissing)
            _judgement.Note(Severity.Information, FindingCodes.RevocationNotChecked);
        return proven;
    }

    private DateTimeOffset? Judge(AdesStamp stamp, DateTimeOffset existed)
    {
        if (_judge.Timestamp(stamp.Token, stamp.Hash, existed) is not { } verdict)
        {
            _judgement.Note(Severity.Warning, FindingCodes.TimestampInvalid);
            return null;
        }
        if (!verdict.Passed)
        {
            _judgement.Note(Severity.Warning, FindingCodes.TimestampUntrusted);
            return null;
        }
        _judge.Prove(stamp.Place, verdict.Time);
        return verdict.Time;
    }
}
