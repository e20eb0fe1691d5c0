using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Sen.Data;

namespace Sen.Identity.SignIn;

/// <summary>What a page needs to ask a browser for a passkey.</summary>
/// <param name="Options">Options of WebAuthn as JSON.</param>
/// <param name="State">What was asked, protected; comes back with the answer, within <see cref="Passkeys.Patience"/>.</param>
internal sealed record PasskeyQuestion(string Options, string State);

/// <summary>A passkey that answered rightly.</summary>
internal sealed record PasskeyAnswer(StaffUser User, UserPasskeyInfo Passkey, byte[] Hash);

/// <summary>
/// Passkeys (W3C Web Authentication, level 3) by the framework's handler, which checks challenge, origin, user verification,
/// signature and counter. With user verification a passkey is two factors: level 2 of Decree 69/2024.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<StaffUser> handler, IDataProtectionProvider protection, ILogger<Passkeys> log)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private const string ForSignIn = "identity.passkey.get", ForMaking = "identity.passkey.create";

    /// <summary>Asks for any passkey of an account, or, without one, for whichever the browser offers.</summary>
    public async Task<PasskeyQuestion> Ask(StaffUser? user, HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(user, http);
        return new(asked.RequestOptionsJson, Protector(ForSignIn).Protect(asked.AssertionState ?? "", Patience));
    }

    /// <summary>The account whose passkey answered, or null; the reason is logged.</summary>
    public async Task<PasskeyAnswer?> Check(string? credential, string? state, HttpContext http)
    {
        if (string.IsNullOrEmpty(credential) || Open(ForSignIn, state) is not { } asked)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = asked });
        if (result.Succeeded)
            return new(result.User, result.Passkey, SHA256.HashData(Encoding.UTF8.GetBytes(state!)));
        log.LogInformation("A passkey was refused: {Reason}", result.Failure.Message);
        return null;
    }

    /// <summary>Asks the browser to make a passkey for an account.</summary>
    public async Task<PasskeyQuestion> AskNew(StaffUser user, HttpContext http)
    {
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = user.Id, Name = user.UserName, DisplayName = user.Name }, http);
        return new(asked.CreationOptionsJson, Protector(ForMaking).Protect(asked.AttestationState ?? "", Patience));
    }

    /// <summary>The new passkey of that account, or null; the reason is logged.</summary>
    public async Task<UserPasskeyInfo?> CheckNew(StaffUser user, string? credential, string? state, HttpContext http)
    {
        if (string.IsNullOrEmpty(credential) || Open(ForMaking, state) is not { } asked)
            return null;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = asked });
        if (result.Succeeded && result.UserEntity.Id == user.Id)
            return result.Passkey;
        log.LogInformation("A new passkey was refused: {Reason}", result.Failure?.Message ?? "made for another account");
        return null;
    }

    /// <summary>Takes an answer once: a second time the commit finds it there and writes nothing.</summary>
    public static void Take(Work work, PasskeyAnswer answer)
    {
        work.Add("delete from identity.passkey_answer where at < @Old", new { Old = work.Now - Patience - Patience });
        work.AddOne("insert into identity.passkey_answer (hash, at) values (@Hash, @Now) on conflict do nothing", new { answer.Hash, work.Now });
        work.AddOne("update identity.passkey set sign_count = @Count, backed_up = @BackedUp, used_at = @Now where id = @Id",
            new { Id = answer.Passkey.CredentialId, Count = (long)answer.Passkey.SignCount, BackedUp = answer.Passkey.IsBackedUp, work.Now });
    }

    private ITimeLimitedDataProtector Protector(string purpose) => protection.CreateProtector(purpose).ToTimeLimitedDataProtector();

    private string? Open(string purpose, string? state)
    {
        try
        {
            return string.IsNullOrEmpty(state) ? null : Protector(purpose).Unprotect(state);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
