using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Sen.Tests.Identity;

/// <summary>A security key in software (W3C Web Authentication, level 3): one P-256 passkey, its counter, honest unless told otherwise.</summary>
internal sealed class Authenticator(string origin)
{
    private const byte UserPresent = 1, UserVerified = 4, HasCredential = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _user = "";

    public uint Counter { get; set; }

    /// <summary>False leaves the person's PIN or finger out.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Origin that the browser says.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>The answer to the options of a page that makes a passkey.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        _user = asked["user"]!["id"]!.GetValue<string>();
        var data = new CborWriter();
        data.WriteStartMap(3);
        data.WriteTextString("fmt");
        data.WriteTextString("none");
        data.WriteTextString("attStmt");
        data.WriteStartMap(0);
        data.WriteEndMap();
        data.WriteTextString("authData");
        data.WriteByteString([.. Data(asked["rp"]!["id"]!.GetValue<string>(), HasCredential), .. new byte[16], .. Length(_id), .. _id, .. Key()]);
        data.WriteEndMap();
        return Answer(new()
        {
            ["clientDataJSON"] = Client("webauthn.create", asked),
            ["attestationObject"] = Base64UrlEncoder.Encode(data.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>The answer to the options of a page that asks for a passkey.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Counter++;
        var client = Client("webauthn.get", asked);
        var data = Data(asked["rpId"]!.GetValue<string>(), 0);
        return Answer(new()
        {
            ["clientDataJSON"] = client,
            ["authenticatorData"] = Base64UrlEncoder.Encode(data),
            ["signature"] = Base64UrlEncoder.Encode(_key.SignData(
                [.. data, .. SHA256.HashData(Base64UrlEncoder.DecodeBytes(client))], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = _user,
        });
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64UrlEncoder.Encode(_id),
        ["rawId"] = Base64UrlEncoder.Encode(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private string Client(string type, JsonNode asked) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = asked["challenge"]!.GetValue<string>(),
        origin = Origin,
        crossOrigin = false,
    }));

    private byte[] Data(string domain, byte more)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(UserPresent | (Verifies ? UserVerified : 0) | more), .. counter];
    }

    private static byte[] Length(byte[] id) => [(byte)(id.Length >> 8), (byte)id.Length];

    /// <summary>The public key in COSE form (RFC 9053): EC2, ES256.</summary>
    private byte[] Key()
    {
        var point = _key.ExportParameters(false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        cose.WriteInt32(1);
        cose.WriteInt32(2);
        cose.WriteInt32(3);
        cose.WriteInt32(-7);
        cose.WriteInt32(-1);
        cose.WriteInt32(1);
        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        return cose.Encode();
    }
}
