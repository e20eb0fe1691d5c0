using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures.Asic;

/// <summary>All signatures of one container, and which of its files they leave out.</summary>
internal sealed class AsicCheck(ZipArchive zip, AdesContext context)
{
    private const int MaxMeta = 20 << 20;

    private readonly List<(X509Certificate2 Certificate, X509Certificate2 Issuer)> _wanted = [];
    private readonly AsicDigests _digests = new(name => AsicNames.Find(zip, name));

    public AdesReport Run(int maxSignatureFiles)
    {
        var found = new List<AdesSignature>();
        foreach (var entry in zip.Entries.Where(e => AsicNames.IsXmlSignature(e.FullName)).Take(maxSignatureFiles))
        {
            var report = XadesValidator.Validate(Read(entry), context with { Files = Find });
            if (report.Refused is { } refused)
                throw new RefusedException(refused, entry.FullName);
            found.AddRange(report.Signatures);
            _wanted.AddRange(report.Wanted);
        }
        var archive = new AsicArchive(zip, Read);
        foreach (var entry in zip.Entries.Where(e => AsicNames.IsManifest(e.FullName) && !archive.Holds(e.FullName)).Take(maxSignatureFiles))
            found.Add(Cades(entry, archive));
        return new(null, [.. found.Select(LeftOut)]) { Wanted = [.. _wanted.DistinctBy(w => w.Certificate.Thumbprint)] };
    }

    private SignedContent? Find(string name) => AsicNames.Find(zip, name);

    /// <summary>A manifest that a CMS signs names the files and their digests (EN 319 162-1, A.4).</summary>
    private AdesSignature Cades(ZipArchiveEntry entry, AsicArchive archive)
    {
        var bytes = Read(entry);
        var manifest = AsicManifest.Read(bytes, entry.FullName);
        if (Read(manifest.Signature) is not { } cms)
            throw new RefusedException(Refusal.NotContainer, $"{entry.FullName} names no signature");
        var report = CadesValidator.Validate(cms, AsicManifest.Content(cms, entry.FullName, bytes), context, archive.Around(manifest.Signature, entry.FullName));
        if (report.Refused is { } refused)
            throw new RefusedException(refused, manifest.Signature);
        _wanted.AddRange(report.Wanted);
        var signature = report.Signatures[0];
        return manifest.Entries.FirstOrDefault(e => !_digests.Fits(e)) is { } broken
            ? Broken(signature, broken.Name)
            : signature with { Covers = [.. manifest.Entries.Select(e => "file " + e.Name)] };
    }

    private static AdesSignature Broken(AdesSignature signature, string file) => signature with
    {
        Report = signature.Report with
        {
            Indication = Indication.TotalFailed,
            SubIndication = "HASH_FAILURE",
            Integrity = Integrity.ForbiddenChange,
            Findings = [.. signature.Report.Findings, new Finding(Severity.Error, FindingCodes.SignedBytesChanged, file)],
        },
    };

    /// <summary>Files that this signature says nothing of: content added after it, or left out on purpose.</summary>
    private AdesSignature LeftOut(AdesSignature signature)
    {
        var missing = zip.Entries.Where(e => AsicNames.IsPayload(e.FullName) && !signature.Covers.Contains("file " + e.FullName)).Select(e => e.FullName).Take(20).ToArray();
        if (missing.Length == 0 || signature.Report.Indication == Indication.TotalFailed)
            return signature;
        return signature with
        {
            Report = signature.Report with
            {
                Integrity = Integrity.ForbiddenChange,
                Findings = [.. signature.Report.Findings, .. missing.Select(m => new Finding(Severity.Error, FindingCodes.FileNotSigned, m))],
            },
        };
    }

    private byte[]? Read(string name) => zip.GetEntry(name) is { } entry ? Read(entry) : null;

    private static byte[] Read(ZipArchiveEntry entry)
    {
        if (entry.Length > MaxMeta)
            throw new RefusedException(Refusal.OverLimit, entry.FullName);
        using var stream = new BoundedStream(entry.Open(), entry.Length);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
