using System.Globalization;
using Dapper;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Host.Checks;

/// <summary>Is there a database, is it ours, up to date, and are the program's rights no more than they should be?</summary>
internal sealed class DatabaseChecks(IServiceProvider services)
{
    private const string Reach = "Database", Rights = "Rights of the role", Version = "Migrations", Clock = "Clock", Work = "Work behind the scenes";

    /// <summary>No more than the first when the database does not answer.</summary>
    public async Task<IReadOnlyList<Diagnosis>> All(CancellationToken ct)
    {
        try
        {
            await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
            var migrated = await Migrated(ct);
            Diagnosis[] first = [Reached(connection), migrated, await ClockDifference(connection)];
            return migrated.Grade is Grade.Wrong ? first : [.. first, await RoleRights(connection), .. await Late(ct)];
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or ArgumentException or TimeoutException)
        {
            return [Diagnosis.Wrong(Reach, $"It does not answer: {e.Message}", "Is PostgreSQL running, and is Sen:Database right? Try the same with psql.")];
        }
    }

    private static Diagnosis Reached(NpgsqlConnection connection) =>
        connection.PostgreSqlVersion.Major >= 15
            ? Diagnosis.Fine(Reach, $"PostgreSQL {connection.PostgreSqlVersion}, database {connection.Database}, role {connection.UserName}.")
            : Diagnosis.Wrong(Reach, $"PostgreSQL {connection.PostgreSqlVersion} is too old.", "Sen needs PostgreSQL 15 or later.");

    private async Task<Diagnosis> Migrated(CancellationToken ct)
    {
        var missing = await services.GetRequiredService<Migrator>().Missing(services.GetRequiredService<NpgsqlDataSource>(), ct);
        return missing.Count == 0
            ? Diagnosis.Fine(Version, "The database is at the program's version.")
            : Diagnosis.Wrong(Version, string.Create(CultureInfo.InvariantCulture, $"Missing: {missing.Count}, the first is {missing[0]}."), "Run `sen migrate` as the owner (Sen:DatabaseOwner).");
    }

    private async Task<IEnumerable<Diagnosis>> Late(CancellationToken ct)
    {
        var texts = services.GetRequiredService<Texts>();
        var findings = await services.GetRequiredService<Readiness>().Look(ct);
        return findings.Count == 0
            ? [Diagnosis.Fine(Work, "Events, jobs and ledger are up to date.")]
            : findings.Select(f => Diagnosis.Advice(Work, texts.Get("en", f.Problem), "Is a copy of `sen serve` running? `sen jobs` shows what is stuck and why."));
    }

    private static async Task<Diagnosis> RoleRights(NpgsqlConnection connection)
    {
        var (super, rewrites) = await connection.QuerySingleAsync<(bool, bool)>("""
            select (select rolsuper from pg_roles where rolname = current_user),
                   coalesce(has_table_privilege(to_regclass('data.ledger'), 'update, delete'), false)
            """);
        return super || rewrites
            ? Diagnosis.Advice(Rights, "The program's role could rewrite the ledger.", "Serve as sen_app (Sen:Database) and keep the owner for Sen:DatabaseOwner.")
            : Diagnosis.Fine(Rights, "The role can add to the ledger and cannot rewrite it.");
    }

    private async Task<Diagnosis> ClockDifference(NpgsqlConnection connection)
    {
        var theirs = await connection.ExecuteScalarAsync<DateTime>("select clock_timestamp()");
        var difference = (services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime - theirs.ToUniversalTime()).Duration();
        return difference < TimeSpan.FromSeconds(2)
            ? Diagnosis.Fine(Clock, "This machine and the database agree on the time.")
            : Diagnosis.Wrong(Clock, string.Create(CultureInfo.InvariantCulture, $"This machine and the database differ by {difference.TotalSeconds:N0} s."), "Legal time limits need the right time: turn on NTP on both.");
    }
}
