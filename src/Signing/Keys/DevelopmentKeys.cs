using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>
/// Keys of the demonstration: an authority of our own, labelled "not for legal use" in every certificate, a key for each
/// member of the staff who may sign and a seal for each unit that has one. Only where stand-ins are switched on.
/// </summary>
internal static class DevelopmentKeys
{
    /// <summary>What a pack lists in <c>demo/keys.yaml</c>.</summary>
    internal sealed record Wanted
    {
        public required IReadOnlyList<string> Units { get; init; }
        public required string SignaturePicture { get; init; }
        public required string SealPicture { get; init; }
    }

    public static async Task<string> Run(IServiceProvider services, Pack pack, CancellationToken ct)
    {
        if (!pack.Has("demo/keys.yaml") || !services.GetRequiredService<SigningOptions>().StandIns)
            return "signing keys: none wanted";
        var wanted = pack.Read<Wanted>("demo/keys.yaml");
        var (db, keys) = (services.GetRequiredService<Database>(), services.GetRequiredService<KeyStore>());
        var authority = await Authority(db, keys, ct);
        var (from, to) = (db.Now.AddMinutes(-5), db.Now.AddYears(2));
        var made = 0;
        foreach (var code in wanted.Units)
        {
            var unit = await services.GetRequiredService<Units>().Find(code, ct)
                ?? throw new InvalidDataException($"demo/keys.yaml: no unit {code}");
            if (!await keys.Has("unit", code, ct))
                made += await Keep(db, work => keys.Add(work, "unit", code, authority.IssueOrganisation(unit.Name, from, to), Chain(authority), pack.Bytes(wanted.SealPicture), true), ct);
            foreach (var member in await services.GetRequiredService<Staff>().HoldersOf("dossier.sign", unit.Path, ct))
                if (!await keys.Has("staff", member.Id, ct))
                    made += await Keep(db, work => keys.Add(work, "staff", member.Id, authority.IssuePerson(member.Name, unit.Name, from, to), Chain(authority), pack.Bytes(wanted.SignaturePicture), true), ct);
        }
        if (!await keys.Has("timestamp", "development", ct))
            made += await Keep(db, work => keys.Add(work, "timestamp", "development", authority.IssueTimestampUnit(from, to), Chain(authority), null, true), ct);
        return $"signing keys: {made} development keys issued";
    }

    private static X509Certificate2[] Chain(DevelopmentAuthority authority) => [authority.Issuing, authority.Root];

    private static async Task<int> Keep(Database db, Action<Work> write, CancellationToken ct)
    {
        await using var work = await db.Begin(Actor.Part("demo"), ct);
        write(work);
        await work.Commit(ct);
        return 1;
    }

    private static async Task<DevelopmentAuthority> Authority(Database db, KeyStore keys, CancellationToken ct)
    {
        if (await keys.Find("authority", "development", ct) is { } known)
            return DevelopmentAuthority.Load(known.Key.Chain[0], known.Key.Certificate);
        var authority = DevelopmentAuthority.Create(db.Now.AddMinutes(-10));
        await using var work = await db.Begin(Actor.Part("demo"), ct);
        keys.Add(work, "authority", "development", authority.Issuing, [authority.Root], null, true);
        // The root signs the list of revoked authorities, without which no signature of the demonstration could last.
        keys.Add(work, "authority", "development-root", authority.Root, [], null, true);
        work.Add("insert into signing.anchor (thumbprint, subject, certificate, development, added_at) values (@Thumbprint, @Subject, @RawData, true, @Now)",
            new { authority.Root.Thumbprint, authority.Root.Subject, authority.Root.RawData, work.Now });
        await work.Commit(ct);
        return authority;
    }
}

/// <summary>How this installation signs.</summary>
/// <param name="StandIns">True where development keys and the stand-ins for timestamps and tokens may be used; never in production.</param>
/// <param name="Tsa">Address of a time-stamping authority (RFC 3161); null for none.</param>
/// <param name="Font">TrueType font of numbers and dates, with Vietnamese.</param>
/// <param name="TokenService">WebSocket address of the desktop service at the signer's own machine.</param>
internal sealed record SigningOptions(bool StandIns, Uri? Tsa, string Font, string TokenService)
{
    public static SigningOptions From(IConfiguration configuration, IHostEnvironment environment) => new(
        configuration.GetValue<bool>("Sen:StandIns") && !environment.IsProduction(),
        (configuration["Sen:Signing:Tsa"] ?? (configuration.GetValue<bool>("Sen:StandIns") ? null : configuration["Sen:Tsa"])) is { Length: > 0 } tsa ? new Uri(tsa) : null,
        configuration["Sen:Signing:Font"] ?? "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
        configuration["Sen:Signing:TokenService"] ?? "wss://127.0.0.1:8987");
}
