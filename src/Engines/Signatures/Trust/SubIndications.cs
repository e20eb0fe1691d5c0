namespace Sen.Signatures.Trust;

/// <summary>The sub-indications of EN 319 102-1, table 5 and 6, that this engine gives.</summary>
internal static class SubIndications
{
    public const string FormatFailure = "FORMAT_FAILURE";
    public const string HashFailure = "HASH_FAILURE";
    public const string CryptoFailure = "SIG_CRYPTO_FAILURE";
    public const string Revoked = "REVOKED";
    public const string NotYetValid = "NOT_YET_VALID";
    public const string ChainConstraints = "CHAIN_CONSTRAINTS_FAILURE";
    public const string ChainGeneral = "CERTIFICATE_CHAIN_GENERAL_FAILURE";
    public const string WeakCrypto = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE";
    public const string RevokedNoProof = "REVOKED_NO_POE";
    public const string AuthorityRevokedNoProof = "REVOKED_CA_NO_POE";
    public const string OutOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED";
    public const string OutOfBounds = "OUT_OF_BOUNDS_NO_POE";
    public const string NoSigningCertificate = "NO_SIGNING_CERTIFICATE_FOUND";
    public const string NoChain = "NO_CERTIFICATE_CHAIN_FOUND";
    public const string TryLater = "TRY_LATER";
    public const string Generic = "GENERIC";
}
