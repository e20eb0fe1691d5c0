using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Sen.Identity.SignIn;

/// <summary>
/// Password hashes: PBKDF2-HMAC-SHA512 with 210,000 rounds (OWASP's figure of 2023), by ASP.NET Core's hasher, whose format
/// carries its parameters. A memory-hard function takes its place with the measured sign-ins of the staff accounts.
/// </summary>
internal sealed class Passwords
{
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly Lazy<string> _decoy;

    public Passwords() => _decoy = new(() => _hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    /// <summary>Takes as long for an account that does not exist, so that the clock does not tell which ones do.</summary>
    public PasswordVerificationResult Verify(string? hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }
}
