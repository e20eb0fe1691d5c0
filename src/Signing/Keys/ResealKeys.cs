using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Signing;

/// <summary>Once after a start: keys under an older master key come under the current one, so that the old one can be thrown away.</summary>
internal sealed class ResealKeys(Database db, KeySeal seal, ILogger<ResealKeys> log) : BackgroundService
{
    [method: ExplicitConstructor] // arrays are set as properties
    private sealed record Row(Guid Id, byte[] Sealed);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the start-up of the host at once.
        await Task.Yield();
        try
        {
            if (await Run(stoppingToken) is > 0 and var count)
                log.LogInformation("{Count} signing keys sealed under the new master key", count);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The keys still open; the next start tries again.
            log.LogError(e, "signing keys could not be sealed under the new master key");
        }
    }

    /// <summary>How many were sealed anew.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var count = 0;
        foreach (var row in await db.Query<Row>("select id, sealed from signing.key where provider = 'software'", null, ct))
            try
            {
                if (seal.Renew(row.Sealed, row.Id) is not { } box)
                    continue;
                await using var work = await db.Begin(Actor.Part("signing"), ct);
                work.Add("update signing.key set sealed = @Box where id = @Id and sealed = @Sealed", new { Box = box, row.Id, row.Sealed });
                work.Audit("key.reseal", new Ref("key", row.Id.ToString()));
                await work.Commit(ct);
                count++;
            }
            catch (CryptographicException)
            {
                log.LogError("signing key {Key} opens under none of the master keys", row.Id);
            }
        return count;
    }
}
