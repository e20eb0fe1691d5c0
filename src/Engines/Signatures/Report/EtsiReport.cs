using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sen.Signatures;

/// <summary>What a report says beside the signatures' own.</summary>
/// <param name="ValidatedAt">The time of validation.</param>
public sealed record ReportFrame(DateTimeOffset ValidatedAt)
{
    public string? FileName { get; init; }

    /// <summary>Of the file, in hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>A development authority stands behind a signature: not for legal use.</summary>
    public bool Development { get; init; }

    /// <summary>For each signature, what it is about; fewer than signatures where it is the file.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Covers { get; init; } = [];

    /// <summary>The sentence in the reader's language; its code by default.</summary>
    public Func<CitizenSentence, string> Sentence { get; init; } = s => s.Code;

    /// <summary>A finding in the reader's language; its code and arguments by default.</summary>
    public Func<Finding, string> Words { get; init; } = f => string.Join(' ', f.Arguments.Prepend(f.Code));
}

/// <summary>
/// The detailed report as XML in the form of ETSI TS 119 102-2. Document timestamps are validation objects there. What that
/// form has no place for (the integrity verdict, findings, level, the citizen's sentence) stands where it allows more.
/// </summary>
public static class EtsiReport
{
    /// <summary>The namespace of the standard, version 1.2.1 and later.</summary>
    public const string Namespace = "http://uri.etsi.org/19102/v1.2.1#";

    /// <summary>The namespace of the verdict on the whole file.</summary>
    public const string VerdictNamespace = "urn:sen:signing:report:1";

    private const string Etsi = "urn:etsi:019102:", Own = "urn:sen:signing:";
    private static readonly XNamespace Ns = Namespace;

