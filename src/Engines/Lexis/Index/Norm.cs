namespace Sen.Lexis.Index;

/// <summary>Weighted lengths in one byte, in steps of six percent: twelve codes a doubling.</summary>
internal static class Norm
{
    private const double Codes = 12;

    /// <summary>The code of a length in quarters of a word.</summary>
    public static byte Encode(long quarters) => (byte)Math.Min(255, Math.Round(Codes * Math.Log2(1 + (quarters / 4.0))));

    /// <summary>BM25's denominator constant in quarters, by code.</summary>
    public static float[] Table(IndexSchema schema, double averageQuarters)
    {
        var table = new float[256];
        for (var code = 0; code < 256; code++)
        {
            var length = 4 * (Math.Pow(2, code / Codes) - 1);
            table[code] = (float)(4 * schema.K1 * (1 - schema.B + (schema.B * length / Math.Max(1, averageQuarters))));
        }
        return table;
    }
}
