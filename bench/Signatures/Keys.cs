using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sen.Signatures;

namespace Sen.Bench.Signatures;

internal static class Memory
{
    /// <summary>The most that this process held at once, in bytes, as the kernel counts it.</summary>
    public static long Peak() =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}

/// <summary>An authority, keys and files of our own.</summary>
internal static class Keys
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    public static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now);
    public static readonly SigningKey Person = Authority.Key(Authority.IssuePerson("Trần Thị Mẫu", "Ủy ban nhân dân xã Mẫu", Now.AddDays(-1), Now.AddYears(1)));
    public static readonly TimestampSource Timestamp = new TimestampResponder(Authority.Key(Authority.IssueTimestampUnit(Now.AddDays(-1), Now.AddYears(5)))).Source(TimeProvider.System);

    public static readonly ValidationData Known = new([], [Authority.RevokedLeaves(Now), Authority.RevokedAuthorities(Now)], []);

    public static PadesOptions Archived => new(Now) { Timestamp = Timestamp, Revocation = Authority.Statements(TimeProvider.System), Archive = Timestamp };

    /// <summary>RSA 2048, self-signed: the key of the comparison.</summary>
    public static X509Certificate2 Rsa2048()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=Sen bench", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(1));
    }

    public static async Task<byte[][]> Samples()
    {
        var plain = Pdf(1000);
        var signed = (await PadesSigner.Sign(plain, Person, new PadesOptions(Now))).ToArray();
        var archived = (await PadesSigner.Sign(plain, Person, Archived)).ToArray();
        return [plain, signed, (await PadesSigner.Sign(signed, Person, Archived)).ToArray(), archived];
    }

    /// <summary>One page, and a stream that nothing shows, of that many bytes.</summary>
    public static byte[] Pdf(int ballast)
    {
        using var output = new MemoryStream();
        WritePdf(output, ballast);
        return output.ToArray();
    }

    public static void WritePdf(Stream output, long ballast)
    {
        var places = new List<long>();
        var at = 0L;
        void Text(string text)
        {
            output.Write(Encoding.Latin1.GetBytes(text));
            at += text.Length;
        }

        void Object(string body)
        {
            places.Add(at);
            Text($"{places.Count} 0 obj\n{body}\nendobj\n");
        }

        Text("%PDF-1.7\n");
        Object("<</Type/Catalog/Pages 2 0 R>>");
        Object("<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>");
        Object("<</Type/Page/Parent 2 0 R/Contents 4 0 R/PieceInfo<</Ballast 5 0 R>>>>");
        Object("<</Length 1>>\nstream\nq\nendstream");
        places.Add(at);
        Text($"5 0 obj\n<</Length {ballast}>>\nstream\n");
        var random = new Random(1);
        var piece = new byte[1 << 16];
        for (var left = ballast; left > 0; left -= piece.Length)
        {
            random.NextBytes(piece);
            output.Write(piece, 0, (int)Math.Min(left, piece.Length));
        }
        at += ballast;
        Text("\nendstream\nendobj\n");
        var start = at;
        Text($"xref\n0 6\n0000000000 65535 f \n{string.Concat(places.Select(p => $"{p:D10} 00000 n \n"))}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    }
}