    public static byte[] Xml(Refusal? refused, IReadOnlyList<SignatureReport> signatures, ReportFrame frame)
    {
        var verdict = Verdict(refused, signatures, frame);
        var numbered = signatures.Select((s, i) => (Signature: s, Covers: i < frame.Covers.Count ? frame.Covers[i] : [], Number: i + 1)).ToList();
        var reports = numbered.Where(s => !s.Signature.IsDocumentTimestamp).Select(s => Report("SignatureValidationReport", s.Signature, s.Covers, s.Number, frame, verdict)).ToList();
        // The form permits no empty report.
        if (reports.Count == 0)
            reports.Add(new(Ns + "SignatureValidationReport", Status(new XElement(Ns + "MainIndication", Own + "mainindication:no-signature-found")), verdict));
        var objects = Certificates(signatures).Concat(numbered.Where(s => s.Signature.IsDocumentTimestamp).Select(s => Timestamp(s.Signature, s.Number, frame, verdict))).ToList();
        var root = new XElement(Ns + "ValidationReport", new XAttribute(XNamespace.Xmlns + "sen", VerdictNamespace), reports, objects.Count == 0 ? null : new XElement(Ns + "SignatureValidationObjects", objects));
        using var output = new MemoryStream();
        using (var writer = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
            root.Save(writer);
        return output.ToArray();
    }

    private static XElement Verdict(Refusal? refused, IReadOnlyList<SignatureReport> signatures, ReportFrame frame)
    {
        var sentence = CitizenSentence.Of(refused, signatures);
        return new(XName.Get("Verdict", VerdictNamespace),
            new XAttribute("code", sentence.Code), Attribute("integrity", PdfReport.Worst(signatures)?.ToString()), Attribute("refused", refused?.ToString()),
            Attribute("file", frame.FileName), Attribute("sha256", frame.Sha256), new XAttribute("development", frame.Development), Plain(frame.Sentence(sentence)));
    }

    private static XElement Report(string name, SignatureReport s, IReadOnlyList<string> covers, int number, ReportFrame frame, XElement verdict) => new(Ns + name,
        new XElement(Ns + "SignatureIdentifier", new XAttribute("id", $"S-{number}"),
            new XElement(Ns + "HashOnly", false), new XElement(Ns + "DocHashOnly", false), Text("DAIdentifier", s.Field)),
        new XElement(Ns + "ValidationTimeInfo", Time("ValidationTime", frame.ValidatedAt),
            new XElement(Ns + "BestSignatureTime", Time("POETime", s.BestTime ?? frame.ValidatedAt), new XElement(Ns + "TypeOfProof", Etsi + "poetype:validation"))),
        Attributes(s),
        s.Signer is null ? null : new XElement(Ns + "SignerInformation", Reference("SignerCertificate", s.Signer), Text("Signer", s.SignerName)),
        new XElement(Ns + "SignatureValidationProcess", new XElement(Ns + "SignatureValidationProcessID", Etsi + "validationprocess:LTA")),
        Status(Main(s), s.SubIndication is { } sub ? new XElement(Ns + "SubIndication", Etsi + "subindication:" + sub) : null, Associated(s, covers, frame)),
        verdict);

    private static XElement Status(params object?[] parts) => new(Ns + "SignatureValidationStatus", parts);

    /// <summary>Of a signature the total, of a timestamp as an object just passed or failed.</summary>
    private static XElement Main(SignatureReport s) => new(Ns + "MainIndication", Etsi + "mainindication:" + (s.Indication, s.IsDocumentTimestamp) switch
    {
        (Indication.TotalPassed, false) => "total-passed",
        (Indication.TotalFailed, false) => "total-failed",
        (Indication.TotalPassed, true) => "passed",
        (Indication.TotalFailed, true) => "failed",
        _ => "indeterminate",
    });

    private static XElement? Attributes(SignatureReport s) => s.ClaimedTime is null && s.Reason is null ? null : new XElement(Ns + "SignatureAttributes",
        s.ClaimedTime is { } at ? new XElement(Ns + "SigningTime", Time("Time", at)) : null,
        s.Reason is { } reason ? new XElement(Ns + "Reason", Text("ReasonElement", reason)) : null);

    private static XElement Associated(SignatureReport s, IReadOnlyList<string> covers, ReportFrame frame) => new(Ns + "AssociatedValidationReportData",
        s.Signer is null ? null : new XElement(Ns + "CertificateChain", Reference("SigningCertificate", s.Signer), s.Path.Skip(1).Select(c => Reference("IntermediateCertificate", c))),
        s is { RevokedAt: { } revoked, Signer: { } signer, SubIndication: "REVOKED_NO_POE" }
            ? new XElement(Ns + "RevocationStatusInformation", Reference("ValidationObjectId", signer), Time("RevocationTime", revoked)) : null,
        new XElement(Ns + "AdditionalValidationReportData", More(s, covers, frame).Select(m => new XElement(Ns + "ReportData", new XElement(Ns + "Type", Own + m.Type), Text("Value", m.Value)))));

    private static IEnumerable<(string Type, string Value)> More(SignatureReport s, IReadOnlyList<string> covers, ReportFrame frame)
    {
        yield return ("integrity", s.Integrity?.ToString() ?? "None");
        if (s.Level is { } level)
            yield return ("level", level);
        foreach (var cover in covers)
            yield return ("covers", cover);
        foreach (var finding in s.Findings)
            yield return ($"finding:{finding.Severity.ToString().ToLowerInvariant()}:{finding.Code}", frame.Words(finding));
    }

    private static IEnumerable<XElement> Certificates(IEnumerable<SignatureReport> signatures) => signatures
        .SelectMany(s => s.Path.Concat(s.Signer is { } signer ? [signer] : [])).DistinctBy(Id)
        .Select(c => Object(Id(c), "certificate", new XElement(Ns + "base64", Convert.ToBase64String(c.RawData))));

    private static XElement Timestamp(SignatureReport s, int number, ReportFrame frame, XElement verdict)
    {
        var report = Object($"T-{number}", "timestamp", null);
        if (s.TimestampTime is { } at)
            report.Add(new XElement(Ns + "POE", Time("POETime", at), new XElement(Ns + "TypeOfProof", Etsi + "poetype:validation")));
        report.Add(Report("ValidationReport", s, [], number, frame, verdict));
        return report;
    }

    private static XElement Object(string id, string type, XElement? content) => new(Ns + "ValidationObject", new XAttribute("id", id),
        new XElement(Ns + "ObjectType", Etsi + "validationObject:" + type), new XElement(Ns + "ValidationObject", content));

    private static string Id(X509Certificate2 certificate) => "C-" + certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private static XElement Reference(string name, X509Certificate2 certificate) => new(Ns + name, new XAttribute("VOReference", Id(certificate)));

    private static XElement Time(string name, DateTimeOffset at) => new(Ns + name, XmlConvert.ToString(at.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss'Z'"));

    private static XElement? Text(string name, string? value) => value is null ? null : new(Ns + name, Plain(value));

    private static XAttribute? Attribute(string name, string? value) => value is null ? null : new(name, Plain(value));

    /// <summary>Names of fields and files are a stranger's and may hold what XML cannot say.</summary>
    private static string Plain(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c.ToString() : string.Create(null, $"\\u{(int)c:X4}")));
}
