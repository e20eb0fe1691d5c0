using System.Diagnostics;
using System.Xml;
using Sen.Signatures;

namespace Sen.Tests.Conformance;

/// <summary>
/// Signature wrapping in XML. A file that was tampered with must be refused however right its maths; one that was not
/// must be found intact, and xmlsec1 must agree; and each must take, or refuse for a reason, one more signature of ours.
/// </summary>
internal static class XadesWrapping
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 30, 0, TimeSpan.Zero);
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now);
    private static readonly SigningKey Key = Authority.Key(Authority.IssueOrganisation("Conformance", Now.AddDays(-1), Now.AddYears(1)));

    /// <summary>
    /// What each file is, and hence its verdict; names of the set's own authors. A file not listed is taken for an attack
    /// when its name says so.
    /// </summary>
    private static readonly Dictionary<string, bool> Intact = new(StringComparer.Ordinal)
    {
        // The reference is the whole document (URI=""), and the signature is taken out of it: nothing is left unsigned.
        ["TSL-CY-sign.xml"] = true,
        // The same; the root has no Id, so only URI="" can mean it.
        ["TSL-noID.xml"] = true,
        // The reference names the root by its Id, which no other element has.
        ["original.xml"] = true,
        // The signed list lies in an Object of the signature, and another list is the root.
        ["XSW-enveloped-fake-content.xml"] = false,
        // The signed list lies somewhere in another list.
        ["XSW-enveloped-fake-content-misplaced.xml"] = false,
        // Both have the Id that is signed: each reader takes the one it likes.
        ["XSW-enveloped-fake-content-two-same-id.xml"] = false,
        // The properties that a reader finds in their place are not those that are signed.
        ["XSW-enveloped-fake-signedProperties.xml"] = false,
        // The signed manifest lies in a wrapper; another one is in its place.
        ["XSW-enveloping-fake-manifest.xml"] = false,
        // The signed object lies in a wrapper; another one is in its place.
        ["XSW-enveloping-fake-object.xml"] = false,
        // A digest does not match, whatever checks are left out.
        ["disable-checks.xml"] = false,
    };

    public static Suite Suite { get; } = new("xades-xsw", Run);

    private static IEnumerable<Outcome> Run(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var wrong = Verdict(file) ?? Resign(file).GetAwaiter().GetResult();
            yield return new Outcome(Path.GetRelativePath(folder, file), "verdict and one more signature", wrong is null, wrong);
        }
    }

    private static string? Verdict(string file)
    {
        var report = XadesValidator.Validate(File.ReadAllBytes(file), new AdesContext(TrustAnchors.None, Now));
        if (report.Refused is { } refused)
            return $"refused: {refused}";
        var name = Path.GetFileName(file);
        var isIntact = Intact.TryGetValue(name, out var known) ? known : !name.Contains("xsw", StringComparison.OrdinalIgnoreCase) && !name.Contains("fake", StringComparison.OrdinalIgnoreCase);
        var said = $"{report.Integrity} {string.Join(' ', report.Signatures.Select(s => s.Report.Code + " " + string.Join(' ', s.Report.Findings)))}";
        if (!isIntact)
            // Without anchors no verdict can pass; the integrity alone accuses, so that "always indeterminate" cannot pass.
            return report.Integrity == Integrity.ForbiddenChange && report.Signatures.All(s => s.Report.Indication != Indication.TotalPassed) ? null : "not accused: " + said;
        if (report.Signatures.Count == 0 || report.Integrity != Integrity.Intact || report.Signatures.Any(s => s.Report.SubIndication != "NO_CERTIFICATE_CHAIN_FOUND"))
            return "accused: " + said;
        return XmlSec(file);
    }

    private static async Task<string?> Resign(string file)
    {
        var xml = await File.ReadAllBytesAsync(file);
        var context = new AdesContext(Authority.Anchors, Now) { Policy = ValidationPolicy.RevocationIfKnown };
        try
        {
            var signed = await XadesSigner.SignEnveloped(xml, Key, new XadesOptions(Now));
            var ours = XadesValidator.Validate(signed, context).Signatures[^1].Report;
            return ours.Indication == Indication.TotalPassed ? null : "our own signature: " + ours.Code;
        }
        catch (RefusedException refused) when (refused.Reason == Refusal.NoFurtherSignature)
        {
            // An earlier signature covers the place. Beside it there is room.
            var content = new SignedContent("a.xml", "text/xml", () => new MemoryStream(xml, false));
            var beside = await XadesSigner.SignDetached([content], Key, new XadesOptions(Now));
            var ours = XadesValidator.Validate(beside, context with { Files = _ => content }).Signatures[^1].Report;
            return ours.Indication == Indication.TotalPassed ? null : "our own signature beside it: " + ours.Code;
        }
    }

    /// <summary>The second opinion on the maths; certificates of the set have long expired.</summary>
    private static string? XmlSec(string file)
    {
        var root = new XmlDocument();
        root.Load(file);
        var start = new ProcessStartInfo("xmlsec1") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "--verify", "--insecure", "--id-attr:Id", "SignedProperties", "--id-attr:Id", root.DocumentElement!.NamespaceURI + ":" + root.DocumentElement.LocalName, file })
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "xmlsec1: " + said.ReplaceLineEndings(" ");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "xmlsec1 is not installed";
        }
    }
}
