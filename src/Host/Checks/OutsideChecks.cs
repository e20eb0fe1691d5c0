using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sen.Host.Checks;

/// <summary>What Sen leans on outside its database: printing, scanning, time stamps, sign-in, mail.</summary>
internal sealed class OutsideChecks(IConfiguration configuration, IHostEnvironment environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public async Task<IReadOnlyList<Diagnosis>> All(CancellationToken ct)
    {
        var findings = await Task.WhenAll(Printing(ct), Scanning(ct), TimeStamps(ct), SignIn(ct));
        return [.. findings, PublicAddress(), Delivery("Smtp", "E-mail"), Delivery("Sms", "SMS"), StandIns()];
    }

    private static async Task<Diagnosis> Printing(CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("weasyprint", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = (await process.StandardOutput.ReadToEndAsync(ct)).Trim();
            await process.WaitForExitAsync(ct);
            if (process.ExitCode == 0)
                return Diagnosis.Fine("Printing", $"{version}.");
        }
        catch (Win32Exception)
        {
            // Not installed, as said below.
        }
        return Diagnosis.Wrong("Printing", "WeasyPrint does not run: no form and no result can be printed.", "apt-get install weasyprint fonts-noto-core");
    }

    private async Task<Diagnosis> Scanning(CancellationToken ct)
    {
        if (configuration.Sen("Clamd") is not { } place)
            return Diagnosis.Advice("Scanning", "Sen:Clamd is not set: uploads are marked as not scanned.", "apt-get install clamav-daemon, then Sen__Clamd=/var/run/clamav/clamd.ctl");
        try
        {
            var isPath = place.StartsWith('/');
            using var socket = isPath ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            if (isPath)
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(place), patience.Token);
            else
                await socket.ConnectAsync(place.Split(':')[0], place.Split(':') is [_, var port] ? int.Parse(port, CultureInfo.InvariantCulture) : 3310, patience.Token);
            await socket.SendAsync("zPING\0"u8.ToArray(), patience.Token);
            var answer = new byte[16];
            var length = await socket.ReceiveAsync(answer, patience.Token);
            if (Encoding.ASCII.GetString(answer, 0, length).TrimEnd('\0', '\n') == "PONG")
                return Diagnosis.Fine("Scanning", $"clamd answers at {place}.");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or FormatException)
        {
            ct.ThrowIfCancellationRequested();
        }
        return Diagnosis.Wrong("Scanning", $"clamd does not answer at {place}.", "systemctl status clamav-daemon; it needs some minutes after its first start.");
    }

    private async Task<Diagnosis> TimeStamps(CancellationToken ct)
    {
        if (configuration.Sen("Tsa") is not { } address)
            return environment.IsProduction()
                ? Diagnosis.Wrong("Time stamps", "Sen:Tsa is not set: the ledger proves its order, not its time.", "Set it to the RFC 3161 address of the authority.")
                : Diagnosis.Fine("Time stamps", "None set; outside Production a stand-in serves.");
        return await Answers(address, ct) is { } trouble
            ? Diagnosis.Wrong("Time stamps", $"{address}: {trouble}", "Is the address right, and may this machine reach it?")
            : Diagnosis.Fine("Time stamps", $"{address} answers.");
    }

    private async Task<Diagnosis> SignIn(CancellationToken ct)
    {
        if (configuration.Sen("VNeID:Authority") is not { } authority)
            return Diagnosis.Advice("VNeID", "Sen:VNeID:Authority is not set: citizens cannot sign in.", "Set Authority, ClientId and ClientSecret below Sen:VNeID.");
        if (configuration.Sen("VNeID:ClientId") is null || configuration.Sen("VNeID:ClientSecret") is null)
            return Diagnosis.Wrong("VNeID", "ClientId or ClientSecret is missing below Sen:VNeID.", "They come with the registration at VNeID.");
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            await using var stream = await client.GetStreamAsync(authority.TrimEnd('/') + "/.well-known/openid-configuration", ct);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            var issuer = document.RootElement.GetProperty("issuer").GetString();
            return issuer?.TrimEnd('/') == authority.TrimEnd('/')
                ? Diagnosis.Fine("VNeID", $"{authority} answers.")
                : Diagnosis.Wrong("VNeID", $"{authority} names itself {issuer}.", "Set Sen:VNeID:Authority to exactly that name.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException or UriFormatException or InvalidOperationException)
        {
            ct.ThrowIfCancellationRequested();
            return Diagnosis.Wrong("VNeID", $"{authority}: {e.Message}", "Is the address right, and may this machine reach it?");
        }
    }

    private Diagnosis PublicAddress() => configuration.Sen("PublicUrl") switch
    {
        null => Diagnosis.Advice("Public address", "Sen:PublicUrl is not set: messages carry no links.", "Set it to the address that citizens use, https://..."),
        var url when environment.IsProduction() && !url.StartsWith("https://", StringComparison.Ordinal) =>
            Diagnosis.Wrong("Public address", $"{url} is not https.", "Citizens' data travels encrypted only."),
        var url => Diagnosis.Fine("Public address", url),
    };

    private Diagnosis Delivery(string setting, string what) => configuration.Sen(setting) is null
        ? Diagnosis.Advice(what, $"Sen:{setting} is not set: none is sent, people see their messages in Sen only.", $"Set Sen:{setting} to the gateway's address.")
        : Diagnosis.Fine(what, "A gateway is set.");

    private Diagnosis StandIns() => configuration.GetValue<bool>("Sen:StandIns")
        ? environment.IsProduction()
            ? Diagnosis.Wrong("Stand-ins", "On in Production: Sen does not start.", "Set Sen:StandIns to false.")
            : Diagnosis.Advice("Stand-ins", "On: sign-in, signing and time stamps are not the real ones.", "Right for development and demonstrations, never for work.")
        : Diagnosis.Fine("Stand-ins", "Off.");

    private static async Task<string?> Answers(string address, CancellationToken ct)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            // Any answer, also a refusal of GET, shows that somebody is there.
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException)
        {
            ct.ThrowIfCancellationRequested();
            return e.Message;
        }
    }
}
