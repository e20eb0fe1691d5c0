using System.Formats.Asn1;
using System.Security.Cryptography;
using Sen.Signatures.Cms;

namespace Sen.Signatures.Cades;

/// <summary>
/// The ats-hash-index-v3 of an archive timestamp (EN 319 122-1, 5.5.2): hashes of the certificates, statements and unsigned
/// attributes that the timestamp protects. What is added later is not in it and does no harm.
/// </summary>
internal sealed class ArchiveIndex
{
    private readonly HashAlgorithmName _name;
    private readonly byte[] _encoded;
    private readonly Present _listed;

    private ArchiveIndex(HashAlgorithmName name, byte[] encoded, Present listed) => (_name, _encoded, _listed) = (name, encoded, listed);

    /// <summary>Hashes, in hexadecimal, of certificates, statements and unsigned attributes.</summary>
    internal sealed record Present(HashSet<string> Certificates, HashSet<string> Statements, HashSet<string> Attributes)
    {
        public bool Holds(Present other) =>
            other.Certificates.IsSubsetOf(Certificates) && other.Statements.IsSubsetOf(Statements) && other.Attributes.IsSubsetOf(Attributes);
    }

    /// <summary>DER, to be put into the timestamp.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>All that a signature holds, by one algorithm.</summary>
    public static Present In(CmsEditor cms, HashAlgorithmName name) => new(
        [.. cms.Certificates.Select(c => Hash(name, c))], [.. cms.Statements.Select(s => Hash(name, s))], [.. cms.Unsigned.Select(u => Hash(name, u))]);

    /// <summary>An index of all that the signature holds now, by SHA-256.</summary>
    public static ArchiveIndex Of(CmsEditor cms)
    {
        var present = In(cms, HashAlgorithmName.SHA256);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            CmsBuilder.Algorithm(writer, Oids.Sha256, withNull: false);
            foreach (var list in (HashSet<string>[])[present.Certificates, present.Statements, present.Attributes])
                using (writer.PushSequence())
                    foreach (var hash in list)
                        writer.WriteOctetString(Convert.FromHexString(hash));
        }
        return new(HashAlgorithmName.SHA256, writer.Encode(), present);
    }

    /// <summary>Null when the token carries no such index, or more than one.</summary>
    public static ArchiveIndex? Read(ReadOnlyMemory<byte> token)
    {
        if (CmsSignature.TryRead(token)?.Unsigned(Oids.ArchiveHashIndexV3) is not [var encoded])
            return null;
        try
        {
            var index = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            if (Oids.Digest(index.ReadSequence().ReadObjectIdentifier()) is not { } name)
                return null;
            var lists = new HashSet<string>[3];
            for (var i = 0; i < lists.Length; i++)
            {
                lists[i] = [];
                for (var hashes = index.ReadSequence(); hashes.HasData;)
                    lists[i].Add(Convert.ToHexString(hashes.ReadOctetString()));
            }
            return new(name, encoded.ToArray(), new(lists[0], lists[1], lists[2]));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>
    /// What the timestamp is over (EN 319 122-1, 5.5.3): the content's type and hash, the signer's fields, and the index.
    /// Null when the index speaks of something that is not there, or by another hash than the timestamp.
    /// </summary>
    /// <param name="present">What the signature holds, by that algorithm.</param>
    public byte[]? Imprint(CmsEditor cms, byte[] contentHash, HashAlgorithmName name, Present present)
    {
        if (name != _name || !present.Holds(_listed))
            return null;
        using var hash = IncrementalHash.CreateHash(name);
        hash.AppendData(cms.ContentType.Span);
        hash.AppendData(contentHash);
        foreach (var field in cms.SignerFields)
            hash.AppendData(field.Span);
        hash.AppendData(_encoded);
        return hash.GetHashAndReset();
    }

    public bool ListsStatement(ReadOnlyMemory<byte> choice) => _listed.Statements.Contains(Hash(_name, choice));

    public bool ListsAttribute(string oid, ReadOnlyMemory<byte> value) => _listed.Attributes.Contains(Hash(_name, (oid, value)));

    private static string Hash(HashAlgorithmName name, ReadOnlyMemory<byte> value) => Convert.ToHexString(CryptographicOperations.HashData(name, value.Span));

    /// <summary>Of an attribute's type and one of its values, one behind the other.</summary>
    private static string Hash(HashAlgorithmName name, (string Oid, ReadOnlyMemory<byte> Value) attribute)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(attribute.Oid);
        return Hash(name, (ReadOnlyMemory<byte>)(byte[])[.. writer.Encode(), .. attribute.Value.Span]);
    }
}
