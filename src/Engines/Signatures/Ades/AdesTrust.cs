using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sen.Signatures.Trust;

namespace Sen.Signatures.Ades;

/// <summary>A timestamp of a signature: its token, and the hash of what it is over.</summary>
/// <param name="Hash">Null when what it is over does not hold together.</param>
/// <param name="Place">Where it stands among the unsigned properties; an archive timestamp proves what stands before.</param>
internal sealed record AdesStamp(ReadOnlyMemory<byte> Token, Func<HashAlgorithmName, byte[]?> Hash, long Place)
{
    /// <summary>Archive timestamps: whether this one is also over that other, earlier one; by default it is.</summary>
    public Func<AdesStamp, bool> Protects { get; init; } = _ => true;
}

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

    /// <summary>The earliest time that is proven for the signature; null when only now is sure.</summary>
    public DateTimeOffset? Proven { get; private set; }

    /// <summary>What came of the signer's certificate; null when it was not judged.</summary>
    public PathVerdict? Path { get; private set; }

    /// <summary>Judges what stamps and certificates say.</summary>
    /// <param name="archive">Archive timestamps, from the first to the last.</param>
    /// <param name="stamps">Signature timestamps.</param>
    public void Conclude(X509Certificate2? signer, IReadOnlyList<AdesStamp> archive, IReadOnlyList<AdesStamp> stamps)
    {
        var good = new List<(AdesStamp Stamp, DateTimeOffset Time)>();
        foreach (var stamp in archive.Reverse())
            if (Judge(stamp, Existed(stamp)) is { } time)
            {
                _judge.Prove(stamp.Place, time);
                good.Add((stamp, time));
            }
        var times = good.Select(g => g.Time).ToList();
        // A signature timestamp proves the signature and no evidence: it is over nothing else.
        foreach (var stamp in stamps)
            if (Judge(stamp, Existed(stamp)) is { } time)
                times.Add(time);
        Proven = times.Count == 0 ? null : times.Min();
        if (_judgement.Failed)
            return;
        if (signer is null)
        {
            _judgement.Fail(Indication.Indeterminate, SubIndications.NoSigningCertificate, FindingCodes.SigningCertificateMissing);
            return;
        }
        Path = _judge.Path(signer, Proven ?? _judge.Now);
        if (Path.RevokedAt is { } at)
            _judgement.Note(Severity.Error, FindingCodes.CertificateRevoked, at.ToString("O", CultureInfo.InvariantCulture));
        if (!Path.Passed)
            _judgement.Fail(Path.Indication, Path.Sub!, FindingCodes.ChainProblem, signer.GetNameInfo(X509NameType.SimpleName, false));
        else if (Path.StatusMissing)
            _judgement.Note(Severity.Information, FindingCodes.RevocationNotChecked);

        DateTimeOffset Existed(AdesStamp stamp) => good.Where(g => g.Stamp.Protects(stamp)).Select(g => g.Time).DefaultIfEmpty(_judge.Now).Min();
    }

    private DateTimeOffset? Judge(AdesStamp stamp, DateTimeOffset existed)
    {
        if (_judge.Timestamp(stamp.Token, stamp.Hash, existed, stamp.Place) is not { } verdict)
        {
            _judgement.Note(Severity.Warning, FindingCodes.TimestampInvalid);
            return null;
        }
        if (verdict.Passed)
            return verdict.Time;
        _judgement.Note(Severity.Warning, FindingCodes.TimestampUntrusted, verdict.Trust.Sub!);
        return null;
    }
}
