using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Sen.Data;

/// <summary>Keeps the data-protection keys in the database, so that a cookie made by one copy of the program is read by all.</summary>
internal sealed class ProtectionKeys(NpgsqlDataSource source) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = source.OpenConnection();
        return [.. connection.Query<string>("select xml from data.protection_key order by created_at").Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = source.OpenConnection();
        connection.Execute("""
            insert into data.protection_key (id, xml) values (@friendlyName, @xml) on conflict (id) do update set xml = excluded.xml
            """, new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}
