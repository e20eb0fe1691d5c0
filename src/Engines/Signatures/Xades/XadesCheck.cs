using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Sen.Signatures.Ades;
using Sen.Signatures.Xml;
using static Sen.Signatures.Xml.XmlSignature;

namespace Sen.Signatures.Xades;

/// <summary>Judges one XML signature: first where its references point, then the maths, then the signer.</summary>
internal sealed class XadesCheck(XmlSource source, XmlElement element, AdesContext context)
{
    private readonly Judgement _judgement = new();
    private readonly List<string> _covers = [];
    private X509Certificate2? _signer;
    private AdesTrust? _trust;
    private string? _level;
    private bool _changed;

    public IReadOnlyCollection<(X509Certificate2 Certificate, X509Certificate2 Issuer)> Wanted => _trust?.Wanted ?? [];

    public AdesSignature Run()
    {
        if (TryRead(element, out var why) is not { } signature)
        {
            _judgement.Fail(Indication.TotalFailed, "FORMAT_FAILURE", FindingCodes.SignatureUnreadable, why ?? "");
            return Report(null);
        }
        try
        {
            References(signature);
        }
        catch (MisplacedException misplaced)
        {
            Changed(Indication.Indeterminate, "SIGNED_DATA_NOT_FOUND", FindingCodes.SignedElementMisplaced, misplaced.Message);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            _judgement.Fail(Indication.TotalFailed, "FORMAT_FAILURE", FindingCodes.SignatureUnreadable, e.Message);
        }
        if (!_judgement.Failed)
            Value(signature);
        if (!_judgement.Failed)
            Trust(signature);
        return Report(signature);
    }

    private void Changed(Indication indication, string sub, string code, params string[] arguments)
    {
        _changed = true;
        _judgement.Fail(indication, sub, code, arguments);
    }

    private void References(XmlSignature signature)
    {
        var digests = new XmlDigests(source, signature);
        var properties = false;
        foreach (var reference in signature.References)
        {
            var (target, coverage) = digests.Resolve(reference);
            if (coverage == Coverage.File)
            {
                File(reference);
                continue;
            }
            if (coverage == Coverage.Element && !IsExpected(target!))
                throw new MisplacedException($"signed is {Where(target!)}, which need not be what is read");
            properties |= coverage == Coverage.Properties;
            Compare(digests.Digest(reference, target), reference);
            if (coverage is Coverage.Document or Coverage.Object or Coverage.Element)
                _covers.Add(coverage switch { Coverage.Document => "document", Coverage.Object => "object", _ => "element " + Where(target!) });
            if (reference.Type == Ds + "Manifest")
                Manifest(digests, target!);
        }
        if (signature.Qualifying is not null && !properties)
            Changed(Indication.TotalFailed, "FORMAT_FAILURE", FindingCodes.SignedPropertiesNotSigned);
        var alone = element == source.Root || element.ParentNode == source.Root && Is(source.Root, AsicNs, "XAdESSignatures");
        if (!_covers.Contains("document") && !alone && !_covers.Exists(c => c.StartsWith("element ", StringComparison.Ordinal)))
            Changed(Indication.Indeterminate, "SIGNED_DATA_NOT_FOUND", FindingCodes.NotWholeDocument);
    }

    public const string AsicNs = "http://uri.etsi.org/02918/v1.2.1#";

    /// <summary>A signed list of references: each entry is as good as signed itself (XMLDSig 5.1).</summary>
    private void Manifest(XmlDigests digests, XmlElement manifest)
    {
        if (!Is(manifest, Ds, "Manifest"))
            throw new MisplacedException("a manifest reference points at something else");
        foreach (var entry in Children(manifest, Ds, "Reference").Select(Reference).Take(2_000))
        {
            var (target, coverage) = digests.Resolve(entry);
            if (coverage == Coverage.File)
                File(entry);
            else if (coverage is Coverage.Document or Coverage.Object)
                Compare(digests.Digest(entry, target), entry);
            else
                throw new MisplacedException("a manifest entry points elsewhere");
        }
    }

    private void File(XmlReference reference)
    {
        var name = Uri.UnescapeDataString(reference.Uri!);
        if (context.Files(name) is not { } file)
        {
            _judgement.Fail(Indication.Indeterminate, "SIGNED_DATA_NOT_FOUND", FindingCodes.SignedFileMissing, name);
            return;
        }
        if (reference.Transforms.Count > 0 || XmlAlgorithms.Digest(reference.DigestMethod) is not { } hash)
        {
            Compare(null, reference);
            return;
        }
        using var content = file.Open();
        Compare(CryptographicOperations.HashData(hash, content), reference);
        _covers.Add("file " + name);
    }

