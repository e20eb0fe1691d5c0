using System.Formats.Asn1;

namespace Sen.Signatures.Xades;

/// <summary>XML signatures hold r and s one after the other, at full length (XMLDSig 1.1, 6.4.3); keys give DER.</summary>
internal static class EcdsaSignature
{
    /// <exception cref="RefusedException"><see cref="Refusal.KeyAnswer"/>: not two integers of that size.</exception>
    public static byte[] ToFixed(byte[] der, int keySize)
    {
        try
        {
            var length = (keySize + 7) / 8;
            var signature = new byte[2 * length];
            var pair = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            for (var end = length; end <= signature.Length; end += length)
            {
                var number = pair.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
                number.CopyTo(signature.AsSpan(end - number.Length));
            }
            return signature;
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException)
        {
            throw new RefusedException(Refusal.KeyAnswer, e.Message);
        }
    }
}
