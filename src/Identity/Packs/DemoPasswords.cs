using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Sen.Data;
using Sen.Identity.SignIn;
using Sen.Kernel;

namespace Sen.Identity.Packs;

/// <summary>
/// Passwords of the demonstration's accounts, made at the first run and kept in <c>demo-accounts.json</c> of
/// <c>Sen:DataFolder</c>, readable by the owner alone.
/// </summary>
internal sealed class DemoPasswords(Database db, Passwords passwords, IConfiguration configuration)
{
    /// <summary>Gives a password to each demonstration account that has none here; returns how many were made or set.</summary>
    public async Task<int> Give(CancellationToken ct)
    {
        var known = await Read(ct);
        var accounts = await db.Query<(string Id, string UserName, bool HasHash)>(
            "select id, user_name, password_hash is not null from identity.staff where demonstration", ct: ct);
        var missing = accounts.Where(a => !a.HasHash || !known.ContainsKey(a.UserName)).ToArray();
        if (missing.Length == 0)
            return 0;
        foreach (var account in missing)
            known.TryAdd(account.UserName, NewPassword());
        await Write(known, ct);
        await using var work = await db.Begin(Actor.Part("demo"), ct);
        foreach (var account in missing)
        {
            work.Add("update identity.staff set password_hash = @Hash where id = @Id and demonstration",
                new { account.Id, Hash = await passwords.Hash(known[account.UserName], ct) });
            work.Audit("staff.set-password", new Ref("staff", account.Id), "demonstration");
        }
        await work.Commit(ct);
        return missing.Length;
    }

    // Without letters and digits that are taken for one another: people type these from a screen.
    private static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 4)));

    private string Path => System.IO.Path.Combine(
        configuration["Sen:DataFolder"] ?? throw new InvalidOperationException("Sen:DataFolder is missing"), "demo-accounts.json");

    /// <summary>Passwords by user name.</summary>
    public async Task<Dictionary<string, string>> Read(CancellationToken ct)
    {
        if (!File.Exists(Path))
            return [];
        await using var stream = File.OpenRead(Path);
        return await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(stream, cancellationToken: ct) ?? [];
    }

    private async Task Write(Dictionary<string, string> passwords, CancellationToken ct)
    {
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(Path + ".new", options);
        await JsonSerializer.SerializeAsync(stream, passwords, cancellationToken: ct);
        await stream.DisposeAsync();
        File.Move(Path + ".new", Path, overwrite: true);
    }
}
