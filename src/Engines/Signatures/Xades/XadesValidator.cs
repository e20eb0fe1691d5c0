using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Signatures;

/// <summary>
/// Judges every XML signature of a document (EN 319 102-1). A signature about something else than what a reader would
/// take for signed, however right its maths, is refused: signature wrapping.
/// </summary>
public static class XadesValidator
{
    private const int MaxSignatures = 500;

    public static AdesReport Validate(ReadOnlyMemory<byte> xml, AdesContext context)
    {
        try
        {
            var source = XmlSource.Read(xml);
            var elements = XmlSignature.FindAll(source).Take(MaxSignatures + 1).ToArray();
            if (elements.Length > MaxSignatures)
                return new AdesReport(Refusal.OverLimit, []);
            var checks = elements.Select(e => new XadesCheck(source, e, context)).ToArray();
            return new AdesReport(null, [.. checks.Select(c => c.Run())]) { Wanted = [.. checks.SelectMany(c => c.Wanted).DistinctBy(w => w.Certificate.Thumbprint)] };
        }
        catch (RefusedException refused)
        {
            return new AdesReport(refused.Reason, []);
        }
    }
}
