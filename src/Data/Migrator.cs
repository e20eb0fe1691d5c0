using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>Says that an assembly carries <c>migrations/NNNN_what.sql</c> for the schema of that module; order of registration is order of migration.</summary>
public sealed record MigrationSource(string Schema, Assembly Assembly);

/// <summary>
/// Brings a database to the program's version: one advisory lock, one transaction a file, checksums of what has run.
/// A file that changed after it ran is refused: what is deployed is never edited.
/// </summary>
public sealed class Migrator(IEnumerable<MigrationSource> sources)
{
    // Any constant serves, as long as every copy of the program uses it.
    private const long Lock = 0x53656E_4D6967;

    /// <summary>Runs what is missing as the owner of the database and returns the names of what ran.</summary>
    /// <param name="owner">Connection string of the owner, who may create schemas and roles.</param>
    /// <param name="progress">Told each file before it runs.</param>
    public async Task<IReadOnlyList<string>> Migrate(string owner, Action<string>? progress = null, CancellationToken ct = default)
    {
        // Not pooled: a pooled connection would keep the session's lock until somebody happens to use it again. No time
        // limit: a copy may wait for another's long migration.
        var settings = new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, cancellationToken: ct));
        // The role belongs to the whole cluster, the lock to this database: another database may make the role meanwhile.
        await connection.ExecuteAsync("""
            do $$ begin
              if not exists (select from pg_roles where rolname = 'sen_app') then create role sen_app login; end if;
            exception when duplicate_object or unique_violation then null;
            end $$;
            create schema if not exists data;
            create table if not exists data.migration (
              schema text not null, name text not null, checksum text not null, ran_at timestamptz not null default now(),
              primary key (schema, name));
            grant usage on schema data to sen_app;
            grant select on data.migration to sen_app;
            """);
        var done = (await connection.QueryAsync<(string Schema, string Name, string Checksum)>(
            "select schema, name, checksum from data.migration")).ToDictionary(m => (m.Schema, m.Name), m => m.Checksum);
        var ran = new List<string>();
        foreach (var source in sources)
            foreach (var (name, sql) in Files(source.Assembly))
            {
                var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
                if (done.TryGetValue((source.Schema, name), out var before))
                {
                    if (before != checksum)
                        throw new MigrationChangedException(source.Schema, name);
                    continue;
                }
                progress?.Invoke($"{source.Schema}/{name}");
                await Run(connection, source.Schema, name, sql, checksum, ct);
                ran.Add($"{source.Schema}/{name}");
            }
        return ran;
    }

    /// <summary>What the program has and the database lacks; empty means ready to serve.</summary>
    public async Task<IReadOnlyList<string>> Missing(NpgsqlDataSource database, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await connection.ExecuteScalarAsync<bool>("select to_regclass('data.migration') is null"))
            return [.. sources.SelectMany(s => Files(s.Assembly).Select(f => $"{s.Schema}/{f.Name}"))];
        var done = (await connection.QueryAsync<string>("select schema || '/' || name from data.migration")).ToHashSet();
        return [.. sources.SelectMany(s => Files(s.Assembly).Select(f => $"{s.Schema}/{f.Name}")).Where(n => !done.Contains(n))];
    }

    private static async Task Run(NpgsqlConnection connection, string schema, string name, string sql, string checksum, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Schema names come from the code of the modules, never from input.
        await connection.ExecuteAsync($"""
            create schema if not exists {schema};
            grant usage on schema {schema} to sen_app;
            alter default privileges in schema {schema} grant select, insert, update, delete on tables to sen_app;
            alter default privileges in schema {schema} grant usage on sequences to sen_app;
            """);
        await connection.ExecuteAsync(sql, transaction: transaction);
        await connection.ExecuteAsync("insert into data.migration (schema, name, checksum) values (@schema, @name, @checksum)",
            new { schema, name, checksum });
        await transaction.CommitAsync(ct);
    }

    private static IEnumerable<(string Name, string Sql)> Files(Assembly assembly)
    {
        var prefix = assembly.GetName().Name + ".migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..^".sql".Length], reader.ReadToEnd());
        }
    }
}

/// <summary>A migration was edited after it had run here.</summary>
public sealed class MigrationChangedException(string schema, string name)
    : Exception($"migration {schema}/{name} was changed after it ran on this database; write a new one instead");
