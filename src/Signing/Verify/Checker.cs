using System.Security.Cryptography.X509Certificates;
using Sen.Data;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>What was uploaded, by its content.</summary>
internal enum SignedFormat { Pdf, Xml, Cms, Asic }

/// <summary>Turns the engine's report into one verdict. Integrity comes first: a changed file is changed whoever signed it.</summary>
internal sealed class Checker(Database db, TrustServices trust)
{
    // A document tree takes ten times the file: not more than two large ones of strangers at once.
    private static readonly SemaphoreSlim Large = new(2);
    private const int LargeXml = 1 << 20;
    private const int MostRounds = 3;

    public Task<Verdict> Check(ReadOnlyMemory<byte> pdf, CancellationToken ct) => CheckPdf(pdf, ct);

    /// <summary>The verdict on a PDF of any size; mapped files stay small in memory.</summary>
    public async Task<Verdict> CheckPdf(PdfSource pdf, CancellationToken ct)
    {
        var (anchors, development) = await trust.Anchors(ct);
        var report = await Informed(known => PdfValidator.Validate(pdf, anchors, db.Now, known), r => r.Refused is null ? r.Wanted : [], anchors, ct);
        return Verdict(report, development, SignedFormat.Pdf, []);
    }

    /// <summary>The verdict on XML, CMS or a container.</summary>
    /// <param name="file">Seekable.</param>
    /// <param name="beside">The signed file, for a signature that stands beside it.</param>
    public async Task<Verdict> CheckOther(Stream file, SignedFormat format, SignedContent? beside, CancellationToken ct)
    {
        if (format != SignedFormat.Xml || file.Length < LargeXml)
            return await CheckAny(file, format, beside, ct);
        await Large.WaitAsync(ct);
        try
        {
            return await CheckAny(file, format, beside, ct);
        }
        finally
        {
            Large.Release();
        }
    }

    private async Task<Verdict> CheckAny(Stream file, SignedFormat format, SignedContent? beside, CancellationToken ct)
    {
        var (anchors, development) = await trust.Anchors(ct);
        var bytes = format == SignedFormat.Asic ? [] : await Read(file, ct);
        var context = new AdesContext(anchors, db.Now) { Files = name => beside is null ? null : beside with { Name = name } };
        var report = await Informed(known => Judge(context with { Data = known }), r => r.Refused is null ? r.Wanted : [], anchors, ct);
        return Verdict(new PdfReport(report.Refused, [.. report.Signatures.Select(s => s.Report)]) { Wanted = report.Wanted }, development, format, [.. report.Signatures.Select(s => s.Covers)]);

        AdesReport Judge(AdesContext with) => format switch
        {
            SignedFormat.Xml => XadesValidator.Validate(bytes, with),
            SignedFormat.Cms => CadesValidator.Validate(bytes, beside, with),
            _ => AsicValidator.Validate(file, with),
        };
    }

    /// <summary>By the first bytes; null when it is nothing that carries a signature.</summary>
    public static SignedFormat? Sniff(ReadOnlySpan<byte> start)
    {
        if (start.IndexOf("%PDF-"u8) >= 0)
            return SignedFormat.Pdf;
        if (start.StartsWith("PK\x3\x4"u8))
            return SignedFormat.Asic;
        var text = start.StartsWith("\xEF\xBB\xBF"u8) ? start[3..] : start;
        if (text.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
            return SignedFormat.Xml;
        return start is [0x30, ..] ? SignedFormat.Cms : null;
    }

    /// <summary>
    /// Judges, fetches what was missed, and judges again. A statement can bring a responder whose own status is asked for
    /// next; what nobody answers leaves the verdict undecided (EN 319 102-1: TRY_LATER).
    /// </summary>
    private async Task<T> Informed<T>(Func<ValidationData, T> judge, Func<T, IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)>> wanted, TrustAnchors anchors, CancellationToken ct)
    {
        var known = ValidationData.Empty;
        var report = judge(known);
        for (var round = 0; round < MostRounds && wanted(report).Count > 0; round++)
        {
            var more = known.With(await Known(wanted(report), anchors, ct));
            if (more.Crls.Count + more.Ocsps.Count == known.Crls.Count + known.Ocsps.Count)
                break;
            (known, report) = (more, judge(more));
        }
        return report;
    }

    /// <summary>Only of certificates below our anchors: nobody makes us ask an address by uploading a file of their own.</summary>
    private async Task<ValidationData> Known(IEnumerable<(X509Certificate2 Certificate, X509Certificate2 Issuer)> wanted, TrustAnchors anchors, CancellationToken ct)
    {
        var all = wanted.ToList();
        return await trust.Revocation(all.Where(w => IsBelow(w.Issuer)), ct);

        bool IsBelow(X509Certificate2 issuer)
        {
            for (var depth = 0; depth < 10; depth++)
            {
                if (anchors.Certificates.Any(a => a.Thumbprint == issuer.Thumbprint))
                    return true;
                var next = all.FirstOrDefault(w => w.Certificate.Thumbprint == issuer.Thumbprint).Issuer;
                if (next is null)
                    return anchors.Certificates.Any(a => a.SubjectName.RawData.AsSpan().SequenceEqual(issuer.IssuerName.RawData));
                issuer = next;
            }
            return false;
        }
    }

    private static Verdict Verdict(PdfReport report, bool development, SignedFormat format, IReadOnlyList<IReadOnlyList<string>> covers) => new(
        CitizenSentence.Of(report.Refused, report.Signatures).Code, report,
        development && report.Signatures.Any(s => s.Signer is { } signer && signer.Subject.Contains(DevelopmentAuthority.Label, StringComparison.Ordinal)))
    {
        Format = format.ToString(),
        Covers = covers,
    };

    private static async Task<byte[]> Read(Stream file, CancellationToken ct)
    {
        file.Position = 0;
        var bytes = new byte[Math.Min(file.Length, CadesValidator.MaxBytes + 1)];
        await file.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
