using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Xml;

namespace Sen.Signatures;

/// <summary>
/// The detailed report as data for machines, the same in JSON and XML. Names are this engine's own; indications and
/// sub-indications are the identifiers of EN 319 102-1, levels those of EN 319 142-1.
/// </summary>
public static class ReportWriter
{
    /// <summary>The namespace of the XML form.</summary>
    public const string Namespace = "urn:sen:signature-report:1";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="validatedAt">The time of validation that the report was made with.</param>
    public static byte[] Json(Refusal? refused, IReadOnlyList<SignatureReport> signatures, DateTimeOffset validatedAt) =>
        JsonSerializer.SerializeToUtf8Bytes(Whole(refused, signatures, validatedAt), Options);

    /// <summary>As <see cref="Json"/>: lists become elements of the list's name in the singular.</summary>
    public static byte[] Xml(Refusal? refused, IReadOnlyList<SignatureReport> signatures, DateTimeOffset validatedAt)
    {
        using var output = new MemoryStream();
        using (var writer = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false) }))
        {
            writer.WriteStartElement("report", Namespace);
            Write(writer, JsonSerializer.SerializeToElement(Whole(refused, signatures, validatedAt), Options));
            writer.WriteEndElement();
        }
        return output.ToArray();
    }

    private static object Whole(Refusal? refused, IReadOnlyList<SignatureReport> signatures, DateTimeOffset validatedAt) => new
    {
        ValidatedAt = validatedAt,
        Sentence = CitizenSentence.Of(refused, signatures).Code,
        Refused = refused?.ToString(),
        Integrity = PdfReport.Worst(signatures)?.ToString(),
        Signatures = signatures.Select(Signature),
    };

    private static object Signature(SignatureReport s) => new
    {
        s.Field,
        Kind = s.IsDocumentTimestamp ? "document-timestamp" : "signature",
        s.Level,
        Indication = s.Code.Split('/')[0],
        s.SubIndication,
        Integrity = s.Integrity?.ToString(),
        s.BestTime,
        s.TimestampTime,
        s.ClaimedTime,
        s.RevokedAt,
        s.Reason,
        SubFilter = s.SubFilter,
        s.CoveredLength,
        s.DigestAlgorithm,
        s.SignatureAlgorithm,
        Signer = s.Signer is { } signer ? Certificate(signer) : null,
        Issuers = s.Path.Skip(1).Select(Certificate),
        Findings = s.Findings.Select(f => new { Severity = f.Severity.ToString(), f.Code, f.Arguments }),
    };

    private static object Certificate(X509Certificate2 certificate) => new
    {
        certificate.Subject,
        certificate.Issuer,
        Serial = certificate.SerialNumber,
        NotBefore = certificate.NotBefore.ToUniversalTime(),
        NotAfter = certificate.NotAfter.ToUniversalTime(),
        Sha256 = certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
    };

    private static void Write(XmlWriter writer, JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.Array)
                foreach (var item in property.Value.EnumerateArray())
                    Element(writer, property.Name[..^1], item);
            else
                Element(writer, property.Name, property.Value);
    }

    private static void Element(XmlWriter writer, string name, JsonElement value)
    {
        writer.WriteStartElement(name, Namespace);
        if (value.ValueKind == JsonValueKind.Object)
            Write(writer, value);
        else
            writer.WriteString(Plain(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()));
        writer.WriteEndElement();
    }

    /// <summary>Names of fields are the file's own and may hold what XML cannot say.</summary>
    private static string Plain(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")));
}
