using System.Globalization;
using System.IO.Compression;
using System.Text;
using Sen.Signatures;

namespace Sen.Tests.Unit.Signatures;

/// <summary>Tiny PDFs and keys; nothing is read from disk.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(7));
    public static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now);
    public static readonly SigningKey Person = Authority.Key(Authority.IssuePerson("Trần Thị Mẫu", "Ủy ban nhân dân xã Mẫu", Now.AddDays(-1), Now.AddYears(1)));
    public static readonly SigningKey Seal = Authority.Key(Authority.IssueOrganisation("Ủy ban nhân dân xã Mẫu", Now.AddDays(-1), Now.AddYears(1)));
    public static readonly TimestampResponder Timestamper = new(Authority.Key(Authority.IssueTimestampUnit(Now.AddDays(-1), Now.AddYears(5))));

    private static readonly string[] Objects =
    [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>{0}>>",
        "<</Length 44>>\nstream\nBT /F1 24 Tf 72 700 Td (Quyet dinh so 1) Tj ET\nendstream",
    ];

    /// <summary>One page of text; <paramref name="page"/> is put into its dictionary, <paramref name="catalog"/> into the root.</summary>
    public static byte[] Pdf(bool streams, string page = "", string catalog = "", params string[] more)
    {
        var bodies = Objects.Select(o => o.Replace("{0}", page, StringComparison.Ordinal).Replace("/Length 44", "/Length 46", StringComparison.Ordinal)).ToList();
        bodies[0] = bodies[0].Replace("/Pages", catalog + "/Pages", StringComparison.Ordinal);
        bodies.AddRange(more);
        return streams ? WithStreams(bodies) : WithTable(bodies);
    }

    private static byte[] WithTable(List<string> bodies)
    {
        var pdf = new StringBuilder("%PDF-1.7\n");
        var table = new StringBuilder($"xref\n0 {bodies.Count + 1}\n0000000000 65535 f \n");
        for (var i = 0; i < bodies.Count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{pdf.Length:D10} 00000 n \n");
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{bodies[i]}\nendobj\n");
        }
        var start = pdf.Length;
        pdf.Append(table).Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {bodies.Count + 1}/Root 1 0 R/ID[<00112233><44556677>]>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    /// <summary>All dictionaries lie in an object stream, the cross-reference stream has PNG predictors.</summary>
    private static byte[] WithStreams(List<string> bodies)
    {
        var packed = bodies.Select((body, i) => (Number: i + 1, Body: body)).Where(b => !b.Body.Contains("stream\n", StringComparison.Ordinal)).ToList();
        var loose = bodies.Select((body, i) => (Number: i + 1, Body: body)).Where(b => b.Body.Contains("stream\n", StringComparison.Ordinal)).ToList();
        var (head, inner) = (new StringBuilder(), new StringBuilder());
        foreach (var (number, body) in packed)
        {
            head.Append(CultureInfo.InvariantCulture, $"{number} {inner.Length} ");
            inner.Append(body).Append(' ');
        }
        var container = Flate(Encoding.Latin1.GetBytes(head.ToString() + inner));
        var (containerNumber, xrefNumber) = (bodies.Count + 1, bodies.Count + 2);
        using var pdf = new MemoryStream();
        void Text(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        var rows = new byte[xrefNumber + 1][];
        rows[0] = [0, 0, 0, 0];
        Text("%PDF-1.7\n");
        foreach (var (number, body) in loose)
        {
            rows[number] = [1, (byte)(pdf.Length >> 8), (byte)pdf.Length, 0];
            Text($"{number} 0 obj\n{body}\nendobj\n");
        }
        for (var i = 0; i < packed.Count; i++)
            rows[packed[i].Number] = [2, 0, (byte)containerNumber, (byte)i];
        rows[containerNumber] = [1, (byte)(pdf.Length >> 8), (byte)pdf.Length, 0];
        Text($"{containerNumber} 0 obj\n<</Type/ObjStm/N {packed.Count}/First {head.Length}/Filter/FlateDecode/Length {container.Length}>>\nstream\n");
        pdf.Write(container);
        Text("\nendstream\nendobj\n");
        var start = pdf.Length;
        rows[xrefNumber] = [1, (byte)(start >> 8), (byte)start, 0];
        var previous = new byte[4];
        var predicted = rows.SelectMany(row =>
        {
            // Filter 2, "up".
            var line = new byte[] { 2 }.Concat(row.Select((b, i) => (byte)(b - previous[i]))).ToArray();
            previous = row;
            return line;
        }).ToArray();
        var section = Flate(predicted);
        Text($"{xrefNumber} 0 obj\n<</Type/XRef/Size {xrefNumber + 1}/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>/Length {section.Length}>>\nstream\n");
        pdf.Write(section);
        Text($"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        return pdf.ToArray();
    }

    /// <summary>Appends an update by hand: whole objects under their numbers, with a table.</summary>
    public static byte[] Update(byte[] pdf, int size, params (int Number, string Body)[] objects)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var at = text.LastIndexOf("startxref", StringComparison.Ordinal) + 9;
        var previous = int.Parse(text[at..].Trim().Split('\n')[0], CultureInfo.InvariantCulture);
        var (body, table) = (new StringBuilder(), new StringBuilder("xref\n"));
        foreach (var (number, value) in objects.OrderBy(o => o.Number))
        {
            table.Append(CultureInfo.InvariantCulture, $"{number} 1\n{pdf.Length + body.Length:D10} 00000 n \n");
            body.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{value}\nendobj\n");
        }
        var start = pdf.Length + body.Length;
        body.Append(table).Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {size}/Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n");
        return [.. pdf, .. Encoding.Latin1.GetBytes(body.ToString())];
    }

    public static async Task<byte[]> Sign(byte[] pdf, SigningKey? key = null, PadesOptions? options = null) =>
        (await PadesSigner.Sign(pdf, key ?? Person, options ?? new PadesOptions(Now))).ToArray();

    /// <summary>Statements of that time: nothing is revoked.</summary>
    public static readonly ValidationData Statuses = new([], [Authority.RevokedLeaves(Now), Authority.RevokedAuthorities(Now)], []);

    public static PdfReport Validate(byte[] pdf, string password = "") => PdfValidator.Validate(pdf, Authority.Anchors, Now, Statuses, password: password);

    public static byte[] Flate(byte[] data)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return output.ToArray();
    }
}
