using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Signatures.Asic;

/// <summary>All signatures of one container, and which of its files they leave out.</summary>
internal sealed class AsicCheck(ZipArchive zip, AdesContext context)
{
    private const int MaxMeta = 20 << 20;

    private readonly List<(X509Certificate2 Certificate, X509Certificate2 Issuer)> _wanted = [];

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
        foreach (var entry in zip.Entries.Where(e => AsicNames.IsManifest(e.FullName)).Take(maxSignatureFiles))
            found.Add(Cades(entry));
        return new(null, [.. found.Select(LeftOut)]) { Wanted = [.. _wanted.DistinctBy(w => w.Certificate.Thumbprint)] };
    }

    private SignedContent? Find(string name) => AsicNames.Find(zip, name);

    /// <summary>A manifest that a CMS signs names the files and their digests (EN 319 162-1, A.4).</summary>
    private AdesSignature Cades(ZipArchiveEntry manifest)
    {
        var bytes = Read(manifest);
        var root = XmlSource.Read(bytes).Root;
        var named = Children(root, "SigReference").FirstOrDefault()?.GetAttribute("URI") ?? "";
        var name = Uri.UnescapeDataString(named);
        if (!AsicNames.IsSafe(name) || zip.GetEntry(name) is not { } entry)
            throw new RefusedException(Refusal.NotContainer, $"{manifest.FullName} names no signature");
        var report = CadesValidator.Validate(Read(entry), new(manifest.FullName, "text/xml", () => new MemoryStream(bytes, false)), context);
        if (report.Refused is { } refused)
            throw new RefusedException(refused, name);
        _wanted.AddRange(report.Wanted);
        var signature = report.Signatures[0];
        var covers = new List<string>();
        foreach (var reference in Children(root, "DataObjectReference").Take(2_000))
        {
            var file = Uri.UnescapeDataString(reference.GetAttribute("URI"));
            if (!Matches(reference, file))
                return Broken(signature, file);
            covers.Add("file " + file);
        }
        return signature with { Covers = covers };
    }

    private bool Matches(XmlElement reference, string file)
    {
        var method = XmlSignature.Children(reference, XmlSignature.Ds, "DigestMethod").FirstOrDefault()?.GetAttribute("Algorithm");
        var value = XmlSignature.Children(reference, XmlSignature.Ds, "DigestValue").FirstOrDefault()?.InnerText;
        if (Find(file) is not { } content || XmlAlgorithms.Digest(method) is not { } hash || value is null)
            return false;
        return Convert.ToBase64String(CadesValidator.Hash(content, hash)) == string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
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

    private static IEnumerable<XmlElement> Children(XmlElement parent, string name) => XmlSignature.Children(parent, XadesCheck.AsicNs, name);

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
