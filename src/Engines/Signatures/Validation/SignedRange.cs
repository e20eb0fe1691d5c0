using System.Security.Cryptography;
using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>The bytes a signature covers: from the first to <paramref name="End"/>, all but the Contents token.</summary>
internal sealed record SignedRange(int GapStart, int GapEnd, int End)
{
    /// <summary>
    /// Null unless the range starts at the first byte and its one gap is exactly the token of this signature's own
    /// Contents. A looser gap could hide a second document (the "universal signature forgery" family).
    /// </summary>
    public static SignedRange? Read(PdfFile file, PdfDictionary signature)
    {
        var range = file.Array(signature["ByteRange"]).Select(i => file.Integer(i) ?? -1).ToArray();
        return range is [0, > 0 and var gap, var second, >= 0 and var length]
            && second > gap && second <= file.Data.Length && length <= file.Data.Length - second
            && signature["Contents"] is PdfString { Hex: true } contents && contents.Start == gap && contents.End == second
                ? new SignedRange((int)gap, (int)second, (int)(second + length))
                : null;
    }

    public byte[] Hash(PdfFile file, HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        file.AppendTo(hash, 0, GapStart);
        file.AppendTo(hash, GapEnd, End);
        return hash.GetHashAndReset();
    }
}
