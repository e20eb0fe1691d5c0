using System.Net;
using System.Net.Mail;

namespace Sen.Identity;

/// <summary>The mail server, section <c>Sen:Smtp</c>.</summary>
internal sealed record SmtpOptions(string Host, string From)
{
    public int Port { get; init; } = 587;
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>STARTTLS, demanded unless switched off (a relay on the same machine).</summary>
    public bool StartTls { get; init; } = true;
}

/// <summary>
/// E-mail by the province's mail server (RFC 5321). The framework's client does STARTTLS with a checked certificate and
/// AUTH LOGIN; it does neither TLS from the first byte (port 465), nor OAuth, nor DKIM, which is the server's work.
/// </summary>
internal sealed class MailChannel(SmtpOptions options, MailLayout layout, TimeSpan patience) : IChannel
{
    public string Name => Channel.Mail;

    public async Task<string> Send(Letter letter, CancellationToken ct)
    {
        using var message = layout.Message(letter);
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.StartTls };
        if (options.User is not null)
            client.Credentials = new NetworkCredential(options.User, options.Password);
        // The client's own time limit does not hold for asynchronous sending.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            await client.SendMailAsync(message, limit.Token);
            return "sent";
        }
        catch (SmtpException e)
        {
            // The server's own words repeat the address: only its code goes on.
            throw e.StatusCode == SmtpStatusCode.GeneralFailure
                ? new ChannelException("SMTP " + (e.InnerException?.GetType().Name ?? "failure"), permanent: false)
                : new ChannelException($"SMTP {(int)e.StatusCode}", IsAboutTheAddress(e.StatusCode));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ChannelException("SMTP timeout", permanent: false);
        }
    }

    private static bool IsAboutTheAddress(SmtpStatusCode code) =>
        code is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed;
}
