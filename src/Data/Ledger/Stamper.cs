using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>
/// Has the root of the newest block stamped by a time-stamping authority (RFC 3161): from then on nobody, not even who owns the
/// database, can date the chain back. Two copies may stamp the same block; the first one counts.
/// </summary>
internal sealed class Stamper(NpgsqlDataSource source, IHttpClientFactory http, DataOptions options, TimeProvider clock)
{
    /// <summary>Stamps the newest block unless it is stamped already or no authority is configured.</summary>
    public async Task<bool> Pass(CancellationToken ct)
    {
        if (options.Tsa is null)
            return false;
        await using var connection = await source.OpenConnectionAsync(ct);
        var newest = await connection.QuerySingleOrDefaultAsync<Newest>(new CommandDefinition("""
            select b.number, b.root, exists (select from data.ledger_stamp s where s.block = b.number) as stamped
            from data.ledger_block b order by b.number desc limit 1
            """, cancellationToken: ct));
        if (newest is null or { Stamped: true })
            return false;
        var token = await Ask(newest.Root, ct);
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into data.ledger_stamp (block, token, stamped_at) values (@Number, @token, @now) on conflict do nothing
            """, new { newest.Number, token, now = clock.GetUtcNow() }, cancellationToken: ct));
        return false;
    }

    private async Task<byte[]> Ask(byte[] root, CancellationToken ct)
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(
            root, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var body = new ByteArrayContent(request.Encode());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var client = http.CreateClient("tsa");
        using var answer = await client.PostAsync(options.Tsa, body, ct);
        answer.EnsureSuccessStatusCode();
        var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(ct), out _);
        if (!token.VerifySignatureForHash(root, HashAlgorithmName.SHA256, out _))
            throw new CryptographicException("the authority's signature does not hold");
        return token.AsSignedCms().Encode();
    }

    private sealed record Newest(long Number, byte[] Root, bool Stamped);
}
