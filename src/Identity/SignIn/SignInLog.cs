using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sen.Data;
using Sen.Identity.Sessions;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>
/// The log of sign-ins that the detection rules read (<c>identity.v_sign_in_event</c>, data set <c>sen.sign-in</c>): what was tried, from where,
/// how it ended. People type passwords into the box of the user name: a name that no account has is written as a hash whose key lives
/// as long as the program, with the parts of it that rules look for.
/// </summary>
internal sealed partial class SignInLog(Database db)
{
    /// <summary>What was done: a sign-in, its first half, VNeID, a step-up, the use of a recovery code, the call of a system.</summary>
    public const string SignIn = "sign-in", FirstFactor = "sign-in-first-factor", VNeID = "vneid-sign-in", Confirm = "confirm", Recovery = "recovery", Client = "client-sign-in";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);
    private static readonly HashSet<string> Defaults = ["admin", "administrator", "root", "test", "guest", "sa", "postgres", "quantri", "user"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>It went through: written with the session.</summary>
    public static void Succeeded(Work work, string action, StaffUser user, string factor, Origin origin) =>
        Write(work, Body(work.Now, action, null, user.UserName, user.Id, ActorKind.Staff, factor, origin), user.Id, null);

    /// <summary>The same of a citizen, who has no user name.</summary>
    public static void Succeeded(Work work, string personId, Origin origin) =>
        Write(work, Body(work.Now, VNeID, null, null, personId, ActorKind.Citizen, "vneid", origin), personId, null);

    /// <summary>It did not go through.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="known">An account has this name.</param>
    /// <param name="reason">Why: <c>wrong-password</c>, <c>wrong-code</c>, ...; of VNeID what did not hold.</param>
    public Task Failed(string action, string? name, bool known, string reason, string? factor, Origin origin, CancellationToken ct) =>
        Write(Body(db.Now, action, reason, known || name is null ? name : Unknown(name), null, action == VNeID ? ActorKind.Citizen : ActorKind.Staff, factor, origin), ct);

    /// <summary>It was turned away before the secret was looked at: once a minute for an account and place.</summary>
    public void Throttled(Work work, string account, bool known, Origin origin)
    {
        var (name, action) = account.Split('#') switch
        {
            [var user, "confirm"] => (user, Confirm),
            [var user, "recovery"] => (user, Recovery),
            [var user, ..] => (user, SignIn),
            _ => (account, SignIn),
        };
        Write(work, Body(work.Now, action, "too-many-tries", known ? name : Unknown(name), null, ActorKind.Staff, null, origin), null,
            Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{account}\n{origin.Place}"))));
    }

    /// <summary>A system came with a key from a place that the key was not used from before.</summary>
    public static void Succeeded(Work work, Clients.PresentedKey key, Origin origin) => Write(work, Body(work.Now, null, key, origin), null, null);

    /// <summary>A system was turned away; the number of its key is no secret.</summary>
    public Task Failed(Clients.PresentedKey key, string reason, Origin origin, CancellationToken ct) => Write(Body(db.Now, reason, key, origin), ct);

    private static string Body(DateTimeOffset at, string? reason, Clients.PresentedKey key, Origin origin) =>
        Body(at, Client, reason, key.Client, key.Client, ActorKind.Machine, key.Kind, origin, key.Id);

    private async Task Write(string body, CancellationToken ct)
    {
        await using var work = await db.BeginDraft(Actor.Part("sign-in"), ct);
        Write(work, body, null, null);
        await work.Commit(ct);
    }

    private static void Write(Work work, string body, string? subject, string? once)
    {
        // Now and then, a few at a time.
        if (Random.Shared.Next(100) == 0)
            work.Add("delete from identity.sign_in_event where id = any (array(select id from identity.sign_in_event where at < @old order by at limit 2000 for update skip locked))",
            new { old = work.Now - Kept });
        work.Add("""
            insert into identity.sign_in_event (at, body, subject_id, once)
            select @Now, @body, @subject, @once where @once::text is null or not exists (select from identity.sign_in_event where once = @once and at > @since)
            """, new { work.Now, body, subject, once, since = work.Now.AddMinutes(-1) });
    }

    private static string Body(DateTimeOffset at, string action, string? reason, string? name, string? id, ActorKind kind, string? factor, Origin origin, string? key = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["@timestamp"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["event"] = new { dataset = "sen.sign-in", category = "authentication", action, outcome = reason is null ? "success" : "failure", reason },
            ["user"] = new { name, id },
            ["actor"] = new { kind = kind.ToString() },
            // Of IPv6 the network is kept, which has no length here.
            ["source"] = origin.Address == "local" ? null : new { ip = origin.Address.Split('/')[0] },
            ["sen"] = new { factor, key, knownPlace = origin.Device is not null },
        }, Json);

    private string Unknown(string name)
    {
        if (Defaults.Contains(name))
            return name;
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(name)))[..16];
        return string.Join(' ', Suspicious().Matches(name).Select(m => m.Value).Distinct(StringComparer.OrdinalIgnoreCase).Prepend("unknown-" + hash).Take(6));
    }

    /// <summary>What the rule on code in a user name looks for (packs/vietnam/detection/sen_sign_in.yml).</summary>
    [GeneratedRegex("""('|"|;|--|<script|\bunion\s+select\b)""", RegexOptions.IgnoreCase)]
    private static partial Regex Suspicious();
}
