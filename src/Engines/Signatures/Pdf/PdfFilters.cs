using System.IO.Compression;

namespace Sen.Signatures.Pdf;

/// <summary>Flate with PNG predictors (ISO 32000-2, 7.4.4): all that cross-reference and object streams use.</summary>
internal static class PdfFilters
{
    /// <summary>The most that one stream may expand to; a larger one is taken for a bomb.</summary>
    public const int MaxExpanded = 128 << 20;

    public static byte[] Decode(PdfStream stream, Func<PdfObject, PdfObject> resolve)
    {
        var filter = resolve(stream.Dictionary["Filter"]);
        var parameters = resolve(stream.Dictionary["DecodeParms"]);
        if (filter is PdfArray { Items: var filters })
        {
            if (filters.Count > 1)
                throw new RefusedException(Refusal.UnsupportedFilter, "chained filters");
            filter = filters.Count == 0 ? PdfObject.Null : resolve(filters[0]);
            parameters = parameters is PdfArray { Items: [var first, ..] } ? resolve(first) : parameters;
        }
        return filter switch
        {
            PdfNull => stream.Plain.ToArray(),
            PdfName { Value: "FlateDecode" or "Fl" } => Unpredict(Inflate(stream.Plain), parameters as PdfDictionary ?? PdfDictionary.Empty, resolve),
            _ => throw new RefusedException(Refusal.UnsupportedFilter, filter.ToString()),
        };
    }

    public static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return output.ToArray();
    }

    public static byte[] Inflate(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
            using var output = new MemoryStream();
            var buffer = new byte[16384];
            for (int read; (read = zlib.Read(buffer)) > 0;)
            {
                if (output.Length + read > MaxExpanded)
                    throw new RefusedException(Refusal.OverLimit, "a stream expands too far");
                output.Write(buffer, 0, read);
            }
            return output.ToArray();
        }
        // Some damage comes out as an error of the library underneath.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new RefusedException(Refusal.BrokenObject, e.Message);
        }
    }

    private static byte[] Unpredict(byte[] data, PdfDictionary parameters, Func<PdfObject, PdfObject> resolve)
    {
        long Number(string key, long otherwise) => resolve(parameters[key]) is PdfInteger { Value: var value } ? value : otherwise;
        var predictor = Number("Predictor", 1);
        if (predictor == 1)
            return data;
        var (colors, bits, columns) = (Number("Colors", 1), Number("BitsPerComponent", 8), Number("Columns", 1));
        if (predictor < 10 || colors is < 1 or > 32 || bits is not (1 or 2 or 4 or 8 or 16) || columns is < 1 or > 1 << 20)
            throw new RefusedException(Refusal.UnsupportedFilter, $"predictor {predictor}");
        return Unfilter(data, (int)(((columns * colors * bits) + 7) / 8), (int)Math.Max(1, colors * bits / 8));
    }

    /// <summary>Undoes the PNG row filters (PNG specification, clause 9); <paramref name="width"/> and <paramref name="step"/> in bytes.</summary>
    public static byte[] Unfilter(byte[] data, int width, int step)
    {
        if (data.Length % (width + 1) != 0)
            throw new RefusedException(Refusal.BrokenObject, "predicted rows are cut off");
        var rows = data.Length / (width + 1);
        var result = new byte[rows * width];
        for (var row = 0; row < rows; row++)
        {
            var filter = data[row * (width + 1)];
            if (filter > 4)
                throw new RefusedException(Refusal.BrokenObject, $"row filter {filter}");
            for (var i = 0; i < width; i++)
            {
                var at = (row * width) + i;
                var left = i >= step ? result[at - step] : 0;
                var up = row > 0 ? result[at - width] : 0;
                var corner = i >= step && row > 0 ? result[at - width - step] : 0;
                var guess = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
                result[at] = (byte)(data[(row * (width + 1)) + 1 + i] + guess);
            }
        }
        return result;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
