using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;

namespace Sen.Tests.Data;

public sealed class ProtectionTests(Postgres postgres) : IClassFixture<Postgres>
{
    [Fact]
    public async Task Protect_KeyLiesSealed_OnlyTheMasterKeyOpensIt()
    {
        var (key, other) = (NewKey(), NewKey());
        var secret = Protector(key).Protect("mẫu đơn");
        await using var connection = await postgres.Services().GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var stored = string.Concat(await connection.QueryAsync<string>("select xml from data.protection_key"));
        stored.ShouldContain("<sealed");
        stored.ShouldNotContain("<masterKey");

        Protector(key).Unprotect(secret).ShouldBe("mẫu đơn");
        // A new master key before the old one still reads what was.
        Protector(other, key).Unprotect(secret).ShouldBe("mẫu đơn");
        Should.Throw<CryptographicException>(() => Protector(other).Unprotect(secret));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private IDataProtector Protector(string key, params string[] old)
    {
        var settings = new Dictionary<string, string?> { ["Sen:DataFolder"] = Path.GetTempPath(), ["Sen:FileKey"] = key };
        foreach (var (i, former) in old.Index())
            settings[$"Sen:OldFileKeys:{i}"] = former;
        return postgres.Services(services => services.AddFiles(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()))
            .GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }
}
