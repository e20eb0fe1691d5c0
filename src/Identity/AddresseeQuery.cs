using Sen.Data;

namespace Sen.Identity;

/// <summary>Where somebody is reached: citizens by their mail and phone, staff in the program alone for now.</summary>
internal sealed class AddresseeQuery(Database db)
{
    public Task<Addressee?> Find(string personId, CancellationToken ct) => db.OneOrNone<Addressee>("""
        select name, email, phone, language from identity.person where id = @personId
        union all
        select name, null, null, 'vi' from identity.staff where id = @personId
        limit 1
        """, new { personId }, ct);
}
