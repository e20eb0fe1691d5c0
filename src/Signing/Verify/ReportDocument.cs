using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>The detailed report for machines: JSON of our own, or XML in the form of ETSI TS 119 102-2; both with codes and with words in the reader's language.</summary>
/// <param name="name">Of the file; null when it is not told.</param>
/// <param name="sha256">Of the file, in hexadecimal.</param>
internal sealed class ReportDocument(Verdict verdict, string? name, string? sha256, DateTimeOffset at, Texts texts, string language)
{
    /// <summary>A report that a page carries along, to be kept; larger ones are asked for by themselves.</summary>
    private const int MostCarried = 200_000;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public byte[] Json()
    {
        var signatures = new JsonArray();
        foreach (var (signature, i) in verdict.Report.Signatures.Select((s, i) => (s, i)))
            signatures.Add(Signature(signature, i < verdict.Covers.Count ? verdict.Covers[i] : []));
        return Encoding.UTF8.GetBytes(new JsonObject
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
        }.ToJsonString(Readable));
    }

    public byte[] Xml() => EtsiReport.Xml(verdict.Report.Refused, verdict.Report.Signatures, new ReportFrame(at)
    {
        FileName = name,
        Sha256 = sha256,
        Development = verdict.Development,
        Covers = verdict.Covers,
        Sentence = s => texts.Get(language, "signing.verdict." + s.Code),
        Words = f => Words(f),
    });

    /// <summary>As an address that a browser saves without asking us again: the file is gone by then. Null when it would be too long.</summary>
    public static string? Carried(byte[] report, string type) => report.Length > MostCarried ? null : $"data:{type};base64,{Convert.ToBase64String(report)}";

    private JsonObject Signature(SignatureReport s, IReadOnlyList<string> covers) => new()
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
            ["text"] = Words(f),
            ["arguments"] = new JsonArray([.. f.Arguments.Select(a => (JsonNode)a)]),
        })]),
    };

    /// <summary>A finding in words, with its arguments behind.</summary>
    private string Words(Finding finding)
    {
        var text = texts.Get(language, "signing.finding." + finding.Code);
        return finding.Arguments.Count == 0 ? text : $"{text} ({string.Join(", ", finding.Arguments)})";
    }

    private static JsonNode? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
