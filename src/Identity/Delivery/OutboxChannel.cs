using System.Net.Mail;

namespace Sen.Identity;

/// <summary>For the demonstration, where no server is configured: letters lie in a folder, and their delivery says so instead of "sent".</summary>
internal sealed class OutboxChannel(string name, string folder, MailLayout layout) : IChannel
{
    public string Name => name;

    public async Task<string> Send(Letter letter, CancellationToken ct)
    {
        System.IO.Directory.CreateDirectory(folder);
        if (name == Channel.Mail)
        {
            using var message = layout.Message(letter);
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = Path.GetFullPath(folder) };
            await client.SendMailAsync(message, ct);
        }
        else
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{letter.Id}.txt"), $"{letter.Address}\n\n{letter.Text}\n", ct);
        }
        return "outbox";
    }
}
