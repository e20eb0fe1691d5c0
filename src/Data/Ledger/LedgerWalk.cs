using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Dapper;
using Npgsql;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>The state of a walk along the chain; pure.</summary>
internal sealed class LedgerWalk
{
    internal sealed record Block(long Number, byte[] PreviousRoot, byte[] Root, int Entries, DateTimeOffset SealedAt, byte[]? Token);

    internal sealed record Row(
        long Block, long Seq, long LedgerId, long? Id, DateTimeOffset? At, string? ActorKind, string? ActorId, string? Act,
        string? SubjectKind, string? SubjectId, byte[]? Hash, byte[]? Salt, string? Body);

    private long _number;
    private long _seq;

    public long Entries { get; private set; }
    public long Blocks { get; private set; }
    public long Erased { get; private set; }
    public long Stamps { get; private set; }
    public DateTimeOffset? LastStamp { get; private set; }
    public byte[]? Root { get; private set; }
    public Problem? Fault { get; private set; }

    /// <summary>Takes the block before the first one checked as given.</summary>
    public async Task StartAfter(NpgsqlConnection connection, long number)
    {
        (_number, Root) = (number, await connection.ExecuteScalarAsync<byte[]?>("select root from data.ledger_block where number = @number", new { number }));
        _seq = await connection.ExecuteScalarAsync<long>("select coalesce(max(seq), 0) from data.ledger_seal where block = @number", new { number });
        if (Root is null)
            Fault = Problem.Conflict("data.ledger-block-missing", number);
    }

    /// <summary>Checks the next block; the fault with its place, or null.</summary>
    public Problem? Step(Block block, IReadOnlyList<Row> rows)
    {
        if (block.Number != _number + 1)
            return Problem.Conflict("data.ledger-block-missing", _number + 1);
        if (!block.PreviousRoot.AsSpan().SequenceEqual(Root ?? LedgerBlock.Genesis))
            return Problem.Conflict("data.ledger-chain-broken", block.Number);
        var entries = new List<SealedEntry>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Seq != ++_seq)
                return Problem.Conflict("data.ledger-entry-missing", block.Number, _seq);
            if (row.Id is null)
                return Problem.Conflict("data.ledger-entry-missing", block.Number, row.LedgerId);
            if (row.Body is null)
                Erased++;
            else if (!LedgerHash.Of(row.Salt!, row.Body).AsSpan().SequenceEqual(row.Hash))
                return Problem.Conflict("data.ledger-body-changed", block.Number, row.LedgerId);
            entries.Add(new(row.Id.Value, row.At!.Value, row.ActorKind!, row.ActorId!, row.Act!, row.SubjectKind!, row.SubjectId!, row.Hash!));
        }
        if (entries.Count != block.Entries)
            return Problem.Conflict("data.ledger-entry-missing", block.Number, _seq + 1);
        if (!LedgerBlock.Root(block.Number, block.PreviousRoot, block.SealedAt, entries).AsSpan().SequenceEqual(block.Root))
            return Problem.Conflict("data.ledger-block-changed", block.Number, rows.Count == 0 ? 0 : rows[0].LedgerId, rows.Count == 0 ? 0 : rows[^1].LedgerId);
        (_number, Root) = (block.Number, block.Root);
        Entries += entries.Count;
        Blocks++;
        return block.Token is null ? null : Stamped(block);
    }

    private Problem? Stamped(Block block)
    {
        if (!Rfc3161TimestampToken.TryDecode(block.Token, out var token, out _)
            || !token.VerifySignatureForHash(block.Root, HashAlgorithmName.SHA256, out _))
            return Problem.Conflict("data.ledger-stamp-false", block.Number);
        Stamps++;
        LastStamp = token.TokenInfo.Timestamp;
        return null;
    }
}