    private void Compare(byte[]? digest, XmlReference reference)
    {
        if (digest is null)
            _judgement.Fail(Indication.Indeterminate, "GENERIC", FindingCodes.TransformUnsupported,
                string.Join(' ', reference.Transforms.Select(t => t.GetAttribute("Algorithm")).Append(reference.DigestMethod)));
        else if (!CryptographicOperations.FixedTimeEquals(digest, reference.DigestValue))
            Changed(Indication.TotalFailed, "HASH_FAILURE", FindingCodes.SignedBytesChanged, reference.Uri ?? "");
        else if (XmlAlgorithms.Digest(reference.DigestMethod) == HashAlgorithmName.SHA1)
            _judgement.Note(Severity.Warning, FindingCodes.WeakAlgorithm, "SHA1");
    }

    private void Value(XmlSignature signature)
    {
        if (XmlAlgorithms.HashOf(signature.Method) is not { } name || CanonMethod.Named(signature.Canonicalization) is not { } canon)
        {
            _judgement.Fail(Indication.Indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", FindingCodes.AlgorithmUnsupported, signature.Method);
            return;
        }
        using var hash = IncrementalHash.CreateHash(name);
        new XmlCanon(canon, bytes => hash.AppendData(bytes.Span), prefixes: Prefixes(signature.CanonicalizationMethod)).Write(signature.SignedInfo);
        var signed = hash.GetHashAndReset();
        var named = XadesProperties.SigningCertificate(signature);
        var candidates = named is null ? signature.Certificates : [.. signature.Certificates.Where(c => named(c))];
        _signer = candidates.FirstOrDefault(c => XmlAlgorithms.Verify(signature.Method, c, signed, signature.Value));
        if (_signer is not null)
        {
            _judgement.Strength(_signer, name);
            if (named is null)
                _judgement.Note(Severity.Warning, FindingCodes.SigningCertificateMissing);
        }
        else if (signature.Certificates.Count == 0)
        {
            _judgement.Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMissing);
        }
        else if (candidates.Count == 0)
        {
            _signer = signature.Certificates[0];
            _judgement.Fail(Indication.Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND", FindingCodes.SigningCertificateMismatch);
        }
        else
        {
            _signer = candidates[0];
            Changed(Indication.TotalFailed, "SIG_CRYPTO_FAILURE", FindingCodes.SignedBytesChanged);
        }
    }

    private void Trust(XmlSignature signature)
    {
        var evidence = new List<ValidationData>();
        _trust = new AdesTrust(_judgement, context);
        _trust.Add(new(signature.Certificates, [], []), 0);
        var (archive, stamps) = XadesStamps.Read(source, signature, context.Files, (data, place) =>
        {
            _trust.Add(data, place);
            evidence.Add(data);
        });
        _trust.Conclude(_signer, archive, stamps);
        if (signature.Qualifying is not null)
            _level = AdesLevel.Of(stamps.Count, archive.Count, evidence, _trust.Path);
    }

    /// <summary>Whether it is the one element where the caller's format puts what is signed: of two, a reader may take the other.</summary>
    private bool IsExpected(XmlElement target) =>
        context.SignedElement is { } path && Where(target) == path && XmlSource.Elements(source.Root).Count(e => e.LocalName == target.LocalName && Where(e) == path) == 1;

    /// <summary>The path of an element in local names: what a reader of the format goes by.</summary>
    private static string Where(XmlElement element)
    {
        var path = "";
        for (XmlNode? node = element; node is XmlElement part; node = node.ParentNode)
            path = "/" + part.LocalName + path;
        return path;
    }

    private AdesSignature Report(XmlSignature? signature)
    {
        var claimed = DateTimeOffset.TryParse(Path(signature?.SignedProperties, "SignedSignatureProperties", "SigningTime")?.InnerText,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
        var integrity = _changed || _judgement.Sub == "FORMAT_FAILURE" ? Integrity.ForbiddenChange : Integrity.Intact;
        return new(new SignatureReport(signature?.Id ?? "", false, _signer, claimed, _trust?.Proven, signature?.References[0].DigestMethod, signature?.Method,
            _judgement.Indication, _judgement.Sub, integrity, source.Bytes.Length, _judgement.Findings)
        {
            BestTime = _trust?.Proven,
            RevokedAt = _trust?.Path?.RevokedAt,
            Path = _trust?.Path?.Path ?? [],
            Level = _level,
        }, _covers);
    }
}
