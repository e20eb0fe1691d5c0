using System.Globalization;
using System.Security.Claims;
using Sen.Kernel;

namespace Sen.Identity.VNeID;

/// <summary>What VNeID says of a citizen.</summary>
/// <param name="Subject">Stable at VNeID.</param>
/// <param name="PersonalId">12 digits; claim <c>personal_id</c>.</param>
/// <param name="OrganizationCode">Enterprise code, when the person signed in with an organisation's account; claims <c>organization_code</c> and <c>organization_name</c>.</param>
/// <param name="OrganizationName">Its name.</param>
/// <param name="AuthenticatedAt">When the person proved themselves there; claim <c>auth_time</c>.</param>
/// <param name="Assurance">Authentication level 1 to 4 (Decree 69/2024); claim <c>acr</c>.</param>
internal sealed record VNeIDClaims(
    string Subject, string PersonalId, string Name, DateOnly? BirthDate, string? Gender, string? Email, string? Phone, int Assurance,
    string? OrganizationCode = null, string? OrganizationName = null, DateTimeOffset? AuthenticatedAt = null)
{
    private const long MostSeconds = 100_000_000_000; // past the year 5000 no sign-in is meant

    /// <summary>Two factors, proved just now and not some time ago in another window: as good as being asked again here.</summary>
    public bool Confirms(DateTimeOffset now) => Assurance >= 2 && (AuthenticatedAt is not { } at || now - at < TimeSpan.FromMinutes(5));

    /// <summary>Reads the claims of a validated identity token; null when the token names no person of the register.</summary>
    public static VNeIDClaims? Read(ClaimsIdentity token)
    {
        string? Of(string claim) => token.FindFirst(claim)?.Value is { Length: > 0 } value ? value.Trim() : null;
        if (Of("sub") is not { } subject || Of("name") is not { } name || Of("personal_id") is not { } personalId || !IsPersonalId(personalId))
            return null;
        return new VNeIDClaims(
            subject,
            personalId,
            name,
            DateOnly.TryParseExact(Of("birthdate"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
            Of("gender") is "male" or "female" ? Of("gender") : null,
            Of("email"),
            Of("phone_number"),
            Level(Of("acr")),
            Of("organization_code"),
            Of("organization_name"),
            long.TryParse(Of("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < MostSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
    }

    /// <summary>"3" or a name that ends in it; anything else proves no more than one factor.</summary>
    public static int Level(string? acr) => acr is { Length: > 0 } && acr[^1] is >= '1' and <= '4' ? acr[^1] - '0' : 1;

    private static bool IsPersonalId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>The actor that the person becomes.</summary>
    public Actor Actor(string id) => new(ActorKind.Citizen, id, Name) { Assurance = Assurance };
}
