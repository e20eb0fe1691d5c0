using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>The detailed report for machines: one tree, written as JSON or as XML, with codes and with words in the reader's language.</summary>
internal static class ReportDocument
{
    public const string Namespace = "urn:sen:signing:report:1";

    public static JsonObject Json(Verdict verdict, string? name, string? sha256, DateTimeOffset at, Texts texts, string language)
    {
        var signatures = new JsonArray();
        foreach (var (signature, i) in verdict.Report.Signatures.Select((s, i) => (s, i)))
            signatures.Add(Signature(signature, i < verdict.Covers.Count ? verdict.Covers[i] : [], texts, language));
        return new JsonObject
        {
            ["verdict"] = verdict.Code,
            ["text"] = texts.Get(language, "signing.verdict." + verdict.Code),
            ["integrity"] = verdict.Report.Integrity?.ToString(),
            ["format"] = verdict.Format,
            ["refused"] = verdict.Report.Refused?.ToString(),
            ["development"] = verdict.Development,
            ["file"] = new JsonObject { ["name"] = name, ["sha256"] = sha256 },
            ["validatedAt"] = Time(at),
            ["signatures"] = signatures,
        };
    }

    /// <summary>The same tree: a name an element, a list its items as <c>item</c>.</summary>
    public static XDocument Xml(JsonObject report) => new(Element("report", report));

    private static JsonObject Signature(SignatureReport s, IReadOnlyList<string> covers, Texts texts, string language) => new()
    {
        ["id"] = s.Field,
        ["kind"] = s.IsDocumentTimestamp ? "timestamp" : "signature",
        ["indication"] = s.Code.Split('/')[0],
        ["subIndication"] = s.SubIndication,
        ["integrity"] = s.Integrity?.ToString(),
        ["level"] = s.Level,
        ["signer"] = s.Signer is null ? null : new JsonObject
        {
            ["name"] = s.SignerName,
            ["organisation"] = s.Organisation,
            ["subject"] = s.Signer.Subject,
            ["issuer"] = s.Signer.Issuer,
            ["serial"] = s.Signer.SerialNumber,
            ["validFrom"] = Time(new DateTimeOffset(s.Signer.NotBefore.ToUniversalTime())),
            ["validTo"] = Time(new DateTimeOffset(s.Signer.NotAfter.ToUniversalTime())),
            ["sha256"] = Convert.ToHexStringLower(s.Signer.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)),
        },
        ["path"] = new JsonArray([.. s.Path.Select(c => (JsonNode)c.Subject)]),
        ["claimedTime"] = Time(s.ClaimedTime),
        ["timestampTime"] = Time(s.TimestampTime),
        ["bestTime"] = Time(s.BestTime),
        ["revokedAt"] = Time(s.RevokedAt),
        ["reason"] = s.Reason,
        ["digestAlgorithm"] = s.DigestAlgorithm,
        ["signatureAlgorithm"] = s.SignatureAlgorithm,
        ["coveredBytes"] = s.CoveredLength,
        ["covers"] = new JsonArray([.. covers.Select(c => (JsonNode)c)]),
        ["findings"] = new JsonArray([.. s.Findings.Select(f => (JsonNode)new JsonObject
        {
            ["severity"] = f.Severity.ToString(),
            ["code"] = f.Code,
            ["text"] = Words(texts, language, f),
            ["arguments"] = new JsonArray([.. f.Arguments.Select(a => (JsonNode)a)]),
        })]),
    };

    /// <summary>A finding in words, with its arguments behind.</summary>
    public static string Words(Texts texts, string language, Finding finding)
    {
        var text = texts.Get(language, "signing.finding." + finding.Code);
        return finding.Arguments.Count == 0 ? text : $"{text} ({string.Join(", ", finding.Arguments)})";
    }

    private static JsonNode? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static XElement Element(string name, JsonNode? node)
    {
        XNamespace ns = Namespace;
        return node switch
        {
            JsonObject o => new XElement(ns + name, o.Where(p => p.Value is not null).Select(p => Element(p.Key, p.Value))),
            JsonArray a => new XElement(ns + name, a.Select(item => Element("item", item))),
            null => new XElement(ns + name),
            // Names come from strangers' files; XML has no place for some characters.
            _ => new XElement(ns + name, new string([.. node.ToString().Where(System.Xml.XmlConvert.IsXmlChar)])),
        };
    }
}
