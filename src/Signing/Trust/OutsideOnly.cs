using System.Net;
using System.Net.Sockets;

namespace Sen.Signing;

/// <summary>
/// Connects to addresses of the open network only: an uploaded certificate may name any address, and must not reach this
/// machine's neighbours through us. The name is looked up once and that very address is connected to.
/// </summary>
internal static class OutsideOnly
{
    /// <param name="trusted">Hosts that the installation itself has set up, wherever they stand.</param>
    public static SocketsHttpHandler Handler(params IReadOnlyList<string> trusted) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(4),
        ConnectCallback = async (context, ct) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
            var address = addresses.FirstOrDefault(a => IsOutside(a) || trusted.Contains(context.DnsEndPoint.Host, StringComparer.OrdinalIgnoreCase))
                ?? throw new HttpRequestException("not an address of the open network");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    public static bool IsOutside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return false;
        var b = address.GetAddressBytes();
        if (b.Length == 4)
            return b[0] is not (0 or 10 or 127) and < 224 && (b[0], b[1]) is not (169, 254) and not (192, 168)
                && !(b[0] == 172 && b[1] is >= 16 and < 32) && !(b[0] == 100 && b[1] is >= 64 and < 128) && !(b[0] == 198 && b[1] is 18 or 19);
        // Global unicast is 2000::/3; what embeds an IPv4 address (6to4, Teredo, NAT64) could lead inside again.
        return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x02) && !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0);
    }
}
