using System.Text;
using System.Xml;
using Sen.Signatures;
using Sen.Signatures.Xades;
using Sen.Signatures.Xml;

namespace Sen.Tests.Unit.Signatures;

/// <summary>
/// The eight ways to move a signed element away and put another where it is read (Somorovsky et al., "On Breaking SAML",
/// 2012), made from a right signature over <c>/Envelope/Body</c>; each with and without the reader's expectation.
/// </summary>
public sealed class WrappingTests
{
    private const string Evil = "<Body Id=\"evil\"><Sum>9000000</Sum></Body>";
    private const string Body = "<Body Id=\"b\"><Sum>1</Sum></Body>";
    private static readonly Lazy<Task<string>> Signature = new(Sign);

    /// <summary>{0} the signature, {1} the same with the signed body in an Object of it, {2} with it as a bare child.</summary>
    public static TheoryData<string, string> Patterns => new()
    {
        { "1 signed body inside the signature, evil root around", $"<Envelope Id=\"evil\">{Evil}{{2}}</Envelope>" },
        { "2 signed body beside the signature, below the evil root", $"<Envelope>{Evil}<Old>{Body}{{0}}</Old></Envelope>" },
        { "3 evil body before the signed one", $"<Envelope>{Evil}{Body}{{0}}</Envelope>" },
        { "4 signed body inside the evil one", $"<Envelope><Body Id=\"evil\"><Sum>9000000</Sum>{Body}</Body>{{0}}</Envelope>" },
        { "5 signature in the evil body, signed one at the end", $"<Envelope><Body Id=\"evil\"><Sum>9000000</Sum>{{0}}</Body><Tail>{Body}</Tail></Envelope>" },
        { "6 signature with the signed body in the evil body", "<Envelope><Body Id=\"evil\"><Sum>9000000</Sum>{1}</Body></Envelope>" },
        { "7 two bodies of one Id, evil in an extension", $"<Envelope><Extensions>{Evil.Replace("evil", "b", StringComparison.Ordinal)}</Extensions>{Body}{{0}}</Envelope>" },
        { "8 signed body in an Object, evil where it was", $"<Envelope>{Evil}{{1}}</Envelope>" },
    };

    [Fact]
    public async Task Untouched_WhereTheReaderExpectsIt_Passes()
    {
        var xml = $"<Envelope>{Body}{await Signature.Value}</Envelope>";
        var report = Validate(xml, "/Envelope/Body");
        report.Report.Code.ShouldBe("TOTAL_PASSED", string.Join(' ', report.Report.Findings));
        report.Covers.ShouldBe(["element /Envelope/Body"]);
        Validate(xml, null).Report.Code.ShouldBe("INDETERMINATE/SIGNED_DATA_NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Wrapped_IsRefused(string name, string pattern)
    {
        var signature = await Signature.Value;
        var inObject = signature.Replace("</ds:Signature>", $"<ds:Object>{Body}</ds:Object></ds:Signature>", StringComparison.Ordinal);
        var bare = signature.Replace("</ds:Signature>", $"{Body}</ds:Signature>", StringComparison.Ordinal);
        var xml = pattern.Replace("{0}", signature, StringComparison.Ordinal).Replace("{1}", inObject, StringComparison.Ordinal).Replace("{2}", bare, StringComparison.Ordinal);
        foreach (var expected in new[] { null, "/Envelope/Body" })
        {
            var report = Validate(xml, expected).Report;
            report.Indication.ShouldNotBe(Indication.TotalPassed, name);
            report.Integrity.ShouldBe(Integrity.ForbiddenChange, name);
        }
    }

    [Fact]
    public async Task SecondSetOfProperties_IsRefused()
    {
        var signed = Encoding.UTF8.GetString(await XadesSigner.SignEnveloped("<a><b>1</b></a>"u8.ToArray(), Samples.Person, XadesTests.Options("B")));
        var at = signed.IndexOf("<xades:SignedProperties", StringComparison.Ordinal);
        var end = signed.IndexOf("</xades:SignedProperties>", StringComparison.Ordinal) + "</xades:SignedProperties>".Length;
        var own = signed[at..end];
        var fake = own.Replace("Id=\"S-", "Id=\"F-", StringComparison.Ordinal).Replace("KT. CHỦ TỊCH", "CHỦ TỊCH", StringComparison.Ordinal);
        var moved = signed.Replace(own, fake, StringComparison.Ordinal)
            .Replace("</ds:Signature>", $"<ds:Object>{own.Replace("<xades:SignedProperties", "<xades:SignedProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\"", StringComparison.Ordinal)}</ds:Object></ds:Signature>", StringComparison.Ordinal);
        var report = XadesValidator.Validate(Encoding.UTF8.GetBytes(moved), XadesTests.Context()).Signatures[0].Report;
        report.Code.ShouldBe("INDETERMINATE/SIGNED_DATA_NOT_FOUND");
        report.Integrity.ShouldBe(Integrity.ForbiddenChange);
    }

    private static AdesSignature Validate(string xml, string? expected) =>
        XadesValidator.Validate(Encoding.UTF8.GetBytes(xml), XadesTests.Context() with { SignedElement = expected }).Signatures.ShouldHaveSingleItem();

    private static async Task<string> Sign()
    {
        var body = new XmlDocument { PreserveWhitespace = true };
        body.LoadXml(Body);
        var digest = XadesStamps.Hash(System.Security.Cryptography.HashAlgorithmName.SHA256, feed => new XmlCanon(new(true, false, false), feed).Write(body.DocumentElement!));
        var builder = new XadesBuilder(Samples.Person, XadesTests.Options("B"), [new("#b", "text/xml", digest, [CanonMethod.ExclusiveUri])]);
        builder.SetValue(await Samples.Person.SignHash(builder.HashToSign(), default), Samples.Person.Certificate);
        return builder.Signature.OuterXml;
    }
}
