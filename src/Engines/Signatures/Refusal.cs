namespace Sen.Signatures;

/// <summary>Why a file cannot be read, signed or timestamped. Higher rows translate the code.</summary>
public enum Refusal
{
    /// <summary>The file does not begin with <c>%PDF-</c>, or has no <c>startxref</c>.</summary>
    NotPdf,
    /// <summary>The file is encrypted under a password that was not given, or by another handler than the standard one.</summary>
    Encrypted,
    /// <summary>The file is encrypted and its permissions do not allow this (ISO 32000-2, table 22).</summary>
    PermissionDenied,
    /// <summary>A cross-reference section or trailer breaks ISO 32000-2, 7.5.</summary>
    BrokenXref,
    /// <summary>An object or stream breaks ISO 32000-2, 7.3.</summary>
    BrokenObject,
    /// <summary>Nesting, count or expanded size passes the engine's limits.</summary>
    OverLimit,
    /// <summary>A filter that the engine does not need to know for signing, in a place where it would.</summary>
    UnsupportedFilter,
    /// <summary>An earlier certification (DocMDP, ISO 32000-2, 12.8.2.2) permits no further signature.</summary>
    NoFurtherSignature,
    /// <summary>A certification may only be the first signature (ISO 32000-2, 12.8.2.2.1).</summary>
    CertificationNotFirst,
    /// <summary>An earlier signature locks the field (FieldMDP, ISO 32000-2, 12.8.2.4).</summary>
    FieldLocked,
    /// <summary>The named field already holds a value.</summary>
    FieldNotEmpty,
    /// <summary>The named field exists and is not a signature field.</summary>
    FieldNotSignature,
    /// <summary>The page asked for does not exist.</summary>
    NoSuchPage,
    /// <summary>The appearance's image is not a PNG that can be embedded.</summary>
    UnsupportedImage,
    /// <summary>The appearance's font is not a TrueType font, or lacks a character of the text.</summary>
    UnsupportedFont,
    /// <summary>The key is too weak to sign: RSA below 2048 bits, a curve below P-256.</summary>
    WeakKey,
    /// <summary>A key of another kind than RSA and ECDSA, as EdDSA: its identifier is the detail.</summary>
    UnsupportedKey,
    /// <summary>The finished CMS does not fit the space reserved for it.</summary>
    ReservationTooSmall,
    /// <summary>Long-term validity needs the status of a certificate that nobody states.</summary>
    StatusMissing,
    /// <summary>A certificate of the signature's path is revoked.</summary>
    Revoked,
    /// <summary>The time-stamping authority refused or answered something else.</summary>
    Timestamp,
    /// <summary>Not well-formed XML, or with a document type definition, which no signed document of ours may have.</summary>
    NotXml,
    /// <summary>XML in another encoding than UTF-8 cannot take a signature without being rewritten.</summary>
    UnsupportedEncoding,
    /// <summary>Not an ASiC-E container (EN 319 162-1), or a damaged one.</summary>
    NotContainer,
    /// <summary>Not a CMS SignedData with one signer.</summary>
    NotCms,
    /// <summary>The file that a signature stands beside is not given, or is not the one that was signed.</summary>
    ContentMissing,
    /// <summary>The key's holder refused, cancelled, or cannot be reached.</summary>
    KeyUnavailable,
    /// <summary>The key's holder returned something else than a signature by the expected certificate over what was sent.</summary>
    KeyAnswer,
}

/// <summary>Nothing was done; <see cref="Reason"/> says why, <see cref="Exception.Message"/> is for the log only.</summary>
public sealed class RefusedException(Refusal reason, string detail) : Exception($"{reason}: {detail}")
{
    /// <summary>The code that higher rows translate.</summary>
    public Refusal Reason { get; } = reason;
}
