using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.MyData;

/// <summary>A citizen changes how they are reached; the rest of their record comes from the identity database.</summary>
internal sealed record ContactDetails(string? Email, string? Phone, string Language);

internal sealed partial class ContactDetailsHandler(Database db, People people)
{
    public async Task<Result<Done>> Handle(ContactDetails input, Actor actor, CancellationToken ct)
    {
        var given = new ContactDetails(input.Email?.Trim() is { Length: > 0 } mail ? mail : null, input.Phone?.Replace(" ", "", StringComparison.Ordinal) is { Length: > 0 } phone ? phone : null, input.Language);
        var wrong = new List<Problem>();
        if (given.Email is { } email && (email.Length > 200 || !new EmailAddressAttribute().IsValid(email)))
            wrong.Add(Problem.Invalid("ui.email", "Email"));
        if (given.Phone is { } number && !Mobile().IsMatch(number))
            wrong.Add(Problem.Invalid("ui.phone", "Phone"));
        if (!Texts.Languages.Contains(given.Language))
            wrong.Add(Problem.Invalid("ui.required", "Language"));
        if (wrong.Count > 0)
            return Result<Done>.Refused(wrong);
        var before = await people.Find(actor.Id, ct);
        await using var work = await db.Begin(actor, ct);
        work.AddOne("update identity.person set email = @Email, phone = @Phone, language = @Language where id = @Id", new { given.Email, given.Phone, given.Language, actor.Id });
        work.Audit("person.set-contact", new Ref("person", actor.Id), before: new ContactDetails(before?.Email, before?.Phone, before?.Language ?? "vi"), after: given);
        await work.Commit(ct);
        return Done.It;
    }

    [GeneratedRegex(@"^(0|\+84)[0-9]{9,10}$")]
    private static partial Regex Mobile();
}
