namespace Sen.Identity;

/// <summary>Where a person is reached, as of now.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Email">Or null.</param>
/// <param name="Phone">Mobile number, or null.</param>
/// <param name="Language">vi, en or ar.</param>
internal sealed record Addressee(string Name, string? Email, string? Phone, string Language)
{
    /// <summary>The address on a channel, or null.</summary>
    public string? On(string channel) => channel == Channel.Mail ? Email : Phone;

    /// <summary>An address that shows an operator which one was meant and tells nobody else.</summary>
    public static string Mask(string address)
    {
        var at = address.LastIndexOf('@');
        if (at > 0)
            return address[0] + "***" + address[at..];
        return address.Length < 8 ? "***" : address[..2] + "***" + address[^3..];
    }
}

/// <summary>Looks a citizen or staff member up when a message goes out; null when there is nobody of that id.</summary>
internal delegate Task<Addressee?> FindAddressee(string personId, CancellationToken ct);
