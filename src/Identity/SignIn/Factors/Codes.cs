using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using Sen.Data;

namespace Sen.Identity.SignIn;

/// <summary>Which second factors an account has.</summary>
internal sealed record FactorState(bool Totp, int Passkeys, int RecoveryCodes)
{
    public bool Any => Totp || Passkeys > 0;
}

/// <summary>A secret that an app is set up with.</summary>
/// <param name="Text">In base 32, as it is typed; see <see cref="Address"/> for the QR code.</param>
/// <param name="Token">The same, protected, for the form.</param>
internal sealed record NewSecret(string Text, string Token)
{
    /// <summary>What the QR code says (the key URI that apps agree on).</summary>
    public string Address(string issuer, string userName) =>
        new OtpUri(OtpType.Totp, Text, userName, issuer).ToString();
}

/// <summary>One-time codes by time (TOTP, RFC 6238: 6 digits, 30 seconds, SHA-1 as every app does) and recovery codes on paper.</summary>
internal sealed class Codes(Database db, IDataProtectionProvider protection)
{
    private const int RecoveryCodes = 10, SecretSize = 20;

    private sealed record Secret(string Value, long LastStep);

    public Task<FactorState> Of(string staffId, CancellationToken ct) => db.One<FactorState>("""
        select exists (select from identity.totp where staff_id = @staffId) as totp,
          (select count(*) from identity.passkey where staff_id = @staffId)::int as passkeys,
          (select count(*) from identity.recovery_code where staff_id = @staffId and used_at is null)::int as recovery_codes
        """, new { staffId }, ct);

    /// <summary>Which factor the code is of, <c>totp</c> or <c>recovery-code</c>, or null; taken once, in the given work.</summary>
    public async Task<string?> Take(Work work, string staffId, string code, CancellationToken ct)
    {
        var typed = new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        if (typed.Length == 6 && await TakeTotp(work, staffId, typed))
            return "totp";
        var hash = Hash(typed);
        if (await work.OneOrNone<byte[]>("select hash from identity.recovery_code where staff_id = @staffId and hash = @hash and used_at is null for update",
            new { staffId, hash }, ct) is null)
            return null;
        work.AddOne("update identity.recovery_code set used_at = @Now where staff_id = @staffId and hash = @hash and used_at is null", new { staffId, hash, work.Now });
        return "recovery-code";
    }

    /// <summary>A secret for the set-up of an app. It lies in the form, protected, and nowhere else until a code proves that the app knows it.</summary>
    public NewSecret Begin(string staffId)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        return new(Base32Encoding.ToString(secret), SetUp(staffId).Protect(Convert.ToBase64String(secret), TimeSpan.FromMinutes(15)));
    }

    /// <summary>The secret of a set-up that has begun, to show the form again; null when it is too old or another's.</summary>
    public NewSecret? Again(string staffId, string? token)
    {
        try
        {
            return token is null ? null : new(Base32Encoding.ToString(Convert.FromBase64String(SetUp(staffId).Unprotect(token))), token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>True when the code proves that the app knows the secret; from then on the account asks for it.</summary>
    public bool Finish(Work work, string staffId, NewSecret secret, string code)
    {
        var bytes = Base32Encoding.ToBytes(secret.Text);
        if (!Verify(bytes, work.Now, code, out var step))
            return false;
        work.Add("""
            insert into identity.totp (staff_id, secret, last_step, created_at) values (@staffId, @Secret, @step, @Now)
            on conflict (staff_id) do update set secret = excluded.secret, last_step = excluded.last_step, created_at = excluded.created_at
            """, new { staffId, Secret = Protector.Protect(Convert.ToBase64String(bytes)), step, work.Now });
        return true;
    }

    /// <summary>Ten new recovery codes; the ones before hold no longer.</summary>
    public static IReadOnlyList<string> NewRecoveryCodes(Work work, string staffId)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTUVWXYZ", 16)).ToArray();
        work.Add("delete from identity.recovery_code where staff_id = @staffId", new { staffId });
        foreach (var code in codes)
            work.Add("insert into identity.recovery_code (staff_id, hash, created_at) values (@staffId, @Hash, @Now)", new { staffId, Hash = Hash(code), work.Now });
        return [.. codes.Select(c => string.Join('-', c.Chunk(4).Select(part => new string(part))))];
    }

    /// <summary>All factors of an account go, as when somebody lost them.</summary>
    public static void RemoveAll(Work work, string staffId)
    {
        work.Add("delete from identity.totp where staff_id = @staffId", new { staffId });
        work.Add("delete from identity.passkey where staff_id = @staffId", new { staffId });
        work.Add("delete from identity.recovery_code where staff_id = @staffId", new { staffId });
    }

    internal static byte[] Hash(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code));

    private async Task<bool> TakeTotp(Work work, string staffId, string code)
    {
        var kept = await work.OneOrNone<Secret>("select secret as value, last_step from identity.totp where staff_id = @staffId for update", new { staffId });
        if (kept is null || !Verify(Convert.FromBase64String(Protector.Unprotect(kept.Value)), work.Now, code, out var step) || step <= kept.LastStep)
            return false;
        work.AddOne("update identity.totp set last_step = @step where staff_id = @staffId", new { staffId, step });
        return true;
    }

    // One step back and forth: a clock may be half a minute off (RFC 6238, 5.2).
    private static bool Verify(byte[] secret, DateTimeOffset now, string code, out long step) =>
        new Totp(secret).VerifyTotp(now.UtcDateTime, new string([.. code.Where(char.IsAsciiDigit)]), out step, new VerificationWindow(previous: 1, future: 1));

    private IDataProtector Protector => protection.CreateProtector("identity.totp");

    private ITimeLimitedDataProtector SetUp(string staffId) => protection.CreateProtector("identity.totp.set-up", staffId).ToTimeLimitedDataProtector();
}
