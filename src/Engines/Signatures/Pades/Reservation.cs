using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>The space kept in an update for a signature's value, which is made over everything around it (ISO 32000-2, 12.8.1).</summary>
internal sealed class Reservation
{
    private const string RangeKey = "/ByteRange [";
    private readonly PdfSource _before;
    private readonly byte[] _appended;
    private readonly int _start;
    private readonly int _end;

    /// <param name="signature">The object whose dictionary was made by <see cref="Dictionary"/>.</param>
    public Reservation(PdfSource before, PdfUpdate update, PdfReference signature)
    {
        _before = before;
        _appended = update.Write(out var offsets);
        var offset = (int)(offsets[signature.Number] - before.Length);
        var parser = new PdfParser(_appended, offset);
        parser.TryInteger(out _);
        parser.TryInteger(out _);
        parser.TryKeyword("obj"u8);
        var contents = (PdfString)((PdfDictionary)parser.Read())["Contents"];
        (_start, _end) = (contents.Start, contents.End);
        // ByteRange precedes every text that could look like it.
        var at = offset + _appended.AsSpan(offset).IndexOf(Encoding.ASCII.GetBytes(RangeKey)) + RangeKey.Length;
        var length = _appended.AsSpan(at).IndexOf((byte)']');
        var range = string.Create(CultureInfo.InvariantCulture, $"0 {before.Length + _start} {before.Length + _end} {_appended.Length - _end}");
        Encoding.ASCII.GetBytes(range.PadRight(length), _appended.AsSpan(at));
    }

    public static PdfDictionary Dictionary(string type, string subFilter, int bytes, params (string Key, PdfObject Value)[] more) => Make.Dictionary(
    [
        ("Type", Make.Name(type)),
        ("ByteRange", Make.Array(Make.Of(0), Make.Of(9_999_999_999), Make.Of(9_999_999_999), Make.Of(9_999_999_999))),
        ("Contents", new PdfString(new byte[bytes], Hex: true)),
        ("Filter", Make.Name("Adobe.PPKLite")),
        ("SubFilter", Make.Name(subFilter)),
        .. more,
    ]);

    /// <summary>SHA-256 of the whole file without the reserved space.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _before.AppendTo(hash, 0, _before.Length);
        hash.AppendData(_appended, 0, _start);
        hash.AppendData(_appended, _end, _appended.Length - _end);
        return hash.GetHashAndReset();
    }

    /// <summary>Puts the value in; returns the finished update.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.ReservationTooSmall"/>.</exception>
    public byte[] Fill(ReadOnlySpan<byte> cms)
    {
        var room = (_end - _start - 2) / 2;
        if (cms.Length > room)
            throw new RefusedException(Refusal.ReservationTooSmall, $"{cms.Length} bytes, {room} reserved");
        Encoding.ASCII.GetBytes(Convert.ToHexString(cms), _appended.AsSpan(_start + 1));
        return _appended;
    }
}
