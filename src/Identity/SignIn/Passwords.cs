using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using NSec.Cryptography;

namespace Sen.Identity.SignIn;

/// <summary>
/// Password hashes: Argon2id (RFC 9106) with 9 MiB, 4 passes, 1 lane (one of OWASP's five choices of equal strength), in the usual
/// text form, which carries its parameters: <c>$argon2id$v=19$m=9216,t=4,p=1$SALT$HASH</c>. Hashes of other parameters, and those of
/// the time before (PBKDF2, ASP.NET Core's format), still hold and are made anew at the next sign-in.
/// </summary>
internal sealed partial class Passwords : IDisposable
{
    // Fresh memory costs more than passes over it: 19 MiB twice take 12.7 ms, 9 MiB four times 8.1 ms (bench sign-in).
    private const int Memory = 9_216, Passes = 4, SaltSize = 16, HashSize = 32;

    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _old = new();
    private readonly Lazy<string> _decoy;

    // Each hash holds its 9 MiB and a core: more at a time than there are cores would only take memory.
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    public Passwords() => _decoy = new(() => Compute(Guid.NewGuid().ToString()));

    public async Task<string> Hash(string password, CancellationToken ct = default)
    {
        await _places.WaitAsync(ct);
        try
        {
            return Compute(password);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Takes as long for an account that does not exist, so that the clock does not tell which ones do.</summary>
    public async Task<PasswordVerificationResult> Verify(string? hash, string password, CancellationToken ct = default)
    {
        await _places.WaitAsync(ct);
        try
        {
            var result = Check(hash ?? _decoy.Value, password);
            return hash is null ? PasswordVerificationResult.Failed : result;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private PasswordVerificationResult Check(string hash, string password)
    {
        if (Form().Match(hash) is not { Success: true } form)
            return _old.VerifyHashedPassword(Nobody, hash, password) == PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed
                : PasswordVerificationResult.SuccessRehashNeeded;
        var (memory, passes) = (Number(form, "m"), Number(form, "t"));
        var kept = Bytes(form.Groups["hash"].Value);
        var computed = Derive(password, Bytes(form.Groups["salt"].Value), memory, passes, kept.Length);
        if (!CryptographicOperations.FixedTimeEquals(kept, computed))
            return PasswordVerificationResult.Failed;
        return memory == Memory && passes == Passes ? PasswordVerificationResult.Success : PasswordVerificationResult.SuccessRehashNeeded;
    }

    private static string Compute(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={Memory},t={Passes},p=1${Text(salt)}${Text(Derive(password, salt, Memory, Passes, HashSize))}");
    }

    private static byte[] Derive(string password, byte[] salt, int memory, int passes, int size) =>
        PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memory, NumberOfPasses = passes })
            // The same letters typed on two keyboards are one password (NIST SP 800-63B, 3.1.1.2).
            .DeriveBytes(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)), salt, size);

    private static int Number(Match form, string name) => int.Parse(form.Groups[name].Value, CultureInfo.InvariantCulture);

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    [GeneratedRegex(@"^\$argon2id\$v=19\$m=(?<m>\d{1,7}),t=(?<t>\d{1,3}),p=1\$(?<salt>[A-Za-z0-9+/]+)\$(?<hash>[A-Za-z0-9+/]+)$")]
    private static partial Regex Form();
}
