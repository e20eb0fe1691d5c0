namespace Sen.Identity.Sessions;

/// <summary>Whose session it is.</summary>
internal enum SessionKind { Citizen, Staff }

/// <summary>How long a session lives: it slides with use, up to an end.</summary>
internal sealed record SessionLife(TimeSpan Idle, TimeSpan Whole)
{
    /// <summary>A citizen may sit at a shared computer.</summary>
    public static readonly SessionLife Citizen = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(8));

    /// <summary>A working day, with its lunch break.</summary>
    public static readonly SessionLife Staff = new(TimeSpan.FromHours(3), TimeSpan.FromHours(12));

    public static SessionLife Of(SessionKind kind) => kind == SessionKind.Staff ? Staff : Citizen;
}

/// <summary>A live session as its owner sees it.</summary>
internal sealed record SessionRow(Guid Id, string Address, string Agent, int Assurance, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>From where somebody signs in.</summary>
/// <param name="Address">Network address; of IPv6 the /64, which is one subscriber.</param>
/// <param name="Agent">Browser as it names itself, shortened.</param>
/// <param name="Device">The browser's own number when it proves that the account has signed in with it before; null for strangers.</param>
internal sealed record Origin(string Address, string Agent, string? Device = null)
{
    /// <summary>What tries are counted for.</summary>
    public string Place => Device is null ? Address : "device " + Device;

    public static Origin Of(HttpContext http, string? userName = null)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new Origin(Network(http.Connection.RemoteIpAddress), agent.Length > 200 ? agent[..200] : agent,
            userName is null ? null : SignIn.DeviceCookie.Of(http, userName));
    }

    private static string Network(System.Net.IPAddress? address)
    {
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
            return address.ToString();
        Array.Clear(bytes, 8, 8);
        return new System.Net.IPAddress(bytes) + "/64";
    }
}
